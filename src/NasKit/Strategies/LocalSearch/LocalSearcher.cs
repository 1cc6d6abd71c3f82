using NasKit.Spaces;

namespace NasKit.Strategies.LocalSearch;

/// <summary>One walk at a time: the neighbours of where it stands are tried in random order.</summary>
/// <remarks>A neighbour that an earlier walk evaluated is not tried again. A failed trial counts as worse than any other.</remarks>
internal sealed class LocalSearcher(SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private HashSet<Architecture> seen = [];
    private Architecture? place; // where the walk stands; null while its start is being evaluated
    private double height;
    private Queue<Architecture> untried = [];

    protected override Proposal? Propose()
    {
        while (place is not null && untried.TryDequeue(out var neighbour))
        {
            if (seen.Add(neighbour))
            {
                return Asking(neighbour, parent: place);
            }
        }

        if (Pending > 0)
        {
            return null; // a start, or the last neighbours, decide where to go on
        }

        place = null;
        return Unseen.Sample(Space, seen, Rng) is { } start && seen.Add(start) ? Asking(start) : null;
    }

    protected override void Learn(Trial trial)
    {
        var reward = Problem.Reward(trial);
        if (place is null || reward > height)
        {
            place = trial.Architecture;
            height = reward;
            var neighbours = Space.Neighbours(place).ToArray();
            Rng.Shuffle(neighbours.AsSpan());
            untried = new(neighbours);
        }
    }

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("seen", ref seen);
        state.Exchange("place", ref place);
        state.Exchange("height", ref height);
        state.Exchange("untried", ref untried);
    }
}
