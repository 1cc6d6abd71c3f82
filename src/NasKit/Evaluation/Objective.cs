using NasKit.Pareto;

namespace NasKit.Evaluation;

/// <summary>A named quantity with its unit and the direction in which it is better.</summary>
/// <param name="Name">Name, for example <c>accuracy</c> (0…1) or <c>latencyMs</c>.</param>
/// <param name="Direction">Which way is better.</param>
/// <param name="Unit">Unit as it stands on axes; empty for a plain fraction.</param>
public sealed record Objective(string Name, Direction Direction, string Unit = "")
{
    /// <summary>An objective that is better when larger.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit.</param>
    public static Objective Maximise(string name, string unit = "") => new(name, Direction.Maximise, unit);

    /// <summary>An objective that is better when smaller.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="unit">Its unit.</param>
    public static Objective Minimise(string name, string unit = "") => new(name, Direction.Minimise, unit);
}
