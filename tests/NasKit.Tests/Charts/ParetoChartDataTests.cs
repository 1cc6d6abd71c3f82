using FsCheck;
using FsCheck.Fluent;
using NasKit.Charts;
using NasKit.Pareto;

namespace NasKit.Tests.Charts;

public class ParetoChartDataTests
{
    private static readonly ParetoChartData Empty = new() { Cost = new("latency", "ms"), Quality = new("accuracy") };

    [Fact]
    public void Front_of_maximised_quality_rises_and_the_rest_is_dominated()
    {
        ParetoPoint[] points = [new(3, 0.8), new(1, 0.5), new(2, 0.9), new(2, 0.7), new(4, 0.95), new(1.5, 0.4)];
        Assert.Equal([points[1], points[2], points[4]], Empty.Front(points));
        Assert.Equal([points[5], points[3], points[0]], Empty.Dominated(points));
    }

    [Fact]
    public void Front_of_minimised_quality_falls()
    {
        ParetoPoint[] points = [new(3, 0.2), new(1, 0.5), new(2, 0.6)];
        Assert.Equal([points[1], points[0]], (Empty with { QualityDirection = Direction.Minimise }).Front(points));
    }

    [Fact]
    public void Equal_points_are_all_on_the_front()
    {
        ParetoPoint[] points = [new(1, 0.5, "a"), new(1, 0.5, "b")];
        Assert.Equal(2, Empty.Front(points).Count);
        Assert.Empty(Empty.Dominated(points));
    }

    [Fact]
    public void Infeasible_points_dominate_nothing_and_are_on_no_front()
    {
        ParetoPoint[] points = [new(1, 0.9, Feasible: false), new(2, 0.5)];
        Assert.Equal([points[1]], Empty.Front(points));
        Assert.Equal([points[0]], ParetoChartData.Infeasible(points));
    }

    [Fact]
    public void Steps_stay_level_until_the_next_cost_and_then_rise()
    {
        var steps = ParetoChartData.Steps([new(1, 0.5), new(2, 0.9), new(4, 0.95)]);
        Assert.Equal([(1, 0.5), (2, 0.5), (2, 0.9), (4, 0.9), (4, 0.95)], steps);
    }

    [Fact]
    public void Front_agrees_with_pairwise_comparison_on_random_points_with_duplicates()
    {
        var points = ArbMap.Default.GeneratorFor<byte>().Select(b => b % 8).Three()
            .Select(t => new ParetoPoint(t.Item1, t.Item2, Feasible: t.Item3 > 0)).ListOf().ToArbitrary();
        Prop.ForAll(points, drawn =>
        {
            foreach (var data in new[] { Empty, Empty with { QualityDirection = Direction.Minimise } })
            {
                var sign = data.QualityDirection == Direction.Maximise ? 1 : -1;
                bool Dominates(ParetoPoint a, ParetoPoint b) => a.Feasible && a.Cost <= b.Cost && sign * a.Quality >= sign * b.Quality
                    && (a.Cost < b.Cost || sign * a.Quality > sign * b.Quality);
                var expected = drawn.Where(p => p.Feasible && !drawn.Any(other => Dominates(other, p))).OrderBy(p => p.Cost).ToArray();
                Assert.Equal(expected, data.Front([.. drawn]));
                Assert.Equal(drawn.Count(p => p.Feasible), expected.Length + data.Dominated([.. drawn]).Count);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Validate_reports_every_problem_at_once()
    {
        var wrong = Empty with
        {
            Cost = new("latency", "ms") { Log = true },
            Series = [new("a", [new(0, double.NaN)]), new("a", [])],
            Budgets = [double.PositiveInfinity],
        };
        var error = Assert.Throws<ArgumentException>(wrong.Validate);
        Assert.Contains("4 problems", error.Message);
        Assert.Contains("'a' occurs twice", error.Message);
        Assert.Contains("cost of point 0 must be > 0 on the logarithmic axis", error.Message);
        Assert.Contains("quality of point 0 must be a finite number (it is NaN)", error.Message);
    }

    [Fact]
    public void Caption_counts_points_and_says_no_data()
    {
        var data = Empty with { Series = [new("PNAG", [new(1, 0.5), new(2, 0.4), new(3, 0.9, Feasible: false)]), new("none", [])], Budgets = [2.5] };
        Assert.Equal(
            "Accuracy (higher is better) over latency (ms). PNAG: n = 3 (1 on its front, 1 dominated, 1 infeasible); none: no data; budgets 2.5 ms.",
            data.Caption);
    }
}
