using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Strategies.Nsga2;

/// <summary>Generation after generation: tournaments by rank and crowding, crossover, mutation, and the best of parents and children together.</summary>
/// <remarks>A failed child is left out. When no new child is found in many tries, random ones take their place.</remarks>
internal sealed class Nsga2Searcher(Nsga2Config config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private const int TriesEach = 20;

    private List<Member> population = [];
    private List<Member> born = [];
    private Queue<Architecture> generation = [];
    private int[] ranks = [];
    private double[] crowding = [];

    /// <summary>The members that survived.</summary>
    internal IReadOnlyList<Member> Population => population;

    protected override Proposal? Propose()
    {
        if (generation.Count == 0 && Pending == 0)
        {
            Select();
            Breed();
        }

        return generation.TryDequeue(out var architecture) ? Asking(architecture) : null;
    }

    protected override void Learn(Trial trial) => born.Add(new(trial.Architecture, Problem.Minimised(trial)));

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("population", ref population);
        state.Exchange("born", ref born);
        state.Exchange("generation", ref generation);
        state.Exchange("ranks", ref ranks);
        state.Exchange("crowding", ref crowding);
    }

    // Environmental selection: whole fronts while they fit, then those with the most room in the front that does not.
    private void Select()
    {
        population.AddRange(born);
        born = [];
        if (population.Count == 0)
        {
            return;
        }

        var points = Member.Points(population);
        var (rank, room) = (NonDominatedSort.Ranks(points), Array.Empty<double>());
        room = CrowdingDistance.Of(points, rank);
        var kept = Enumerable.Range(0, population.Count).OrderBy(i => rank[i]).ThenByDescending(i => room[i]).Take(config.Population).ToArray();
        population = [.. kept.Select(i => population[i])];
        ranks = [.. kept.Select(i => rank[i])];
        crowding = [.. kept.Select(i => room[i])];
    }

    private void Breed()
    {
        var known = population.Select(member => member.Architecture).ToHashSet();
        var wanted = population.Count == 0 || config.Children == 0 ? config.Population : config.Children;
        for (var tries = TriesEach * wanted; population.Count > 0 && tries > 0 && generation.Count < wanted; tries--)
        {
            var child = Parent();
            if (Rng.NextBool(config.CrossoverProbability))
            {
                child = Space.Crossover(child, Parent(), Rng);
            }

            child = Space.Redraw(child, Math.Min(1, config.Mutations / Space.Decisions.Length), Rng);
            if (known.Add(child))
            {
                generation.Enqueue(child);
            }
        }

        while (generation.Count < wanted && Unseen.Sample(Space, known, Rng) is { } architecture)
        {
            known.Add(architecture);
            generation.Enqueue(architecture);
        }
    }

    // Binary tournament: the lower rank, then the more room.
    private Architecture Parent()
    {
        var (a, b) = (Rng.NextInt(population.Count), Rng.NextInt(population.Count));
        var winner = ranks[a] != ranks[b] ? (ranks[a] < ranks[b] ? a : b) : crowding[b] > crowding[a] ? b : a;
        return population[winner].Architecture;
    }
}
