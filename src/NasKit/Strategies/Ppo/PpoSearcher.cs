namespace NasKit.Strategies.Ppo;

/// <summary>Draws a batch, then several steps on the clipped objective.</summary>
internal sealed class PpoSearcher(PpoConfig config, SearchProblem problem, Seeds seeds)
    : PolicySearcher(config, config.Batch, config.LearningRate, config.BaselineDecay, problem, seeds)
{
    /// <summary>The clipped objective of one sample, and its slope in log π.</summary>
    /// <param name="ratio">New over old probability.</param>
    /// <param name="advantage">How much better than usual it was.</param>
    /// <param name="clip">How far the ratio may leave 1.</param>
    internal static (double Objective, double Slope) Surrogate(double ratio, double advantage, double clip)
    {
        var (free, held) = (ratio * advantage, Math.Clamp(ratio, 1 - clip, 1 + clip) * advantage);
        return free <= held ? (free, free) : (held, 0); // d(ρ A)/d log π = ρ A
    }

    protected override void Update(IReadOnlyList<Individual> batch)
    {
        var mean = batch.Average(sample => sample.Reward);
        var deviation = Math.Sqrt(batch.Average(sample => (sample.Reward - mean) * (sample.Reward - mean)));
        var usual = Baseline.Value ?? mean;
        Baseline.Add(mean);
        var advantages = batch.Select(sample => (sample.Reward - usual) / (config.Normalise ? deviation + 1e-6 : 1)).ToArray();
        var before = batch.Select(sample => Policy.LogProbability(sample.Architecture)).ToArray(); // nothing has changed since they were drawn
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
