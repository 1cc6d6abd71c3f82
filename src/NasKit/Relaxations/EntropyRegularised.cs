using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>Adds an entropy term to another relaxation: estimates the gradient of E[f] − T · H(p), p = softmax(logits).</summary>
/// <remarks>Over all distributions of a decision the optimum is p in proportion to exp(−f / T): variational optimisation. H is in nats and the sum over
/// the decisions; its gradient −p (log p + H) is exact.</remarks>
public sealed class EntropyRegularised : Relaxation
{
    private readonly Relaxation inner;
    private readonly double weight;

    /// <param name="inner">Estimates the gradient of the loss.</param>
    /// <param name="weight">T, in the unit of the loss; positive keeps the choice open, negative closes it.</param>
    /// <exception cref="ArgumentException">The weight is not finite, or the other relaxation moves only two logits of a decision.</exception>
    public EntropyRegularised(Relaxation inner, double weight)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Require.That("The entropy term",
            (double.IsFinite(weight), $"Its weight {weight} must be finite"),
            (inner is not BinaryGateRelaxation { Gates: BinaryGates.Two }, $"It moves every logit, but {inner.Name} takes back what moves the unsampled ones; use {BinaryGates.Full}"));
        (this.inner, this.weight) = (inner, weight);
    }

    /// <inheritdoc/>
    public override string Name => $"{inner.Name}, entropy";

    /// <summary>Whether the mean of its estimates is the gradient of the expected loss with the entropy term.</summary>
    public override bool IsUnbiased => inner.IsUnbiased;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => inner.NeedsAllPaths;

    /// <inheritdoc/>
    public override int? PathsAtOnce => inner.PathsAtOnce;

    /// <inheritdoc/>
    public override Anneal? Temperature => inner.Temperature;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{inner}, entropy {weight:R}");

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var estimate = inner.Compute(logits, loss, rng, progress);
        var (gradient, p) = ((double[])estimate.Gradient.Clone(), logits.Probabilities);
        for (var d = 0; d < logits.Decisions; d++)
        {
            var (start, entropy) = (d * logits.Options, 0.0);
            double Log(int k) => Math.Log(Math.Max(p[start + k], double.Epsilon));
            foreach (var k in logits.All[d])
            {
                entropy -= p[start + k] * Log(k);
            }

            foreach (var k in logits.All[d])
            {
                gradient[start + k] += weight * p[start + k] * (Log(k) + entropy);
            }
        }

        return estimate with { Gradient = gradient };
    }

    internal override void Exchange(StateExchange state) => inner.Exchange(state);
}
