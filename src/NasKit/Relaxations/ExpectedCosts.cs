using NasKit.Cost;

namespace NasKit.Relaxations;

/// <summary>Costs of distributions over architectures.</summary>
public static class ExpectedCosts
{
    /// <summary>Cost expected under a distribution, exact, in the model's unit.</summary>
    /// <param name="cost">The cost, of a space in which each place is picked by one decision.</param>
    /// <param name="policy">The distribution.</param>
    public static double Expected(this AdditiveCost cost, ArchitectureDistribution policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return cost.Expected([.. Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities)]);
    }

    /// <summary>Cost expected under independent decisions, exact, in the model's unit.</summary>
    /// <param name="cost">The cost, of a space in which each place is picked by one decision.</param>
    /// <param name="probabilities">Probability of each option of each decision.</param>
    public static double Expected(this AdditiveCost cost, IReadOnlyList<IReadOnlyList<double>> probabilities)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(probabilities);
        var parts = CostParts.Of(cost);
        return parts.Fixed + parts.Entries.Zip(probabilities, (costs, row) => costs.Zip(row, (one, p) => one * p).Sum()).Sum();
    }
}
