using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Studies;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Regret curves of several strategies: what their incumbents lack to the best architecture, mean ± standard error over the seeds.</summary>
    /// <param name="title">Title above the chart.</param>
    /// <param name="results">The strategies, under different labels.</param>
    /// <param name="report">The number that is compared, as the test accuracy in percent; better in the direction of the first objective.</param>
    /// <param name="best">The best that there is of it.</param>
    /// <remarks>Other units, bands or clocks: <c>Plot.Curves(CurveData.Regret(…) with { … })</c>.</remarks>
    public static Figure Regret(string title, IReadOnlyList<StudyResult> results, Func<Architecture, double> report, double best)
        => Curves(CurveData.Regret(results, report, best) with { Title = title });

    /// <summary>Hypervolume curves of several strategies, mean ± standard error over the seeds, with the true front's hypervolume as a line.</summary>
    /// <param name="title">Title above the chart.</param>
    /// <param name="results">The strategies, under different labels and with the same objectives.</param>
    /// <param name="reference">The reference point, every objective to be minimised.</param>
    /// <param name="trueFront">The hypervolume of the true front up to the same reference; null where it is not known.</param>
    public static Figure Hypervolume(string title, IReadOnlyList<StudyResult> results, ReferencePoint reference, double? trueFront = null)
        => Curves(CurveData.Hypervolume(results, reference, trueFront) with { Title = title });

    /// <summary>Critical-difference diagram of several strategies after Friedman's and Nemenyi's tests, every seed being a block.</summary>
    /// <param name="title">Title above the chart.</param>
    /// <param name="results">The strategies, under different labels and with the same seeds.</param>
    /// <param name="report">The number that is compared; better in the direction of the first objective.</param>
    public static Figure CriticalDifference(string title, IReadOnlyList<StudyResult> results, Func<Architecture, double> report)
        => CriticalDifference(CriticalDifferenceData.Of(results, report) with { Title = title });
}
