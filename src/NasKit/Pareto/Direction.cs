namespace NasKit.Pareto;

/// <summary>Whether less or more of an objective is better.</summary>
public enum Direction
{
    /// <summary>Less is better: latency, energy, parameters, error.</summary>
    Minimise,

    /// <summary>More is better: accuracy.</summary>
    Maximise,
}

/// <summary>Turns values of a directed objective into values to be minimised, and back.</summary>
public static class DirectionExtensions
{
    /// <summary>The value to be minimised in place of this one; applied twice, it gives the value itself.</summary>
    /// <param name="direction">Direction of the objective.</param>
    /// <param name="value">A value of the objective, in its own unit.</param>
    /// <returns><paramref name="value"/> for <see cref="Direction.Minimise"/>, its negative for <see cref="Direction.Maximise"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The direction is neither of the two.</exception>
    public static double ToMinimised(this Direction direction, double value) => direction switch
    {
        Direction.Minimise => value,
        Direction.Maximise => 0.0 - value,
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "Expected Direction.Minimise or Direction.Maximise."),
    };
}
