namespace NasKit.Strategies;

/// <summary>Draws a batch of architectures from a policy, and changes the policy once all their rewards are known. A failed trial has no part in it.</summary>
internal abstract class PolicySearcher : Searcher
{
    private readonly RewardRule rule;
    private readonly int size;
    private List<Individual> batch = [];
    private int drawn;
    private int told;

    /// <param name="config">Settings of controller and reward.</param>
    /// <param name="size">Architectures in a batch.</param>
    /// <param name="learningRate">Learning rate of the controller.</param>
    /// <param name="baselineDecay">Share that the usual reward keeps at each batch.</param>
    /// <param name="problem">What is searched.</param>
    /// <param name="seeds">Seeds of the search.</param>
    protected PolicySearcher(PolicyConfig config, int size, double learningRate, double baselineDecay, SearchProblem problem, Seeds seeds) : base(problem, seeds)
    {
        this.size = size;
        rule = new(config, problem);
        Baseline = new(baselineDecay);
        Policy = config.MakeController(problem, seeds, learningRate);
    }

    /// <summary>The policy.</summary>
    internal Controller Policy { get; }

    /// <summary>What reward is usual.</summary>
    protected MovingAverage Baseline { get; }

    /// <summary>Changes the policy.</summary>
    /// <param name="batch">The architectures that did not fail, at least one, with their rewards.</param>
    protected abstract void Update(IReadOnlyList<Individual> batch);

    protected sealed override Proposal? Propose()
    {
        if (drawn == size)
        {
            return null; // the policy changes first
        }

        drawn++;
        return Asking(Policy.Sample(Rng));
    }

    protected sealed override void Learn(Trial trial)
    {
        batch.Add(new(trial.Architecture, rule.Of(trial)));
        Told();
    }

    protected sealed override void Fail(Trial trial) => Told();

    protected sealed override void Exchange(SearcherState state)
    {
        Policy.Exchange(state);
        rule.Exchange(state);
        Baseline.Exchange(state, "baseline");
        state.Exchange("batch", ref batch);
        state.Exchange("drawn", ref drawn);
        state.Exchange("told", ref told);
    }

    private void Told()
    {
        if (++told < size)
        {
            return;
        }

        if (batch.Count > 0)
        {
            Update(batch);
        }

        (batch, drawn, told) = ([], 0, 0);
    }
}
