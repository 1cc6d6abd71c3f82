namespace NasKit.Relaxations;

/// <summary>Runs a one-hot sample and differentiates as if it were the concrete sample behind it.</summary>
/// <param name="temperature">λ of the concrete sample, used in the gradient alone.</param>
/// <param name="pathOnly">Whether only the sampled option runs (GDAS), so that no other gives a gradient; otherwise all run (straight-through
/// Gumbel-softmax).</param>
/// <remarks>Source: Jang et al., ICLR 2017, section 2.2; Dong and Yang, CVPR 2019 (GDAS), with λ from 10 to 0.1. Differs from GDAS's released code in that
/// options that do not run add nothing at all; there their weight, 0 with a gradient, is added to the output.</remarks>
public sealed class StraightThroughRelaxation(Anneal temperature, bool pathOnly = false) : Relaxation
{
    /// <inheritdoc/>
    public override string Name => pathOnly ? "GDAS" : "straight-through";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => !pathOnly;

    /// <inheritdoc/>
    public override Anneal Temperature { get; } = temperature ?? throw new ArgumentNullException(nameof(temperature));

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var t = Temperature.At(progress);
        var sample = Gumbel.Draw(logits, rng);
        var pass = new Pass(logits.OneHot(sample.Path), pathOnly ? Logits.Only(sample.Path) : logits.All, sample.Path, Differentiates: true, Training: 1);
        var ofWeights = new double[pass.Weights.Length];
        var value = loss(pass, ofWeights);
        return new(logits.SoftmaxDerivative(logits.Softmax(sample.Values, t), ofWeights, t), value, [sample.Path], pass, ofWeights);
    }
}
