using NasKit.Training;

namespace NasKit.Relaxations;

/// <summary>Adam on architecture logits.</summary>
/// <param name="LearningRate">Learning rate, &gt; 0. DARTS and SNAS: 3e-4; ProxylessNAS and DSNAS: 1e-3.</param>
/// <param name="Beta1">What the first moment keeps, in [0, 1). DARTS, SNAS, DSNAS: 0.5; ProxylessNAS: 0. The second keeps 0.999.</param>
/// <param name="WeightDecay">L2 penalty of the logits, ≥ 0. DARTS and SNAS: 1e-3; ProxylessNAS and DSNAS: 0.</param>
/// <remarks>Source: Kingma and Ba, ICLR 2015; settings as in the released code of each.</remarks>
public sealed record AdamArchitecture(double LearningRate = 3e-4, double Beta1 = 0.5, double WeightDecay = 1e-3) : ArchitectureOptimiser
{
    internal override void Validate() => Require.That(nameof(AdamArchitecture),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (Beta1 is >= 0 and < 1, $"Beta1 = {Beta1} must be in [0, 1)"),
        (WeightDecay >= 0, $"WeightDecay = {WeightDecay} must not be negative"));

    internal override ArchitectureDescent Start(ArchitectureDistribution policy)
    {
        Validate();
        return new Descent(policy, new(policy.Logits.Count, LearningRate, WeightDecay, Beta1));
    }

    private sealed class Descent(ArchitectureDistribution policy, Adam adam) : ArchitectureDescent
    {
        public override void Step(GradientEstimate estimate)
        {
            var gradient = estimate.Gradient.data<double>().ToArray();
            policy.Update(logits => adam.Step(logits, gradient));
        }

        public override void Exchange(StateExchange state) => adam.Exchange(state, "adam");
    }
}
