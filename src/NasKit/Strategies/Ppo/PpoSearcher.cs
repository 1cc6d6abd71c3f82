namespace NasKit.Strategies.Ppo;

/// <summary>Draws a batch, then several steps on the clipped objective. A failed trial has no part in it.</summary>
internal sealed class PpoSearcher : Searcher
{
    private readonly PpoConfig config;
    private readonly RewardRule rule;
    private readonly Baseline baseline;
    private List<Individual> batch = [];
    private int drawn;
    private int told;

    public PpoSearcher(PpoConfig config, SearchProblem problem, Seeds seeds) : base(problem, seeds)
    {
        this.config = config;
        rule = new(config, problem);
        baseline = new(config.BaselineDecay);
        Policy = config.MakeController(problem, seeds, config.LearningRate);
    }

    /// <summary>The policy.</summary>
    internal Controller Policy { get; }

    /// <summary>The clipped objective of one sample, and its slope in log π.</summary>
    /// <param name="ratio">New over old probability.</param>
    /// <param name="advantage">How much better than usual it was.</param>
    /// <param name="clip">How far the ratio may leave 1.</param>
    internal static (double Objective, double Slope) Surrogate(double ratio, double advantage, double clip)
    {
        var (free, held) = (ratio * advantage, Math.Clamp(ratio, 1 - clip, 1 + clip) * advantage);
        return free <= held ? (free, free) : (held, 0); // d(ρ A)/d log π = ρ A
    }

    protected override Proposal? Propose()
    {
        if (drawn == config.Batch)
        {
            return null; // the policy changes first
        }

        drawn++;
        return Asking(Policy.Sample(Rng));
    }

    protected override void Learn(Trial trial)
    {
        batch.Add(new(trial.Architecture, rule.Of(trial)));
        Told();
    }

    protected override void Fail(Trial trial) => Told();

    protected override void Exchange(SearcherState state)
    {
        Policy.Exchange(state);
        rule.Exchange(state);
        baseline.Exchange(state);
        state.Exchange("batch", ref batch);
        state.Exchange("drawn", ref drawn);
        state.Exchange("told", ref told);
    }

    private void Told()
    {
        if (++told < config.Batch)
        {
            return;
        }

        if (batch.Count > 0)
        {
            Update();
        }

        (batch, drawn, told) = ([], 0, 0);
    }

    private void Update()
    {
        var mean = batch.Average(sample => sample.Reward);
        var deviation = Math.Sqrt(batch.Average(sample => (sample.Reward - mean) * (sample.Reward - mean)));
        var usual = baseline.Value ?? mean;
        baseline.Add(mean);
        var advantages = batch.ConvertAll(sample => (sample.Reward - usual) / (config.Normalise ? deviation + 1e-6 : 1));
        var before = batch.ConvertAll(sample => Policy.LogProbability(sample.Architecture)); // nothing has changed since they were drawn
        for (var epoch = 0; epoch < config.Epochs; epoch++)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var ratio = Math.Exp(Policy.LogProbability(batch[i].Architecture) - before[i]);
                Policy.Accumulate(batch[i].Architecture, Surrogate(ratio, advantages[i], config.Clip).Slope / batch.Count, config.Entropy / batch.Count);
            }

            Policy.Step();
        }
    }
}
