using MathNet.Numerics.Statistics;
using NasKit.Cost;
using NasKit.Generators;
using NasKit.Statistics;

namespace NasKit.Charts;

/// <summary>One point of a scatter chart.</summary>
/// <param name="X">Horizontal value, as measured or requested; finite.</param>
/// <param name="Y">Vertical value, as predicted or obtained; finite.</param>
/// <param name="Label">What a reader sees when pointing at it; may be absent.</param>
public sealed record ScatterPoint(double X, double Y, string? Label = null);

/// <summary>The points of one method in a scatter chart.</summary>
/// <param name="Name">Name in the legend; not empty, unique in the chart.</param>
/// <param name="Points">The points; an empty list shows as “no data”.</param>
public sealed record ScatterSeries(string Name, IReadOnlyList<ScatterPoint> Points)
{
    /// <summary>The costs of what a method made over the budgets it was made for.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="made">What it made.</param>
    public static ScatterSeries Of(string name, IReadOnlyList<Generated> made)
        => new(name, [.. made.Select(one => new ScatterPoint(one.Budget, one.Cost, one.Architecture.ToString()))]);
}

/// <summary>How well the vertical values of a series agree with the horizontal ones.</summary>
/// <param name="Count">Number of points.</param>
/// <param name="Spearman">Rank correlation, −1…1, ties by average rank; <see langword="null"/> with fewer than two points or all equal.</param>
/// <param name="Kendall">Tau-b, −1…1; <see langword="null"/> as for <paramref name="Spearman"/>.</param>
/// <param name="MedianErrorPercent">Median of |y − x| / |x| in percent; <see langword="null"/> without points or where an x is 0.</param>
/// <param name="MaximumErrorPercent">Largest of |y − x| / |x| in percent; <see langword="null"/> likewise.</param>
/// <param name="ShareAtMost">Share of points with y ≤ x, 0…1; <see langword="null"/> without points.</param>
public sealed record ScatterAgreement(
    int Count, double? Spearman, double? Kendall, double? MedianErrorPercent, double? MaximumErrorPercent, double? ShareAtMost);

/// <summary>The data of a scatter chart: predicted over measured and cost over requested budget, against the identity, or two scores whose orders are compared.</summary>
public sealed record ScatterData
{
    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The vertical axis, in the same unit as <see cref="X"/> unless only orders are compared.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The methods, in legend order.</summary>
    public IReadOnlyList<ScatterSeries> Series { get; init; } = [];

    /// <summary>Bands around the identity in percent of x, each in (0, 100); none by default.</summary>
    public IReadOnlyList<double> BandsPercent { get; init; } = [];

    /// <summary>Whether x is a limit for y, as a budget is: points above the identity are then hollow.</summary>
    public bool XIsLimit { get; init; }

    /// <summary>Whether only the orders along x and y are compared: each axis fits its own values, and there is no identity and no error.</summary>
    public bool RanksOnly { get; init; }

