namespace NasKit.Strategies.RegularizedEvolution;

/// <summary>The paper's algorithm 1; children may be told in any order, each tournament is held in the queue as it then is.</summary>
/// <remarks>A failed child does not enter the queue, and nobody dies for it.</remarks>
internal sealed class RegularizedEvolutionSearcher(RegularizedEvolutionConfig config, SearchProblem problem, Seeds seeds) : Searcher(problem, seeds)
{
    private List<Individual> queue = []; // a ring once it is full: the oldest stands at 'oldest'
    private int oldest;
    private int initial; // random individuals asked for and not failed

    /// <summary>The individuals alive.</summary>
    internal IReadOnlyList<Individual> Queue => queue;

    protected override Proposal? Propose()
    {
        if (initial < config.Population)
        {
            initial++;
            return Asking(Space.Sample(Rng));
        }

        if (queue.Count == 0)
        {
            return null;
        }

        var parent = Tournament.Best(queue, one => one.Reward, config.Sample, Rng);
        var child = config.Identity > 0 && Rng.NextBool(config.Identity) ? parent.Architecture : Space.Mutate(parent.Architecture, Rng);
        return Asking(child, parent: parent.Architecture);
    }

    protected override void Learn(Trial trial)
    {
        var born = new Individual(trial.Architecture, Problem.Reward(trial));
        if (queue.Count < config.Population)
        {
            queue.Add(born);
            return;
        }

        if (config.Aging)
        {
            queue[oldest] = born;
            oldest = (oldest + 1) % queue.Count;
        }
        else
        {
            queue[Tournament.Worst(queue, config.Sample, Rng)] = born;
        }
    }

    protected override void Fail(Trial trial)
    {
        if (trial.Proposal.Parent is null)
        {
            initial--;
        }
    }

    protected override void Exchange(SearcherState state)
    {
        state.Exchange("queue", ref queue);
        state.Exchange("oldest", ref oldest);
        state.Exchange("initial", ref initial);
    }
}
