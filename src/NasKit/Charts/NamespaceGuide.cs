namespace NasKit.Charts;

/// <summary>Figures for notebooks and reports, in two steps: the data of a figure, then the figure.</summary>
/// <remarks>
/// <para>
/// First fill a data record: <see cref="ParetoChartData"/> (quality over cost, several runs), <see cref="HistogramData"/> (distribution of a
/// cost per budget), <see cref="CurveData"/> (a value over steps, mean ± sd over seeds) or <see cref="ScatterData"/> (predicted over measured,
/// cost over requested budget). Searches of a study become curves by <see cref="CurveData.Regret"/>, <see cref="CurveData.Incumbent"/> and
/// <see cref="CurveData.Hypervolume"/>, ranks by <see cref="CriticalDifferenceData"/>,
/// decisions and objectives by <see cref="ParallelCoordinatesData"/>; <see cref="BarData"/> is what each method spends; <see cref="HeatMapData"/> is a number for each choice, over epochs or decisions; <see cref="ArchitectureDrawing"/> is a single architecture. A record checks its numbers and computes what the figure says: fronts, shares, means, correlations.
/// </para>
/// <para>
/// Then <see cref="Plot"/> makes the <see cref="Figure"/>: plotly JSON, a caption and a text table. As the last expression of a notebook cell
/// it shows itself; <see cref="Figure.Save(string)"/> writes SVG, PNG, PDF or HTML. <see cref="TextTable"/> and <see cref="ClaimsTable"/> are
/// the tables beside the figures.
/// </para>
/// <para>Cost is always minimised and lies on the horizontal axis. A value that is not known is <see langword="null"/> and prints as NA.</para>
/// </remarks>
internal static class NamespaceGuide;
