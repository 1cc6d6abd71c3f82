using System.Collections.Immutable;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>Brackets of successive halving: the best of each rung are trained longer in the next. A failed trial is never promoted.</summary>
internal abstract class BracketSearcher(BracketConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private readonly ImmutableArray<double?> ladder = Brackets.Ladder(problem.Budgets, config.Eta);
    private int bracket;
    private int rung;
    private int sampled; // in the first rung of this bracket
    private List<Individual> results = []; // of this rung
    private Queue<Architecture> promoted = [];

    protected override Proposal? Propose()
    {
        while (true)
        {
            var sizes = config.Rungs.IsEmpty ? Brackets.Sizes(ladder.Length, config.Eta, bracket) : config.Rungs;
            var budget = ladder[Math.Max(0, ladder.Length - sizes.Length + rung)];
            if (promoted.TryDequeue(out var architecture))
            {
                return Asking(architecture, budget);
            }

            if (rung == 0 && sampled < sizes[0])
            {
                sampled++;
                return Asking(Draw(), budget);
            }

            if (Pending > 0)
            {
                return null; // the rung ends first
            }

            rung++;
            promoted = rung < sizes.Length ? new(results.OrderByDescending(result => result.Reward).Take(sizes[rung]).Select(result => result.Architecture)) : [];
            results = [];
            if (promoted.Count == 0)
            {
                (bracket, rung, sampled) = (bracket + 1, 0, 0);
            }
        }
    }

    protected override void Learn(Trial trial) => results.Add(new(trial.Architecture, Problem.Reward(trial)));

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("bracket", ref bracket);
        state.Exchange("rung", ref rung);
        state.Exchange("sampled", ref sampled);
        state.Exchange("results", ref results);
        state.Exchange("promoted", ref promoted);
    }

    /// <summary>A new architecture for the first rung of a bracket.</summary>
    protected abstract Architecture Draw();
}
