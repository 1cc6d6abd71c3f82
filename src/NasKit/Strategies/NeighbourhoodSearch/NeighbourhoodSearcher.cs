using NasKit.Spaces;

namespace NasKit.Strategies.NeighbourhoodSearch;

/// <summary>Candidate after candidate, each with its neighbours; values are kept, as neighbourhoods overlap. Failed members are left out of the score.</summary>
internal sealed class NeighbourhoodSearcher(NeighbourhoodSearchConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private HashSet<Architecture> asked = [];
    private Dictionary<Architecture, double> rewards = [];
    private List<Architecture[]> open = []; // neighbourhoods not scored yet, the candidate first
    private Queue<Architecture> members = []; // of the last one, still to be asked for
    private Individual? best;

    public override Architecture? Recommended => best?.Architecture;

    protected override Proposal? Propose()
    {
        while (members.Count == 0 && asked.Count < Space.Size)
        {
            var candidate = Space.Sample(Rng);
            var neighbours = Space.Neighbours(candidate).ToArray();
            if (config.Neighbours > 0 && config.Neighbours < neighbours.Length)
            {
                Rng.Shuffle(neighbours.AsSpan());
                neighbours = neighbours[..config.Neighbours];
            }

            Architecture[] neighbourhood = [candidate, .. neighbours];
            members = new(neighbourhood.Where(asked.Add));
            open.Add(neighbourhood);
            Score();
        }

        return members.TryDequeue(out var next) ? Asking(next) : null;
    }

    protected override void Learn(Trial trial)
    {
        rewards[trial.Architecture] = Problem.Reward(trial);
        Score();
    }

    protected override void Fail(Trial trial)
    {
        rewards[trial.Architecture] = double.NaN;
        Score();
    }

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("asked", ref asked);
        state.Exchange("rewards", ref rewards);
        state.Exchange("open", ref open);
        state.Exchange("members", ref members);
        state.Exchange("best", ref best);
    }

    private void Score()
    {
        foreach (var neighbourhood in open.Where(members => members.All(rewards.ContainsKey)).ToArray())
        {
            open.Remove(neighbourhood);
            var values = neighbourhood.Select(member => rewards[member]).Where(double.IsFinite).Order().ToArray();
            if (values.Length == 0 || double.IsNaN(rewards[neighbourhood[0]]))
            {
                continue;
            }

            var score = config.Aggregate switch
            {
                Aggregate.Mean => values.Average(),
                Aggregate.Median => (values[values.Length / 2] + values[(values.Length - 1) / 2]) / 2,
                _ => values[0],
            };
            best = best is null || score > best.Reward ? new(neighbourhood[0], score) : best;
        }
    }
}
