using NasKit.Spaces;

namespace NasKit.Strategies.RandomSearch;

/// <summary>Draws; what it is told changes nothing, so batches of any size give the same sequence.</summary>
internal sealed class RandomSearcher(RandomSearchConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private HashSet<Architecture> drawn = [];

    protected override Proposal? Propose()
    {
        if (config.WithReplacement)
        {
            return Asking(Space.Sample(Rng));
        }

        return Unseen.Sample(Space, drawn, Rng) is { } architecture && drawn.Add(architecture) ? Asking(architecture) : null;
    }

    protected override void Learn(Trial trial)
    {
    }

    protected override void Exchange(SearcherState state) => state.Exchange("drawn", ref drawn);
}
