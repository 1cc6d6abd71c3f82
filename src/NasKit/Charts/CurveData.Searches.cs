using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Studies;

namespace NasKit.Charts;

public sealed partial record CurveData
{
    /// <summary>What the incumbents of several strategies lack to the best architecture, over evaluations, on logarithmic axes; mean ± standard error.</summary>
    /// <param name="results">The strategies, under different labels.</param>
    /// <param name="report">The number that is compared, as the test accuracy; better in the direction of the first objective.</param>
    /// <param name="best">The best that there is of it.</param>
    /// <param name="unit">The unit of the regret, <c>points</c> for accuracies in percent; null for none.</param>
    /// <param name="floor">The smallest regret that is drawn, above 0: many seeds end with none.</param>
    /// <param name="clock">What the horizontal axis counts.</param>
    /// <exception cref="NasKitException">It counts simulated seconds, which are not known.</exception>
    public static CurveData Regret(
        IReadOnlyList<StudyResult> results, Func<Architecture, double> report, double best, string? unit = "points", double floor = 0.01, SearchClock clock = SearchClock.Evaluations)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Searches(results, new("regret of the incumbent", unit) { Log = true }, clock, search =>
        {
            var sign = search.Objectives[0].Direction == Direction.Maximise ? 1 : -1;
            return [.. search.Curve(report).Select(value => sign * (best - value))];
        }) with { Title = "Regret", Floor = floor };
    }

    /// <summary>The incumbents of several strategies over evaluations; mean ± standard error.</summary>
    /// <param name="results">The strategies, under different labels.</param>
    /// <param name="value">What the number is, with its unit.</param>
    /// <param name="report">The number, as the test accuracy; null for the first objective as it was observed.</param>
    /// <param name="clock">What the horizontal axis counts.</param>
    /// <exception cref="NasKitException">It counts simulated seconds, which are not known.</exception>
    public static CurveData Incumbent(
        IReadOnlyList<StudyResult> results, ChartAxis value, Func<Architecture, double>? report = null, SearchClock clock = SearchClock.Evaluations)
        => Searches(results, value, clock, search => report is null ? search.Best() : search.Curve(report)) with { Title = "Incumbent" };

    /// <summary>The hypervolume of all trials so far, of several strategies over evaluations; mean ± standard error, with that of the true front as a line.</summary>
    /// <param name="results">The strategies, under different labels and with the same objectives.</param>
    /// <param name="reference">The reference point, every objective to be minimised, as <see cref="ReferencePoint.FromValues"/> makes it.</param>
    /// <param name="trueFront">The hypervolume of the true front up to the same reference; null where it is not known.</param>
    /// <param name="relative">Whether to draw shares of the true front's hypervolume, 0…1.</param>
    /// <param name="clock">What the horizontal axis counts.</param>
    /// <exception cref="ArgumentException">Shares are asked for, but no hypervolume above 0 is given.</exception>
    /// <exception cref="NasKitException">It counts simulated seconds, which are not known.</exception>
    public static CurveData Hypervolume(
        IReadOnlyList<StudyResult> results, ReferencePoint reference, double? trueFront = null, bool relative = false, SearchClock clock = SearchClock.Evaluations)
    {
        if (relative && !(trueFront > 0)) throw new ArgumentException("Shares of the true front's hypervolume need that hypervolume, above 0.", nameof(trueFront));
        var unit = relative ? trueFront!.Value : 1;
        return Searches(results, new(relative ? "hypervolume, share of the true front's" : "hypervolume"), clock, search => [.. search.HypervolumeCurve(reference).Select(volume => (double?)(volume / unit))]) with
        {
            Title = "Hypervolume",
            References = trueFront is { } whole ? [new("true front", whole / unit)] : [],
        };
    }

    private static CurveData Searches(IReadOnlyList<StudyResult> results, ChartAxis value, SearchClock clock, Func<SearchResult, IReadOnlyList<double?>> curve)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(value);
        return new()
        {
            X = (clock == SearchClock.Evaluations ? new ChartAxis("evaluations") : new("simulated training", "s")) with { Log = true },
            Y = value,
            Series = [.. results.Select(result => CurveSeries.Of(result, curve, clock))],
            Bands = CurveBand.StandardError,
        };
    }
}
