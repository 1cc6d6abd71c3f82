namespace NasKit;

/// <summary>An exponential moving average, bias-corrected: the mean of what it has seen, with weights that fade.</summary>
/// <param name="decay">Weight of the past, 0…1.</param>
internal sealed class MovingAverage(double decay)
{
    private double average;
    private double weight;

    /// <summary>The average; null before the first number.</summary>
    public double? Value => weight > 0 ? average : null;

    // In steps, so that equal numbers leave the average exactly where it is: an advantage of 1e-15 is a whole step to Adam.
    public void Add(double number)
    {
        weight = decay * weight + (1 - decay);
        average += (1 - decay) / weight * (number - average);
    }

    public void Exchange(StateExchange state, string name)
    {
        state.Exchange($"{name}/average", ref average);
        state.Exchange($"{name}/weight", ref weight);
    }
}
