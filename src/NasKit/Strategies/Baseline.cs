namespace NasKit.Strategies;

/// <summary>An exponential moving average of rewards, bias-corrected: the mean of what it has seen, with weights that fade.</summary>
/// <param name="decay">Weight of the past, 0…1.</param>
internal sealed class Baseline(double decay)
{
    private double average;
    private double weight;

    /// <summary>The average; null before the first reward.</summary>
    public double? Value => weight > 0 ? average : null;

    // In steps, so that equal rewards leave the average exactly where it is: an advantage of 1e-15 is a whole step to Adam.
    public void Add(double reward)
    {
        weight = decay * weight + (1 - decay);
        average += (1 - decay) / weight * (reward - average);
    }

    public void Exchange(SearcherState state)
    {
        state.Exchange("baseline/average", ref average);
        state.Exchange("baseline/weight", ref weight);
    }
}
