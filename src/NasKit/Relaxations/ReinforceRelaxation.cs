using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>REINFORCE: runs sampled paths and weighs the gradient of their log-probability by their loss less a baseline.</summary>
/// <remarks>
/// Mean over the samples of (L − b) (Z − p). Nothing of the loss is differentiated but for the network's weights, which the mean of the samples trains; a
/// loss without a graph, such as an error rate or a negative reward, serves as well. Source: Williams, 1992; with 10 samples and
/// <c>Baseline.Moving(0.01)</c>, the REINFORCE variant of ProxylessNAS.
/// </remarks>
public sealed class ReinforceRelaxation : Relaxation
{
    private readonly Baseline baseline;
    private readonly int samples;
    private readonly MovingAverage? average;

    /// <param name="baseline">What is subtracted from the loss; null for nothing.</param>
    /// <param name="samples">Paths drawn for one estimate, at least 1; with <see cref="Baseline.LeaveOneOut"/> at least 2.</param>
    /// <exception cref="ArgumentException">There are too few samples.</exception>
    public ReinforceRelaxation(Baseline? baseline = null, int samples = 1)
    {
        this.baseline = baseline ?? Baseline.None;
        this.samples = samples;
        Require.That("REINFORCE",
            (samples >= 1, $"samples = {samples} must be at least 1"),
            (samples >= 2 || this.baseline.Kind != Baseline.Kinds.LeaveOneOut, "The baseline that leaves one out needs 2 samples or more"));
        average = this.baseline.Kind == Baseline.Kinds.Moving ? new(this.baseline.Value) : null;
    }

    /// <inheritdoc/>
    public override string Name => $"REINFORCE, {baseline}{(samples == 1 ? "" : $", {samples} samples")}";

    /// <inheritdoc/>
    public override bool IsUnbiased => true;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => false;

    /// <inheritdoc/>
    public override bool GivesWeightGradient => false;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"REINFORCE, {baseline.Kind} {baseline.Value:R}, {samples} samples");

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var (paths, losses, gradient) = (new int[samples][], new double[samples], new double[logits.Values.Length]);
        Pass pass = null!;
        for (var n = 0; n < samples; n++)
        {
            paths[n] = logits.Draw(rng);
            pass = new(logits.OneHot(paths[n]), Logits.Only(paths[n]), paths[n], Differentiates: false, Training: 1.0 / samples);
            losses[n] = loss(pass, []);
        }

        var total = losses.Sum();
        for (var n = 0; n < samples; n++)
        {
            var advantage = Advantage(losses[n], total);
            for (var (i, score) = (0, logits.Score(paths[n])); i < gradient.Length; i++)
            {
                gradient[i] += advantage * score[i] / samples;
            }
        }

        if (double.IsFinite(total))
        {
            average?.Add(total / samples);
        }

        return new(gradient, total / samples, paths, pass, null);
    }

    internal override void Exchange(StateExchange state) => average?.Exchange(state, "relaxation/baseline");

    private double Advantage(double loss, double total) => baseline.Kind switch
    {
        Baseline.Kinds.None => loss,
        Baseline.Kinds.Constant => loss - baseline.Value,
        Baseline.Kinds.Moving => average!.Value is { } usual ? loss - usual : 0,
        _ => loss - (total - loss) / (samples - 1),
    };
}
