using NasKit.Relaxations;

namespace NasKit.Strategies;

/// <summary>Where the distribution stood after an epoch.</summary>
/// <param name="Probabilities">Probability of each option of each decision.</param>
/// <param name="HeldLoss">Mean loss of the steps of the architecture in that epoch; null where it took none.</param>
/// <param name="HeldAccuracy">Share of the held images that the mixture classified correctly after it, 0…1; null unless the search keeps the best epoch.</param>
public sealed record SearchEpoch(IReadOnlyList<IReadOnlyList<double>> Probabilities, double? HeldLoss, double? HeldAccuracy = null)
{
    /// <summary>Mean entropy of a decision, in nats: ln K at the uniform start, 0 once one option is sure.</summary>
    public double Entropy => Probabilities.Average(row => row.Sum(p => p > 0 ? -p * Math.Log(p) : 0));

    internal static SearchEpoch Of(ArchitectureDistribution policy, IReadOnlyList<double> losses, double? accuracy) =>
        new([.. Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities)], losses.Count == 0 ? null : losses.Average(), accuracy);
}
