namespace NasKit.Relaxations;

/// <summary>Weighs all options by a sample of the concrete distribution: the softmax of logits disturbed by Gumbel noise, over a temperature λ.</summary>
/// <param name="temperature">λ. The larger, the more even the weights and the larger the bias; towards 0 the weights become a one-hot sample and the
/// variance grows without limit (on T1 from 0.45 at λ = 1 to 43 at 0.03).</param>
/// <remarks>Source: SNAS (Xie et al., ICLR 2019), equations 2 and 3; Maddison et al. and Jang et al., ICLR 2017 (Gumbel-softmax). SNAS anneals λ from 1
/// to 0.03. The most likely option of a sample is a draw from softmax(logits) at every λ.</remarks>
public sealed class ConcreteRelaxation(Anneal temperature) : Relaxation
{
    /// <inheritdoc/>
    public override string Name => "concrete";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => true;

    /// <inheritdoc/>
    public override Anneal Temperature { get; } = temperature ?? throw new ArgumentNullException(nameof(temperature));

    /// <summary>Logarithm of the density of a concrete sample of one decision.</summary>
    /// <param name="weights">The sample Z: K positive weights that add up to 1.</param>
    /// <param name="logits">Logits α, K of them.</param>
    /// <param name="temperature">λ, &gt; 0.</param>
    /// <param name="smallest">Weights below it are taken as it. Released code of SNAS: 1e-4; 0 for the density itself.</param>
    /// <returns>log (K−1)! + (K−1) log λ + Σ αₖ − (λ+1) Σ log Zₖ − K log Σ exp(αₖ) Zₖ^−λ, with respect to K − 1 of the weights.</returns>
    /// <exception cref="ArgumentException">There is not one logit for each weight, there are fewer than two, or λ is not positive.</exception>
    /// <remarks>Source: SNAS, equation 12; Maddison et al., equation 10.</remarks>
    public static double LogDensity(IReadOnlyList<double> weights, IReadOnlyList<double> logits, double temperature, double smallest = 0)
    {
        Check(weights, logits, temperature);
        var (count, density) = (weights.Count, (weights.Count - 1) * Math.Log(temperature));
        var powers = new double[count];
        for (var k = 0; k < count; k++)
        {
            var log = Math.Log(Math.Max(weights[k], smallest));
            powers[k] = logits[k] - temperature * log;
            density += logits[k] - (temperature + 1) * log + (k > 0 ? Math.Log(k) : 0);
        }

        var highest = powers.Max();
        return density - count * (highest + Math.Log(powers.Sum(power => Math.Exp(power - highest))));
    }

    /// <summary>Gradient of <see cref="LogDensity"/> with regard to the logits, at a fixed sample: 1 − K exp(αₖ) Zₖ^−λ / Σ exp(αⱼ) Zⱼ^−λ.</summary>
    /// <param name="weights">The sample Z.</param>
    /// <param name="logits">Logits α.</param>
    /// <param name="temperature">λ, &gt; 0.</param>
    /// <param name="smallest">As in <see cref="LogDensity"/>.</param>
    /// <exception cref="ArgumentException">As in <see cref="LogDensity"/>.</exception>
    public static double[] LogDensityGradient(IReadOnlyList<double> weights, IReadOnlyList<double> logits, double temperature, double smallest = 0)
    {
        Check(weights, logits, temperature);
        double[] powers = [.. weights.Zip(logits, (weight, logit) => logit - temperature * Math.Log(Math.Max(weight, smallest)))];
        var highest = powers.Max();
        var shares = Array.ConvertAll(powers, power => Math.Exp(power - highest));
        var sum = shares.Sum();
        return Array.ConvertAll(shares, share => 1 - weights.Count * share / sum);
    }

    internal override Pass Weigh(Logits logits, Rng rng, double progress) =>
        new(logits.Softmax(Gumbel.Draw(logits, rng).Values, Temperature.At(progress)), logits.All, null, Differentiates: true, Training: 1);

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var t = Temperature.At(progress);
        var pass = Weigh(logits, rng, progress);
        var ofWeights = new double[pass.Weights.Length];
        var value = loss(pass, ofWeights);
        return new(logits.SoftmaxDerivative(pass.Weights, ofWeights, t), value, [], pass, ofWeights);
    }

    private static void Check(IReadOnlyList<double> weights, IReadOnlyList<double> logits, double temperature)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(logits);
        Require.That("The concrete density",
            (weights.Count >= 2 && weights.Count == logits.Count, $"It needs two weights or more and as many logits, not {weights.Count} and {logits.Count}"),
            (temperature > 0 && double.IsFinite(temperature), $"The temperature {temperature} must be positive and finite"));
    }
}
