namespace NasKit.Charts;

/// <summary>One part of every bar, as a stage of a method.</summary>
/// <param name="Name">Name in the legend; not empty, unique in the chart.</param>
/// <param name="Values">A length for each bar, finite and at least 0, in the unit of the chart's axis; <see langword="null"/> where a bar has no such part.</param>
public sealed record BarPart(string Name, IReadOnlyList<double?> Values);

/// <summary>The data of a chart of bars that are put together of parts: what several methods spend, and on what.</summary>
public sealed record BarData
{
    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The axis along the bars; it starts at 0.</summary>
    public required ChartAxis Value { get; init; }

    /// <summary>Names of the bars from top to bottom; not empty, each once.</summary>
    public required IReadOnlyList<string> Bars { get; init; }

    /// <summary>The parts, in the order in which they lie in a bar.</summary>
    public required IReadOnlyList<BarPart> Parts { get; init; }

    /// <summary>Length of each bar; <see langword="null"/> for one without any part.</summary>
    public IReadOnlyList<double?> Totals => [.. Bars.Select((_, bar) => Parts.Select(part => part.Values[bar]).OfType<double>().ToArray() is { Length: > 0 } lengths ? lengths.Sum() : (double?)null)];

    /// <summary>Checks names, axis and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Bars");
        problems.Axis(nameof(Value), Value);
        problems.Require(Value is not { Log: true }, "Value must not be logarithmic: bars start at 0.");
        if (problems.List(nameof(Bars), Bars) & problems.List(nameof(Parts), Parts))
        {
            problems.Names(nameof(Bars), Bars);
            problems.Names(nameof(Parts), Parts.Select(part => part.Name));
            foreach (var part in Parts)
            {
                problems.Require(part.Values?.Count == Bars.Count, $"part '{part.Name}' needs a length for each of the {Bars.Count} bars (it has {part.Values?.Count ?? 0}).");
                for (var bar = 0; bar < (part.Values?.Count ?? 0); bar++)
                {
                    if (part.Values![bar] is { } length) problems.Require(double.IsFinite(length) && length >= 0, $"part '{part.Name}', bar {bar}: a length must be finite and at least 0 (it is {length}).");
                }
            }
        }
        problems.Throw();
    }

    /// <summary>What the chart shows, in words, with the length of each bar.</summary>
    public string Caption
    {
        get
        {
            var lead = ChartAxis.Opening(Title, $"{Value.Label}, as bars.");
            return Bars.Count == 0 ? $"{lead} No data." : $"{lead} {string.Join("; ", Bars.Zip(Totals, (bar, total) => $"{bar}: {(total is null ? "no data" : Value.Quantity(total))}"))}.";
        }
    }
}
