using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class CrowdingDistanceTests
{
    private const double Infinity = double.PositiveInfinity;

    [Fact]
    public void Distance_is_the_gap_between_the_neighbours_in_units_of_the_range() =>
        Assert.Equal([Infinity, 0.75 + 0.75, Infinity, 0.75 + 0.5], CrowdingDistance.Of([[0, 8], [1, 4], [4, 0], [3, 2]]));

    [Fact]
    public void Ends_of_every_objective_are_infinite() => Prop.ForAll(Points.InUnitBox(1, 4, 20), points =>
    {
        var distances = CrowdingDistance.Of(points);
        return Enumerable.Range(0, points[0].Length).All(m =>
        {
            var (least, most) = (points.Min(p => p[m]), points.Max(p => p[m]));
            return least == most
                || (points.Select((p, i) => (p, i)).Any(t => t.p[m] == least && distances[t.i] == Infinity)
                    && points.Select((p, i) => (p, i)).Any(t => t.p[m] == most && distances[t.i] == Infinity));
        }) && distances.All(d => d >= 0);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Points_that_are_all_equal_are_all_ends() => Assert.Equal([Infinity, Infinity], CrowdingDistance.Of([[1, 2], [1, 2]]));

    [Fact]
    public void A_constant_objective_adds_nothing() => Assert.Equal([Infinity, 1.0, Infinity], CrowdingDistance.Of([[0, 5], [1, 5], [2, 5]]));

    [Fact]
    public void Ranges_beyond_a_double_do_not_overflow() =>
        Assert.Equal([Infinity, 1.0, Infinity], CrowdingDistance.Of([[-1.7e308], [0], [1.7e308]]));

    [Fact]
    public void Ranks_are_fronts_of_their_own()
    {
        PointSet points = [[0, 4], [9, 9], [1, 1], [4, 0], [8, 10], [10, 8]];
        Assert.Equal([Infinity, 2.0, 2.0, Infinity, Infinity, Infinity], CrowdingDistance.Of(points, NonDominatedSort.Ranks(points)));
        Assert.Throws<ArgumentException>(() => CrowdingDistance.Of(points, [0, 1]));
    }
}
