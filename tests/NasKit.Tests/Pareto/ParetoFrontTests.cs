using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class ParetoFrontTests
{
    [Fact]
    public void Front_stands_in_the_order_of_the_first_objective() =>
        Assert.Equal([3, 0, 1], ParetoFront.Indexes([[2, 2], [3, 1], [3, 3], [1, 5]]));

    [Fact]
    public void Front_keeps_one_of_two_equal_points() => Assert.Equal([2, 1], ParetoFront.Indexes([[3, 3], [2, 1], [1, 2], [2, 1]]));

    [Fact]
    public void Front_keeps_both_equal_points_when_asked() => Assert.Equal([2, 1, 3], ParetoFront.Indexes([[3, 3], [2, 1], [1, 2], [2, 1]], EqualPoints.KeepAll));

    [Fact]
    public void Equal_cost_keeps_only_the_best() => Assert.Equal([1], ParetoFront.Indexes([[1, 3], [1, 2], [1, 4]]));

    [Fact]
    public void A_single_objective_has_one_best_value()
    {
        Assert.Equal([1], ParetoFront.Indexes([[3], [1], [2], [1]]));
        Assert.Equal([1, 3], ParetoFront.Indexes([[3], [1], [2], [1]], EqualPoints.KeepAll));
    }

    [Fact]
    public void An_undefined_option_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ParetoFront.Indexes([[1]], (EqualPoints)7));

    [Fact]
    public void Front_is_rank_zero() => Prop.ForAll(Points.OnGrid(1, 6, 80, 4), points =>
    {
        var ranks = Points.RanksByPeeling(points);
        var all = Enumerable.Range(0, points.Length).Where(i => ranks[i] == 0).ToArray();
        var once = all.Where(i => !all.Any(j => j < i && points[j].SequenceEqual(points[i])));
        return ParetoFront.Indexes(points, EqualPoints.KeepAll).Order().SequenceEqual(all)
            && ParetoFront.Indexes(points).Order().SequenceEqual(once);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Front_does_not_depend_on_the_order_of_the_points() => Prop.ForAll(Points.InUnitBox(2, 4, 60), points =>
    {
        var turned = points.Reverse().ToArray();
        return ParetoFront.Indexes(points).Select(i => string.Join(' ', points[i])).SequenceEqual(
            ParetoFront.Indexes(turned).Select(i => string.Join(' ', turned[i])));
    }).QuickCheckThrowOnFailure();
}
