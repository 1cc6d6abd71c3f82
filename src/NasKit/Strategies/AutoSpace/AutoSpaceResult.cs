using NasKit.Spaces;
using NasKit.Supernets;

namespace NasKit.Strategies.AutoSpace;

/// <summary>What AutoSpace leaves.</summary>
/// <param name="Skeleton">The skeleton whose layers were searched.</param>
/// <param name="Bank">The weights of all operators; <see cref="MixtureSupernet.On"/> runs the networks of a learned space on them. The caller's to dispose.</param>
/// <param name="Populations">The population of each layer, the best first.</param>
/// <param name="Iterations">The search, iteration by iteration.</param>
/// <param name="Losses">Training loss of every step.</param>
/// <param name="Tried">Every cell that was tried in each layer, also those that are no longer in its population, in canonical form with its last fitness.</param>
/// <param name="Kept">How many of a layer's cells make the space.</param>
public sealed record AutoSpaceResult(
    CellSkeleton Skeleton, MixtureSupernet Bank, IReadOnlyList<IReadOnlyList<RatedCell>> Populations, IReadOnlyList<AutoSpaceIteration> Iterations, IReadOnlyList<double> Losses,
    IReadOnlyList<IReadOnlyList<LearnedCell>> Tried, int Kept)
{
    /// <summary>The space of each layer's best cells, and of given ones behind them. Released file: three chains.</summary>
    /// <param name="chains">Cells that every layer has besides; one that is among the best is not added again.</param>
    public LearnedSpace Learned(params IEnumerable<DagCell> chains) => new(Skeleton, Populations.Select(population =>
    {
        var best = population.Take(Kept).ToArray();
        var canonical = best.Select(one => one.Cell.Canonical()).ToHashSet();
        return best.Select(one => new LearnedCell(one.Cell, one.Fitness)).Concat(chains.Where(chain => canonical.Add(chain.Canonical())).Select(chain => new LearnedCell(chain, null)));
    }));
}
