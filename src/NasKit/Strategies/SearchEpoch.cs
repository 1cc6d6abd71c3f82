using NasKit.Relaxations;

namespace NasKit.Strategies;

/// <summary>Where the distribution stood after an epoch.</summary>
/// <param name="Probabilities">Probability of each option of each decision.</param>
/// <param name="HeldLoss">Mean loss of the steps of the architecture in that epoch; null where it took none.</param>
public sealed record SearchEpoch(IReadOnlyList<IReadOnlyList<double>> Probabilities, double? HeldLoss)
{
    /// <summary>Mean entropy of a decision, in nats: ln K at the uniform start, 0 once one option is sure.</summary>
    public double Entropy => Probabilities.Average(row => row.Sum(p => p > 0 ? -p * Math.Log(p) : 0));

    internal static SearchEpoch Of(ArchitectureDistribution policy, IReadOnlyList<double> losses) =>
        new([.. Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities)], losses.Count == 0 ? null : losses.Average());
}
