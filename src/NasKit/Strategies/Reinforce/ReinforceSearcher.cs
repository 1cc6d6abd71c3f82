namespace NasKit.Strategies.Reinforce;

/// <summary>Draws N architectures, then one ascent along the mean of (R − b) ∇ log π.</summary>
/// <remarks>Before any reward there is no baseline, and the first batch only sets it: R itself would be thousands of times a later advantage, which Adam remembers.</remarks>
internal sealed class ReinforceSearcher(ReinforceConfig config, SearchProblem problem, Seeds seeds)
    : PolicySearcher(config, config.Batch, config.LearningRate, config.BaselineDecay, problem, seeds)
{
    protected override void Update(IReadOnlyList<Individual> batch)
    {
        var mean = batch.Average(sample => sample.Reward);
        if (config.BaselineFirst)
        {
            Baseline.Add(mean);
        }

        if (Baseline.Value is { } usual)
        {
            foreach (var (architecture, reward) in batch)
            {
                Policy.Accumulate(architecture, (reward - usual) / batch.Count);
            }

            Policy.Step();
        }

        if (!config.BaselineFirst)
        {
            Baseline.Add(mean);
        }
    }
}
