namespace NasKit.Charts;

/// <summary>One curve: values over x, one row a seed.</summary>
/// <param name="Name">Name in the legend; not empty, unique in the chart.</param>
/// <param name="X">Where the values stand, as steps, epochs or budgets; finite, rising.</param>
/// <param name="Runs">One row a seed, each as long as <paramref name="X"/>; no row, or no x, shows as “no data”.</param>
public sealed record CurveSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<IReadOnlyList<double>> Runs)
{
    /// <summary>A curve of a single run.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="x">Where the values stand.</param>
    /// <param name="y">The values, as many as <paramref name="x"/>.</param>
    public CurveSeries(string name, IReadOnlyList<double> x, IReadOnlyList<double> y) : this(name, x, [y])
    {
    }

    /// <summary>Whether there is nothing to draw.</summary>
    public bool IsEmpty => X.Count == 0 || Runs.Count == 0;

    /// <summary>Mean over the seeds at each x; empty without data.</summary>
    public IReadOnlyList<double> Mean => IsEmpty ? [] : [.. X.Select((_, i) => Runs.Average(run => run[i]))];

    /// <summary>Sample standard deviation over the seeds at each x (n − 1); <see langword="null"/> with fewer than two seeds.</summary>
    public IReadOnlyList<double>? StandardDeviation
    {
        get
        {
            if (IsEmpty || Runs.Count < 2) return null;
            var mean = Mean;
            return [.. X.Select((_, i) => Math.Sqrt(Runs.Sum(run => Math.Pow(run[i] - mean[i], 2)) / (Runs.Count - 1)))];
        }
    }
}

/// <summary>A horizontal line for comparison, as a published value.</summary>
/// <param name="Name">Name in the legend; not empty.</param>
/// <param name="Value">Where it lies on the vertical axis; finite.</param>
public sealed record ReferenceLine(string Name, double Value);

/// <summary>The data of a chart of curves: learning curves, a score per budget, a study over a parameter; mean ± sd over seeds.</summary>
public sealed record CurveData
{
    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The curves, in legend order.</summary>
    public IReadOnlyList<CurveSeries> Series { get; init; } = [];

    /// <summary>Horizontal lines for comparison.</summary>
    public IReadOnlyList<ReferenceLine> References { get; init; } = [];

    /// <summary>Checks names, axes, lengths and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Curves");
        problems.Axis(nameof(X), X);
        problems.Axis(nameof(Y), Y);
        if (problems.List(nameof(Series), Series) && problems.List(nameof(References), References))
        {
            problems.Names("Series and References", Series.Select(series => series.Name).Concat(References.Select(line => line.Name)));
            foreach (var series in Series) Curve(series);
            foreach (var line in References) problems.Number($"reference '{line.Name}'", line.Value, Y);
        }
        problems.Throw();

        void Curve(CurveSeries series)
        {
            if (!problems.List($"series '{series.Name}': X", series.X) || !problems.List($"series '{series.Name}': Runs", series.Runs)) return;
            for (var i = 0; i < series.X.Count; i++)
            {
                problems.Number($"series '{series.Name}': x {i}", series.X[i], X);
                problems.Require(i == 0 || !(series.X[i] <= series.X[i - 1]),
                    $"series '{series.Name}': x must rise (x {i} is {series.X[i]} after {series.X[Math.Max(0, i - 1)]}).");
            }
            for (var r = 0; r < series.Runs.Count; r++)
            {
                var run = series.Runs[r];
                problems.Require(run.Count == series.X.Count, $"series '{series.Name}': run {r} has {run.Count} values for {series.X.Count} x.");
                for (var i = 0; i < run.Count; i++) problems.Number($"series '{series.Name}': run {r}, value {i}", run[i], Y);
            }
        }
    }

    /// <summary>The lower and upper edge of a curve's band, mean − sd and mean + sd at each x; <see langword="null"/> with fewer than two seeds.</summary>
    /// <param name="series">A curve of this chart.</param>
    /// <remarks>On a logarithmic axis a lower edge that would not be above 0 is put at the smallest single value of the curve.</remarks>
    public (IReadOnlyList<double> Lower, IReadOnlyList<double> Upper)? Band(CurveSeries series)
    {
        if (series.StandardDeviation is not { } sd) return null;
        var mean = series.Mean;
        var floor = Y.Log ? series.Runs.Min(run => run.Min()) : double.NegativeInfinity;
        return ([.. mean.Select((m, i) => Y.Log && m - sd[i] <= 0 ? floor : m - sd[i])], [.. mean.Select((m, i) => m + sd[i])]);
    }

    /// <summary>What the chart shows, in words, with the number of seeds of each curve.</summary>
    public string Caption
    {
        get
        {
            var lead = ChartAxis.Opening(Title, $"{Y.Label} over {X.Label}.");
            var parts = Series.Select(series => $"{series.Name}: {Counts(series)}").Concat(References.Select(line => $"{line.Name}: {Y.Quantity(line.Value)}")).ToList();
            var band = Series.Any(series => series.Runs.Count > 1 && !series.IsEmpty) ? " Lines are means over the seeds, bands one standard deviation." : "";
            return $"{lead} {(parts.Count == 0 ? "No data" : string.Join("; ", parts))}.{band}";
        }
    }

    internal static string Counts(CurveSeries series)
        => series.IsEmpty ? "no data" : $"n = {series.Runs.Count} seed{(series.Runs.Count == 1 ? "" : "s")}";
}
