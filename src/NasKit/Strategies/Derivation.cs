using NasKit.Relaxations;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>How a space's methods turn a distribution into one architecture.</summary>
public static class Derivation
{
    /// <summary>The rule of a space: genotypes for the cells of DARTS, the likeliest option of each decision elsewhere.</summary>
    /// <param name="space">The space.</param>
    public static Func<ArchitectureDistribution, Architecture> Of(SearchSpace space) =>
        DartsSpace.Has(space) ? policy => DartsSpace.Derive(space, [.. Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities)]) : policy => policy.Best();
}
