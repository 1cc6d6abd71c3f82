using NasKit.Spaces;

namespace NasKit.Strategies.Spos;

/// <summary>Generation after generation; the next one begins when this one is told. A failed architecture is never a parent and never tried again.</summary>
internal sealed class SposSearcher(SposConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private const int TriesEach = 10; // after ten times as many tries as children are wanted, random ones take their place

    private HashSet<Architecture> visited = [];
    private List<Individual> best = []; // of all generations, best first
    private Queue<Architecture> generation = [];

    protected override Proposal? Propose()
    {
        if (generation.Count == 0 && Pending == 0)
        {
            Breed();
        }

        return generation.TryDequeue(out var architecture) ? Asking(architecture) : null;
    }

    protected override void Learn(Trial trial)
    {
        var individual = new Individual(trial.Architecture, Problem.Reward(trial));
        var place = best.FindIndex(other => other.Reward < individual.Reward);
        best.Insert(place < 0 ? best.Count : place, individual);
        if (best.Count > config.Keep)
        {
            best.RemoveAt(config.Keep);
        }
    }

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("visited", ref visited);
        state.Exchange("best", ref best);
        state.Exchange("generation", ref generation);
    }

    private void Breed()
    {
        if (best.Count > 0)
        {
            Add(config.Mutants, () => Space.Redraw(Rng.Pick(best).Architecture, config.MutationProbability, Rng));
            Add(config.Crossovers, () => Space.Crossover(Rng.Pick(best).Architecture, Rng.Pick(best).Architecture, Rng));
        }

        while (generation.Count < config.Population && Unseen.Sample(Space, visited, Rng) is { } architecture)
        {
            visited.Add(architecture);
            generation.Enqueue(architecture);
        }
    }

    private void Add(int count, Func<Architecture> child)
    {
        for (int tries = TriesEach * count, wanted = generation.Count + count; tries > 0 && generation.Count < wanted; tries--)
        {
            var architecture = child();
            if (visited.Add(architecture))
            {
                generation.Enqueue(architecture);
            }
        }
    }
}