    /// <summary>Predicted over measured values of one method, with bands of ±5 % and ±10 %.</summary>
    /// <param name="quantity">What was predicted and measured, as <c>latency</c>.</param>
    /// <param name="unit">Its unit, or <see langword="null"/>.</param>
    /// <param name="predicted">The predictions.</param>
    /// <param name="measured">The measurements, in the same order.</param>
    /// <param name="labels">A label a point, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static ScatterData PredictedVersusMeasured(
        string quantity, string? unit, IReadOnlyList<double> predicted, IReadOnlyList<double> measured, IReadOnlyList<string>? labels = null)
        => new()
        {
            Title = $"Predicted versus measured {quantity}",
            X = new($"measured {quantity}", unit),
            Y = new($"predicted {quantity}", unit),
            Series = [new("networks", Pair(measured, predicted, labels, nameof(predicted)))],
            BandsPercent = [5, 10],
        };

    /// <summary>The latencies that a table predicts of whole networks over those measured; the networks took no part in its calibration.</summary>
    /// <param name="table">The table with its check.</param>
    public static ScatterData Of(LatencyTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return PredictedVersusMeasured(
            "latency", "ms",
            [.. table.Check.Select(network => network.PredictedMs)],
            [.. table.Check.Select(network => network.MeasuredMs)],
            [.. table.Check.Select(network => network.Architecture)]);
    }

    /// <summary>The cost of generated architectures over the budget that was asked for, one series a method.</summary>
    /// <param name="quantity">The cost, as <c>latency</c>.</param>
    /// <param name="unit">Its unit, or <see langword="null"/>.</param>
    /// <param name="series">The methods; x is the budget, y the cost.</param>
    public static ScatterData CostVersusBudget(string quantity, string? unit, params IReadOnlyList<ScatterSeries> series)
        => new()
        {
            Title = $"{char.ToUpperInvariant(quantity.FirstOrDefault(' '))}{(quantity.Length > 0 ? quantity[1..] : "")} versus requested budget",
            X = new("requested budget", unit),
            Y = new(quantity, unit),
            Series = series,
            XIsLimit = true,
        };

    /// <summary>Points from two lists of the same length.</summary>
    /// <param name="x">Horizontal values.</param>
    /// <param name="y">Vertical values.</param>
    /// <param name="labels">A label a point, or <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static IReadOnlyList<ScatterPoint> Pair(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<string>? labels = null)
        => Pair(x, y, labels, nameof(y));

    /// <summary>Checks names, axes and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Scatter chart");
        problems.Axis(nameof(X), X);
        problems.Axis(nameof(Y), Y);
        if (problems.List(nameof(Series), Series))
        {
            problems.Names(nameof(Series), Series.Select(series => series.Name));
            foreach (var series in Series)
            {
                if (!problems.List($"series '{series.Name}'", series.Points)) continue;
                for (var i = 0; i < series.Points.Count; i++)
                {
                    problems.Number($"series '{series.Name}': x of point {i}", series.Points[i].X, X);
                    problems.Number($"series '{series.Name}': y of point {i}", series.Points[i].Y, Y);
                }
            }
        }
        if (problems.List(nameof(BandsPercent), BandsPercent))
        {
            problems.Require(!RanksOnly || (BandsPercent.Count == 0 && !XIsLimit), "RanksOnly has no identity, so it takes neither BandsPercent nor XIsLimit");
            foreach (var band in BandsPercent) problems.Require(band is > 0 and < 100, $"BandsPercent must lie between 0 and 100 (one is {band}).");
        }
        problems.Throw();
    }

    /// <summary>How well a series' vertical values agree with its horizontal ones.</summary>
    /// <param name="series">A series of this chart.</param>
    public static ScatterAgreement Agreement(ScatterSeries series)
    {
        var x = series.Points.Select(point => point.X).ToArray();
        var y = series.Points.Select(point => point.Y).ToArray();
        if (x.Length == 0) return new(0, null, null, null, null, null);
        double? median = null, maximum = null;
        if (!x.Contains(0))
        {
            var errors = x.Zip(y, (a, b) => 100 * Math.Abs(b - a) / Math.Abs(a)).ToArray();
            median = errors.Median();
            maximum = errors.Max();
        }
        return new(
            x.Length,
            RankCorrelation.Spearman(x, y),
            RankCorrelation.KendallTauB(x, y),
            median,
            maximum,
            x.Zip(y).Count(pair => pair.Second <= pair.First) / (double)x.Length);
    }

    /// <summary>Share of a series' points within a band around the identity, 0…1; <see langword="null"/> without points.</summary>
    /// <param name="series">A series of this chart.</param>
    /// <param name="percent">Half width of the band in percent of x.</param>
    public static double? ShareWithin(ScatterSeries series, double percent)
        => series.Points.Count == 0
            ? null
            : series.Points.Count(point => Math.Abs(point.Y - point.X) <= percent / 100 * Math.Abs(point.X)) / (double)series.Points.Count;

    /// <summary>What the chart shows, in words, with the number of points and how well they agree.</summary>
    public string Caption
    {
        get
        {
            var lead = ChartAxis.Opening(Title, $"{Y.Label} over {X.Label}.");
            var parts = Series.Select(series => $"{series.Name}: {Counts(series)}").ToList();
            var lines = BandsPercent.Count == 0
                ? "The line is the identity"
                : $"The line is the identity, the bands are {string.Join(" and ", BandsPercent.Order().Select(band => $"±{TextTable.Number(band)} %"))}";
            var limit = XIsLimit ? $"; hollow points exceed it{(Series.Count > 1 && !X.Log ? ", methods are set a little apart sideways" : "")}" : "";
            var said = $"{lead} {(parts.Count == 0 ? "No data" : string.Join("; ", parts))}.";
            return RanksOnly ? said : $"{said} {lines}{limit}.";
        }
    }

    internal string Counts(ScatterSeries series)
    {
        if (series.Points.Count == 0) return "no data";
        var agreement = Agreement(series);
        return XIsLimit ? $"n = {agreement.Count}, {Percent(agreement.ShareAtMost)} within"
            : RanksOnly ? $"n = {agreement.Count}, Kendall {TextTable.Number(agreement.Kendall, 3)}, Spearman {TextTable.Number(agreement.Spearman, 3)}"
            : $"n = {agreement.Count}, Spearman {TextTable.Number(agreement.Spearman, 3)}, median error {TextTable.Number(agreement.MedianErrorPercent, 3)} %";
    }

    internal static string Percent(double? share) => share is null ? TextTable.Unknown : $"{TextTable.Number(Math.Round(100 * share.Value, 1))} %";

    private static IReadOnlyList<ScatterPoint> Pair(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<string>? labels, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count) throw new ArgumentException($"Both lists must have the same length, but they have {x.Count} and {y.Count} values.", name);
        if (labels is not null && labels.Count != x.Count)
        {
            throw new ArgumentException($"There must be a label a point, but there are {labels.Count} labels for {x.Count} points.", nameof(labels));
        }
        return [.. x.Select((value, i) => new ScatterPoint(value, y[i], labels?[i]))];
    }
}
