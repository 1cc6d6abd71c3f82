using NasKit.Evaluation;
using NasKit.Generators;
using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Studies;

namespace NasKit.Charts;

/// <summary>One architecture in a Pareto chart.</summary>
/// <param name="Cost">Cost in the unit of the chart's cost axis; finite, smaller is better.</param>
/// <param name="Quality">Quality on the chart's quality axis; finite.</param>
/// <param name="Label">What a reader sees when pointing at it, as the architecture's string; may be absent.</param>
/// <param name="Feasible">Whether it satisfies the run's constraints; an infeasible point is drawn hollow and is on no front.</param>
public sealed record ParetoPoint(double Cost, double Quality, string? Label = null, bool Feasible = true)
{
    /// <summary>Lines below the label when pointing at a point on a front, as a drawing of the architecture in text; null for none.</summary>
    public string? Drawing { get; init; }

    /// <summary>The point of an architecture: its string is the label, and its drawing in text shows when pointing at it.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="cost">Cost in the unit of the chart's cost axis.</param>
    /// <param name="quality">Quality on the chart's quality axis.</param>
    /// <param name="feasible">Whether it satisfies the run's constraints.</param>
    public static ParetoPoint Of(Architecture architecture, double cost, double quality, bool feasible = true)
        => new(cost, quality, architecture.ToString(), feasible) { Drawing = ArchitectureDrawing.Describe(architecture) };
}

/// <summary>The points of one run or method in a Pareto chart.</summary>
/// <param name="Name">Name in the legend; not empty, unique in the chart.</param>
/// <param name="Points">The points in any order; an empty list shows as “no data”.</param>
public sealed record ParetoSeries(string Name, IReadOnlyList<ParetoPoint> Points)
{
    /// <summary>The architectures of a table, cost and accuracy.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="table">The table.</param>
    public static ParetoSeries Of(string name, ArchitectureTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new(name, [.. table.Rows.Select(row => ParetoPoint.Of(row.Architecture, row.Cost, row.Accuracy))]);
    }

    /// <summary>What a search evaluated, failed trials aside, each architecture once.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="search">The search.</param>
    /// <param name="cost">Which objective is the cost; the second by default.</param>
    /// <param name="quality">Which objective is the quality; the first by default.</param>
    public static ParetoSeries Of(string name, SearchResult search, int cost = 1, int quality = 0)
    {
        ArgumentNullException.ThrowIfNull(search);
        return new(name, [.. search.Trials.Where(trial => !trial.Failed).DistinctBy(trial => trial.Architecture)
            .Select(trial => ParetoPoint.Of(trial.Architecture, trial.Values[cost], trial.Values[quality]))]);
    }

    /// <summary>What a method made for its budgets, under the method's name; members beyond their budget are infeasible.</summary>
    /// <param name="frontier">The method's frontier.</param>
    public static ParetoSeries Of(Frontier frontier)
    {
        ArgumentNullException.ThrowIfNull(frontier);
        return new(frontier.Method, [.. frontier.Members.Zip(frontier.Accuracies, (member, accuracy) =>
            ParetoPoint.Of(member.Architecture, member.Cost, accuracy, member.IsFeasible))]);
    }
}

/// <summary>The data of a Pareto chart: quality over cost for several runs, each with its front.</summary>
/// <remarks>Within each series a feasible point that another feasible one of the same series dominates is grey; the others form its front.</remarks>
public sealed record ParetoChartData
{
    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The cost axis (horizontal, minimised).</summary>
    public required ChartAxis Cost { get; init; }

    /// <summary>The quality axis (vertical).</summary>
    public required ChartAxis Quality { get; init; }

    /// <summary>Whether more quality is better, as of accuracy (the default), or less, as of an error.</summary>
    public Direction QualityDirection { get; init; } = Direction.Maximise;

    /// <summary>The runs, in legend order.</summary>
    public IReadOnlyList<ParetoSeries> Series { get; init; } = [];

    /// <summary>Ways that searches took: points in the order in which they were reached, joined by arrows; on no front. Names differ from those of the runs.</summary>
    public IReadOnlyList<ParetoSeries> Trajectories { get; init; } = [];

    /// <summary>The space's true front where it is known, in any order; <see langword="null"/> where not.</summary>
    public IReadOnlyList<ParetoPoint>? TrueFront { get; init; }

    /// <summary>Cost budgets, drawn as vertical lines, in the unit of the cost axis.</summary>
    public IReadOnlyList<double> Budgets { get; init; } = [];

