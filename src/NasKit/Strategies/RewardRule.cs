namespace NasKit.Strategies;

/// <summary>Computes the reward of a trial; remembers the range of costs where none was given.</summary>
internal sealed class RewardRule(PolicyConfig config, SearchProblem problem)
{
    private double lowest = double.PositiveInfinity;
    private double highest = double.NegativeInfinity;

    public double Of(Trial trial)
    {
        if (config.Reward == RewardKind.Objective)
        {
            return problem.Reward(trial);
        }

        var (a, cost) = (trial.Values[0] / config.AccuracyScale, trial.Values[1]);
        (lowest, highest) = (Math.Min(lowest, cost), Math.Max(highest, cost));
        var (low, high) = (config.CostLow ?? lowest, config.CostHigh ?? highest);
        var e = high > low ? (cost - low) / (high - low) : 0;
        return config.Reward switch
        {
            RewardKind.Mixed => config.Alpha * a - (1 - config.Alpha) * e,
            RewardKind.CostLimit => e < config.Limit ? a : 0,
            RewardKind.AccuracyLimit => a > config.Limit ? 1 - e : 0,
            _ => a * Math.Pow(cost / config.Target, cost <= config.Target ? config.ExponentBelow : config.ExponentAbove),
        };
    }

    public void Exchange(SearcherState state)
    {
        state.Exchange("reward/lowest", ref lowest);
        state.Exchange("reward/highest", ref highest);
    }
}
