using NasKit.Training;

namespace NasKit.Relaxations;

/// <summary>Adam on architecture logits.</summary>
/// <remarks>Source: Kingma and Ba, ICLR 2015, with DARTS's β = (0.5, 0.999).</remarks>
internal sealed class AdamArchitecture(ArchitectureDistribution policy, double learningRate, double weightDecay = 0)
{
    private readonly Adam adam = new(policy.Logits.Count, learningRate, weightDecay, beta1: 0.5);

    /// <summary>Descends along a gradient of the logits, which is then zero.</summary>
    public void Step(double[] gradient) => policy.Update(logits => adam.Step(logits, gradient));

    public void Exchange(StateExchange state) => adam.Exchange(state, "adam");
}
