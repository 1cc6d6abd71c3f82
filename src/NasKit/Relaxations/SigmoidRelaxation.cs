namespace NasKit.Relaxations;

/// <summary>Weighs each option by the sigmoid of its own logit over a temperature, so that options of a decision do not compete.</summary>
/// <param name="temperature">Divides the logits: near 0 every weight is near 0 or 1.</param>
/// <remarks>The gradient is exact for the loss of the mixture: dL/dα = dL/dw · w (1 − w) / T. Weights of a decision do not add up to 1.</remarks>
public sealed class SigmoidRelaxation(Anneal temperature) : Relaxation
{
    /// <inheritdoc/>
    public override string Name => "sigmoid";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => true;

    /// <inheritdoc/>
    public override Anneal Temperature { get; } = temperature ?? throw new ArgumentNullException(nameof(temperature));

    /// <inheritdoc/>
    public override bool Draws => false;

    internal override Pass Weigh(Logits logits, Rng rng, double progress)
    {
        var t = Temperature.At(progress);
        return new(Array.ConvertAll(logits.Values, value => 1 / (1 + Math.Exp(-value / t))), logits.All, null, Differentiates: true, Training: 1); // 0 at −∞
    }

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var t = Temperature.At(progress);
        var pass = Weigh(logits, rng, progress);
        var weights = pass.Weights;
        var ofWeights = new double[weights.Length];
        var value = loss(pass, ofWeights);
        var gradient = new double[weights.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] = ofWeights[i] * weights[i] * (1 - weights[i]) / t;
        }

        return new(gradient, value, [], pass, ofWeights);
    }
}
