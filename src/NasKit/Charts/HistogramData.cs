using NasKit.Generators;

namespace NasKit.Charts;

/// <summary>The values of one method in a panel of histograms.</summary>
/// <param name="Name">Name in the legend; the same name in two panels is the same method.</param>
/// <param name="Values">The values, finite, in the unit of the chart's axis; an empty list shows as “no data”.</param>
public sealed record HistogramSeries(string Name, IReadOnlyList<double> Values)
{
    /// <summary>The costs of what a method made.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="made">What it made, for one budget.</param>
    public static HistogramSeries Of(string name, IReadOnlyList<Generated> made) => new(name, [.. made.Select(one => one.Cost)]);
}

/// <summary>One panel of a figure of histograms: the methods' values under one budget.</summary>
/// <param name="Series">The methods, at least one.</param>
/// <param name="Budget">The budget that the values should not exceed; <see langword="null"/> for a panel without one.</param>
/// <param name="Title">Title of the panel; where absent it names the budget.</param>
public sealed record HistogramPanel(IReadOnlyList<HistogramSeries> Series, double? Budget = null, string? Title = null);

/// <summary>One method in one panel, summed up.</summary>
/// <param name="Count">Number of values.</param>
/// <param name="Mean">Mean; <see langword="null"/> without values.</param>
/// <param name="Median">Median; <see langword="null"/> without values.</param>
/// <param name="WithinBudget">Share of values not above the panel's budget, 0…1; <see langword="null"/> without values or budget.</param>
public sealed record HistogramSummary(int Count, double? Mean, double? Median, double? WithinBudget);

/// <summary>The data of small multiples of histograms: how a cost is distributed under each budget, for several methods.</summary>
/// <remarks>All panels share their bins and axes, so that they can be compared; heights are shares of a series, so that sample sizes do not matter.</remarks>
public sealed record HistogramData
{
    /// <summary>Title above the figure; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The axis of the values.</summary>
    public required ChartAxis Value { get; init; }

    /// <summary>What one value stands for, in the plural, as <c>architectures</c>.</summary>
    public string Of { get; init; } = "architectures";

    /// <summary>The panels in reading order, at least one and at most 30.</summary>
    public IReadOnlyList<HistogramPanel> Panels { get; init; } = [];

    /// <summary>Width of a bin in the unit of the values, &gt; 0; <see langword="null"/> picks a round width that gives about 24 bins.</summary>
    public double? BinWidth { get; init; }

    /// <summary>Checks names, axes and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Histograms");
        problems.Axis(nameof(Value), Value);
        problems.Require(Value is not { Log: true }, "Value must not be logarithmic: bins have one width.");
        problems.Require(BinWidth is null or (> 0 and < double.PositiveInfinity), $"BinWidth must be > 0 and finite (it is {BinWidth}).");
        if (problems.List(nameof(Panels), Panels))
        {
            problems.Require(Panels.Count is >= 1 and <= 30, $"Panels must be 1 to 30 (there are {Panels.Count}).");
            for (var p = 0; p < Panels.Count; p++) Panel($"panel {p}", Panels[p]);
        }
        problems.Throw();
        if (BinWidth is { } width && Range() is { } range && (range.High - range.Low) / width > 2000)
        {
            problems.Require(false, $"BinWidth {width} gives more than 2,000 bins between {range.Low} and {range.High}.");
            problems.Throw();
        }

        void Panel(string where, HistogramPanel panel)
        {
            if (panel.Budget is { } budget) problems.Number($"{where}: budget", budget);
            if (!problems.List($"{where}: series", panel.Series)) return;
            problems.Require(panel.Series.Count > 0, $"{where} needs at least one series.");
            problems.Names(where, panel.Series.Select(series => series.Name));
            foreach (var series in panel.Series)
            {
                if (!problems.List($"{where}, series '{series.Name}'", series.Values)) continue;
                for (var i = 0; i < series.Values.Count; i++) problems.Number($"{where}, series '{series.Name}', value {i}", series.Values[i]);
            }
        }
    }

    /// <summary>Names of the methods, in order of their first panel.</summary>
    public IReadOnlyList<string> Methods => [.. Panels.SelectMany(panel => panel.Series).Select(series => series.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>The edges of the bins that all panels share, rising; empty without any value. A bin holds its lower edge and not its upper.</summary>
    public IReadOnlyList<double> Edges()
    {
        if (Range() is not { } range) return [];
        var width = BinWidth ?? RoundWidth(range.High - range.Low, range.High);
        var first = Math.Floor(range.Low / width);
        var count = (int)(Math.Floor(range.High / width) - first) + 1;
        return [.. Enumerable.Range(0, count + 1).Select(i => Math.Round((first + i) * width, 12))];
    }

    /// <summary>The share of values in each bin of <see cref="Edges"/>, 0…1, adding up to 1; all 0 without values.</summary>
    /// <param name="values">The values of one series of this figure.</param>
    public IReadOnlyList<double> Shares(IReadOnlyList<double> values)
    {
        var edges = Edges();
        if (edges.Count == 0) return [];
        var shares = new double[edges.Count - 1];
        foreach (var value in values)
        {
            var bin = 0;
            while (bin < shares.Length - 1 && value >= edges[bin + 1]) bin++;
            shares[bin] += 1.0 / values.Count;
        }
        return shares;
    }

    /// <summary>Sums up one method in one panel.</summary>
    /// <param name="panel">A panel of this figure.</param>
    /// <param name="series">A series of that panel.</param>
    public static HistogramSummary Summary(HistogramPanel panel, HistogramSeries series)
    {
        var values = series.Values;
        if (values.Count == 0) return new(0, null, null, null);
        var sorted = values.Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        double? within = panel.Budget is { } budget ? values.Count(value => value <= budget) / (double)values.Count : null;
        return new(values.Count, values.Average(), median, within);
    }

    /// <summary>What the figure shows, in words, with the number of values.</summary>
    public string Caption
    {
        get
        {
            var methods = Methods.Select(name => $"{name}: {Counts(name)}");
            var budgets = Panels.Any(panel => panel.Budget is not null) ? " The dashed line is the budget." : "";
            var lead = ChartAxis.Opening(Title, $"distribution of {Value.Label} over {Of}, {Panels.Count} panel{(Panels.Count == 1 ? "" : "s")}.");
            return $"{lead} {string.Join("; ", methods)}.{budgets}";
        }
    }

    internal string Counts(string method)
    {
        var counts = Panels.SelectMany(panel => panel.Series).Where(series => series.Name == method).Select(series => series.Values.Count).Distinct().Order().ToArray();
        return counts is [0] ? "no data"
            : $"n = {(counts.Length == 1 ? $"{counts[0]}" : $"{counts[0]} to {counts[^1]}")}{(Panels.Count > 1 ? " a panel" : "")}";
    }

    private (double Low, double High)? Range()
    {
        var all = Panels.SelectMany(panel => panel.Series).SelectMany(series => series.Values).DefaultIfEmpty(double.NaN).ToArray();
        return double.IsNaN(all[0]) ? null : (all.Min(), all.Max());
    }

    private static double RoundWidth(double span, double scale)
    {
        if (span <= 0) return Math.Max(Math.Abs(scale) * 0.05, 1e-9);
        var rough = span / 24;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return power * ((rough / power) switch { <= 1.5 => 1, <= 3.5 => 2, <= 7.5 => 5, _ => 10 });
    }
}
