using NasKit.Relaxations;

namespace NasKit.Strategies;

/// <summary>Where the distribution stood after an epoch.</summary>
/// <param name="Probabilities">Probability of each option of each decision.</param>
public sealed record SearchEpoch(IReadOnlyList<IReadOnlyList<double>> Probabilities)
{
    /// <summary>Mean entropy of a decision, in nats: ln K at the uniform start, 0 once one option is sure.</summary>
    public double Entropy => Probabilities.Average(row => row.Sum(p => p > 0 ? -p * Math.Log(p) : 0));

    internal static SearchEpoch Of(ArchitectureDistribution policy) => new([.. Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities)]);
}
