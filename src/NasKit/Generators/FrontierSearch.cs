using NasKit.Cost;
using NasKit.Spaces;

namespace NasKit.Generators;

/// <summary>Frontiers found without a generator: the baselines that a generator has to be compared with.</summary>
public static class FrontierSearch
{
    private const int Chunk = 1000;

    /// <summary>Draws architectures uniformly and takes, for each budget, the feasible one with the highest reward.</summary>
    /// <param name="cost">The cost model, and with it the space.</param>
    /// <param name="reward">The reward that generators are trained with, so that only the search differs.</param>
    /// <param name="budgets">The budgets.</param>
    /// <param name="samples">Architectures drawn in all, at least 1; each is a candidate for every budget.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <returns>One architecture for each budget; where no draw is feasible, the cheapest one, which says so.</returns>
    public static IReadOnlyList<Generated> Random(AdditiveCost cost, IBudgetReward reward, IReadOnlyList<double> budgets, int samples, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(rng);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        return Best(cost, reward, budgets, [.. Enumerable.Range(0, samples).Select(_ => cost.Space.Sample(rng)).Distinct()]);
    }

    /// <summary>Takes, for each budget, the feasible candidate with the highest reward.</summary>
    /// <param name="cost">The cost model.</param>
    /// <param name="reward">The reward.</param>
    /// <param name="budgets">The budgets.</param>
    /// <param name="candidates">Architectures to choose from, at least one.</param>
    public static IReadOnlyList<Generated> Best(ICostModel cost, IBudgetReward reward, IReadOnlyList<double> budgets, IReadOnlyList<Architecture> candidates)
    {
        ArgumentNullException.ThrowIfNull(cost);
        ArgumentNullException.ThrowIfNull(reward);
        ArgumentNullException.ThrowIfNull(budgets);
        ArgumentNullException.ThrowIfNull(candidates);
        var priced = candidates.Select(candidate => (Architecture: candidate, Cost: cost.Cost(candidate))).OrderBy(candidate => candidate.Cost).ToArray();
        return [.. budgets.Select(budget =>
        {
            var feasible = priced.TakeWhile(candidate => candidate.Cost <= budget).DefaultIfEmpty(priced[0]).ToArray();
            var scores = feasible.Chunk(Chunk).SelectMany(chunk => reward.Score([.. chunk.Select(candidate => candidate.Architecture)], budget)).ToArray();
            var best = Array.IndexOf(scores, scores.Max());
            return new Generated(budget, feasible[best].Architecture, feasible[best].Cost, scores[best]);
        })];
    }
}
