using NasKit.Spaces;

namespace NasKit.Strategies.Bohb;

/// <summary>Fills the brackets with what the model of the largest budget that has enough results likes best. A failed trial counts among the bad.</summary>
internal sealed class BohbSearcher(BohbConfig config, SearchProblem problem, Seeds seeds) : BracketSearcher(config, problem, seeds)
{
    private SortedDictionary<double, List<Individual>> results = []; // by budget; within a budget best first

    protected override Architecture Draw()
    {
        if (Rng.NextBool(config.RandomFraction) || Model() is not var (good, bad))
        {
            return Space.Sample(Rng);
        }

        const double tiny = 1e-32;
        var (best, highest) = (Space.Sample(Rng), double.NegativeInfinity);
        for (var i = 0; i < config.Candidates; i++)
        {
            var candidate = good.Draw(Rng);
            var ratio = Math.Max(good.At(candidate), tiny) / Math.Max(bad.At(candidate), tiny);
            (best, highest) = ratio > highest ? (candidate, ratio) : (best, highest);
        }

        return best;
    }

    protected override void Learn(Trial trial)
    {
        Keep(trial, Problem.Reward(trial));
        base.Learn(trial);
    }

    protected override void Fail(Trial trial) => Keep(trial, double.NegativeInfinity);

    protected override void Exchange(SearcherState state)
    {
        base.Exchange(state);
        state.Exchange("results-by-budget", ref results);
    }

    /// <summary>The densities of good and bad; null while no budget has more of each than there are decisions.</summary>
    internal (ChoiceDensity Good, ChoiceDensity Bad)? Model()
    {
        var least = Space.Decisions.Length + 1;
        foreach (var sorted in results.Reverse().Select(budget => budget.Value))
        {
            var good = Math.Max(least, (int)(config.Good * sorted.Count));
            if (sorted.Count - good >= least)
            {
                ChoiceDensity Density(IEnumerable<Individual> individuals) =>
                    new(Space, individuals.Select(individual => individual.Architecture), config.Bandwidth, config.MinBandwidth);
                return (Density(sorted.Take(good)), Density(sorted.Skip(good)));
            }
        }

        return null;
    }

    private void Keep(Trial trial, double reward)
    {
        var budget = trial.Budget ?? double.MaxValue;
        if (!results.TryGetValue(budget, out var sorted))
        {
            results.Add(budget, sorted = []);
        }

        var place = sorted.FindIndex(other => other.Reward < reward);
        sorted.Insert(place < 0 ? sorted.Count : place, new(trial.Architecture, reward));
    }
}
