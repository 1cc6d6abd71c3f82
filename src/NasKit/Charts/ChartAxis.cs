using NasKit.Cost;

namespace NasKit.Charts;

/// <summary>What an axis shows: a title, its unit, and whether it is logarithmic.</summary>
/// <param name="Title">What is measured, as in <c>latency</c>; not empty.</param>
/// <param name="Unit">The unit, as in <c>ms</c>; <see langword="null"/> for a number without one.</param>
public sealed record ChartAxis(string Title, string? Unit = null)
{
    /// <summary>Whether the axis is logarithmic (base 10); every value on it must then be greater than 0.</summary>
    public bool Log { get; init; }

    /// <summary>The axis of a cost: its name in words and its unit.</summary>
    /// <param name="cost">The cost model.</param>
    public static ChartAxis Of(ICostModel cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return cost.Name switch
        {
            "latencyMs" => new("latency", cost.Unit),
            "energyMilliJoules" => new("energy", cost.Unit),
            "macs" => new("MACs"),
            "parameters" => new("parameters"),
            _ => new(cost.Name, cost.Unit.Length == 0 ? null : cost.Unit),
        };
    }

    /// <summary>Title and unit, as printed beside the axis: <c>latency (ms)</c>.</summary>
    public string Label => string.IsNullOrEmpty(Unit) ? Title : $"{Title} ({Unit})";

    /// <summary>A number on this axis with its unit, four significant digits: <c>2.7 ms</c>.</summary>
    /// <param name="value">The number; <see langword="null"/> gives <c>NA</c>.</param>
    public string Quantity(double? value)
        => value is null || string.IsNullOrEmpty(Unit) ? TextTable.Number(value, 4) : $"{TextTable.Number(value, 4)} {Unit}";

    /// <summary>How captions open: the title, then what is shown over what, as a sentence without its full stop.</summary>
    internal static string Opening(string title, string what)
        => $"{(title.Length == 0 ? "" : title.EndsWith('.') ? title + " " : title + ". ")}{char.ToUpperInvariant(what[0])}{what[1..]}";

    /// <inheritdoc/>
    public override string ToString() => Label;
}
