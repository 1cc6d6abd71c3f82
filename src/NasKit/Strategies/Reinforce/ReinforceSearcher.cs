using NasKit.Spaces;

namespace NasKit.Strategies.Reinforce;

/// <summary>Draws N architectures, then one ascent along the mean of (R − b) ∇ log π. A failed trial has no part in it.</summary>
/// <remarks>Before any reward there is no baseline, and the first batch only sets it: R itself would be thousands of times a later advantage, which Adam remembers.</remarks>
internal sealed class ReinforceSearcher : Searcher
{
    private readonly ReinforceConfig config;
    private readonly RewardRule rule;
    private readonly Baseline baseline;
    private List<Individual> batch = [];
    private int drawn;
    private int told;

    public ReinforceSearcher(ReinforceConfig config, SearchProblem problem, Seeds seeds) : base(problem, seeds)
    {
        this.config = config;
        rule = new(config, problem);
        baseline = new(config.BaselineDecay);
        Policy = config.MakeController(problem, seeds, config.LearningRate);
    }

    /// <summary>The policy.</summary>
    internal Controller Policy { get; }

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
        if (config.BaselineFirst)
        {
            baseline.Add(mean);
        }

        if (baseline.Value is { } usual)
        {
            foreach (var (architecture, reward) in batch)
            {
                Policy.Accumulate(architecture, (reward - usual) / batch.Count);
            }

            Policy.Step();
        }

        if (!config.BaselineFirst)
        {
            baseline.Add(mean);
        }
    }
}