    /// <summary>Accuracy over cost of a table's architectures and of what several methods made, with the budgets that they were made for.</summary>
    /// <param name="table">The table; its cost model names the cost axis.</param>
    /// <param name="frontiers">The methods, under different names.</param>
    public static ParetoChartData Of(ArchitectureTable table, params IReadOnlyList<Frontier> frontiers)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(frontiers);
        return new()
        {
            Cost = ChartAxis.Of(table.CostModel),
            Quality = new("accuracy"),
            Series = [ParetoSeries.Of("sampled architectures", table), .. frontiers.Select(ParetoSeries.Of)],
            Budgets = [.. frontiers.SelectMany(frontier => frontier.Members).Select(member => member.Budget).Distinct().Order()],
        };
    }

    /// <summary>Checks names, axes and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Pareto chart");
        problems.Axis(nameof(Cost), Cost);
        problems.Axis(nameof(Quality), Quality);
        problems.Require(Enum.IsDefined(QualityDirection), $"QualityDirection must be Minimise or Maximise (it is {QualityDirection}).");
        if (problems.List(nameof(Series), Series) & problems.List(nameof(Trajectories), Trajectories))
        {
            problems.Names(nameof(Series), Series.Concat(Trajectories).Select(series => series.Name));
            foreach (var series in Series) Points($"series '{series.Name}'", series.Points);
            foreach (var way in Trajectories) Points($"trajectory '{way.Name}'", way.Points);
        }
        if (TrueFront is not null) Points(nameof(TrueFront), TrueFront);
        if (problems.List(nameof(Budgets), Budgets))
        {
            for (var i = 0; i < Budgets.Count; i++) problems.Number($"{nameof(Budgets)}[{i}]", Budgets[i], Cost);
        }
        problems.Throw();

        void Points(string where, IReadOnlyList<ParetoPoint> points)
        {
            if (!problems.List(where, points)) return;
            for (var i = 0; i < points.Count; i++)
            {
                problems.Number($"{where}: cost of point {i}", points[i].Cost, Cost);
                problems.Number($"{where}: quality of point {i}", points[i].Quality, Quality);
            }
        }
    }

    /// <summary>The feasible points that no other feasible point dominates, by rising cost; equal points are all kept.</summary>
    /// <param name="points">Points of one series, in any order.</param>
    public IReadOnlyList<ParetoPoint> Front(IReadOnlyList<ParetoPoint> points) => Split(points).Front;

    /// <summary>The feasible points that another feasible point dominates, by rising cost.</summary>
    /// <param name="points">Points of one series, in any order.</param>
    public IReadOnlyList<ParetoPoint> Dominated(IReadOnlyList<ParetoPoint> points) => Split(points).Dominated;

    /// <summary>The points that violate a constraint, by rising cost.</summary>
    /// <param name="points">Points of one series, in any order.</param>
    public static IReadOnlyList<ParetoPoint> Infeasible(IReadOnlyList<ParetoPoint> points)
        => [.. points.Where(point => !point.Feasible).OrderBy(point => point.Cost)];

    /// <summary>The corners of the line that joins a front: the best quality to be had for at most a given cost, stepwise.</summary>
    /// <param name="front">A front by rising cost, as <see cref="Front"/> gives it.</param>
    /// <returns>Corners from left to right: level at a point's quality up to the next point's cost, then up (or down) to it.</returns>
    public static IReadOnlyList<(double Cost, double Quality)> Steps(IReadOnlyList<ParetoPoint> front)
    {
        var corners = new List<(double, double)>();
        for (var i = 0; i < front.Count; i++)
        {
            if (i > 0 && front[i].Quality != front[i - 1].Quality) corners.Add((front[i].Cost, front[i - 1].Quality));
            if (i == 0 || front[i] != front[i - 1]) corners.Add((front[i].Cost, front[i].Quality));
        }
        return corners;
    }

    /// <summary>What the chart shows, in words, with the number of points of each series.</summary>
    public string Caption
    {
        get
        {
            var parts = Series.Select(series => $"{series.Name}: {Counts(series)}").ToList();
            parts.AddRange(Trajectories.Select(way => $"{way.Name}: {way.Points.Count} points, joined in their order"));
            if (TrueFront is { Count: > 0 } known) parts.Add($"true front: {known.Count} points");
            if (Budgets.Count > 0) parts.Add($"budgets {string.Join(", ", Budgets.Select(budget => Cost.Quantity(budget)))}");
            var what = $"{Quality.Label} ({(QualityDirection == Direction.Maximise ? "higher" : "lower")} is better) over {Cost.Label}";
            var lead = ChartAxis.Opening(Title, $"{what}.");
            return parts.Count == 0 ? $"{lead} No data." : $"{lead} {string.Join("; ", parts)}.";
        }
    }

    internal string Counts(ParetoSeries series)
    {
        if (series.Points.Count == 0) return "no data";
        var (front, dominated) = Split(series.Points);
        var infeasible = series.Points.Count - front.Count - dominated.Count;
        return $"n = {series.Points.Count} ({front.Count} on its front, {dominated.Count} dominated, {infeasible} infeasible)";
    }

    private (List<ParetoPoint> Front, List<ParetoPoint> Dominated) Split(IReadOnlyList<ParetoPoint> points)
    {
        ParetoPoint[] feasible = [.. points.Where(point => point.Feasible)];
        if (feasible.Length == 0) return ([], []);
        var set = PointSet.FromColumns(
            ([.. feasible.Select(point => point.Cost)], Direction.Minimise),
            ([.. feasible.Select(point => point.Quality)], QualityDirection));
        var front = ParetoFront.Indexes(set, EqualPoints.KeepAll);
        var dominated = Enumerable.Range(0, feasible.Length).Except(front).Select(i => feasible[i]).OrderBy(point => point.Cost);
        return ([.. front.Select(i => feasible[i])], [.. dominated]);
    }
}
