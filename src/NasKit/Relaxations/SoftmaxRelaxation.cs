namespace NasKit.Relaxations;

/// <summary>Weighs all options by the softmax of their logits.</summary>
/// <param name="temperature">Divides the logits; null for none, that is 1.</param>
/// <remarks>Source: DARTS (Liu et al., ICLR 2019), equation 2; with an annealed temperature, ASAP. The gradient is exact for the loss of the mixture,
/// which is not the expected loss of a path.</remarks>
public sealed class SoftmaxRelaxation(Anneal? temperature = null) : Relaxation
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => true;

    /// <inheritdoc/>
    public override Anneal? Temperature => temperature;

    /// <inheritdoc/>
    public override bool Draws => false;

    internal override Pass Weigh(Logits logits, Rng rng, double progress) =>
        new(logits.Softmax(logits.Values, temperature?.At(progress) ?? 1), logits.All, null, Differentiates: true, Training: 1);

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var t = temperature?.At(progress) ?? 1;
        var pass = Weigh(logits, rng, progress);
        var ofWeights = new double[pass.Weights.Length];
        var value = loss(pass, ofWeights);
        return new(logits.SoftmaxDerivative(pass.Weights, ofWeights, t), value, [], pass, ofWeights);
    }
}
