using MathNet.Numerics.Statistics;

namespace NasKit.Charts;

/// <summary>What a curve's line and the band around it are, over the seeds.</summary>
public enum CurveBand
{
    /// <summary>The mean ± one standard deviation: how far single runs lie apart.</summary>
    StandardDeviation,

    /// <summary>The mean ± one standard error: how well the mean is known.</summary>
    StandardError,

    /// <summary>The median and the quartiles.</summary>
    Quartiles,
}

/// <summary>One curve: values over x, one row a seed.</summary>
/// <param name="Name">Name in the legend; not empty, unique in the chart.</param>
/// <param name="X">Where the values stand, as steps, epochs or budgets; finite, rising.</param>
/// <param name="Runs">One row a seed, each as long as <paramref name="X"/>; no row, or no x, shows as “no data”.</param>
public sealed partial record CurveSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<IReadOnlyList<double>> Runs)
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

/// <summary>The data of a chart of curves: learning curves, a score per budget, a study over a parameter, what searches found; with bands over seeds.</summary>
public sealed partial record CurveData
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

    /// <summary>What lines and bands are; mean ± sd by default.</summary>
    public CurveBand Bands { get; init; }

    /// <summary>On a logarithmic vertical axis the smallest number that is drawn, above 0: what lies below it, 0 included, is drawn on it. Null for none.</summary>
    public double? Floor { get; init; }

    /// <summary>Checks names, axes, lengths and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Curves");
        problems.Axis(nameof(X), X);
        problems.Axis(nameof(Y), Y);
        problems.Require(Enum.IsDefined(Bands), $"Bands must be StandardDeviation, StandardError or Quartiles (it is {Bands}).");
        problems.Require(Floor is null || (Y is { Log: true } && Floor > 0 && double.IsFinite(Floor.Value)), $"Floor must be a number above 0 on a logarithmic vertical axis (it is {Floor}).");
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
                for (var i = 0; i < run.Count; i++) problems.Number($"series '{series.Name}': run {r}, value {i}", run[i], Floor is null ? Y : null);
            }
        }
    }

    /// <summary>The line of a curve: the mean, or with quartiles the median, at each x; empty without data.</summary>
    /// <param name="series">A curve of this chart.</param>
    public IReadOnlyList<double> Line(CurveSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        return Bands != CurveBand.Quartiles ? series.Mean : series.IsEmpty ? [] : [.. series.X.Select((_, i) => Quantile(series, i, 0.5))];
    }

    /// <summary>The lower and upper edge of a curve's band at each x, as <see cref="Bands"/> says; <see langword="null"/> with fewer than two seeds.</summary>
    /// <param name="series">A curve of this chart.</param>
    /// <remarks>
    /// On a logarithmic axis a lower edge that would not be above 0 is put at the smallest single value of the curve, or at <see cref="Floor"/> where there is one.
    /// Quartiles interpolate between neighbours (Hyndman and Fan's seventh definition).
    /// </remarks>
    public (IReadOnlyList<double> Lower, IReadOnlyList<double> Upper)? Band(CurveSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series.StandardDeviation is not { } sd) return null;
        if (Bands == CurveBand.Quartiles) return ([.. series.X.Select((_, i) => Quantile(series, i, 0.25))], [.. series.X.Select((_, i) => Quantile(series, i, 0.75))]);
        var mean = series.Mean;
        var width = Bands == CurveBand.StandardError ? 1 / Math.Sqrt(series.Runs.Count) : 1;
        var floor = Floor ?? (Y.Log ? series.Runs.Min(run => run.Min()) : double.NegativeInfinity);
        return ([.. mean.Select((m, i) => Y.Log && m - (width * sd[i]) <= 0 ? floor : m - (width * sd[i]))], [.. mean.Select((m, i) => m + (width * sd[i]))]);
    }

    /// <summary>A number where it is drawn.</summary>
    internal double Drawn(double value) => Floor is { } floor ? Math.Max(floor, value) : value;

    /// <summary>How tables and hovering name the band: sd, se or quartiles.</summary>
    internal string BandName => Bands switch { CurveBand.StandardDeviation => "sd", CurveBand.StandardError => "se", _ => "quartiles" };

    private static double Quantile(CurveSeries series, int place, double share) => series.Runs.Select(run => run[place]).QuantileCustom(share, QuantileDefinition.R7);

    /// <summary>What the chart shows, in words, with the number of seeds of each curve.</summary>
    public string Caption
    {
        get
        {
            var lead = ChartAxis.Opening(Title, $"{Y.Label} over {X.Label}.");
            var counts = Series.Select(Counts).Distinct().ToArray();
            var parts = (Series.Count > 4 && counts.Length == 1 ? [$"{string.Join(", ", Series.Select(series => series.Name))}: {counts[0]} each"] : Series.Select(series => $"{series.Name}: {Counts(series)}")).Concat(References.Select(line => $"{line.Name}: {Y.Quantity(line.Value)}")).ToList();
            var drawn = Bands switch
            {
                CurveBand.StandardDeviation => " Lines are means over the seeds, bands one standard deviation.",
                CurveBand.StandardError => " Lines are means over the seeds, bands one standard error.",
                _ => " Lines are medians over the seeds, bands reach from the first to the third quartile.",
            };
            var band = (Series.Any(series => series.Runs.Count > 1 && !series.IsEmpty) ? drawn : "")
                + (Floor is null ? "" : $" What lies below {Y.Quantity(Floor)} is drawn there.");
            return $"{lead} {(parts.Count == 0 ? "No data" : string.Join("; ", parts))}.{band}";
        }
    }

    internal static string Counts(CurveSeries series)
        => series.IsEmpty ? "no data" : $"n = {series.Runs.Count} seed{(series.Runs.Count == 1 ? "" : "s")}";
}
