using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class PointSetTests
{
    [Fact]
    public void Points_are_kept_in_order()
    {
        PointSet points = [[1, 2, 3], [4, 5, 6]];
        Assert.Equal((2, 3), (points.Count, points.Objectives));
        Assert.Equal([4.0, 5.0, 6.0], points.Point(1).ToArray());
        Assert.Equal(6.0, points[1, 2]);
        Assert.Equal([[4.0, 5.0, 6.0], [1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], points.Select(1, 0, 1));
    }

    [Fact]
    public void The_set_does_not_follow_later_changes_of_the_arrays()
    {
        double[][] rows = [[1, 2]];
        PointSet points = rows;
        rows[0][0] = 9;
        Assert.Equal(1.0, points[0, 0]);
    }

    [Fact]
    public void Columns_to_be_maximised_are_negated()
    {
        var points = PointSet.FromColumns(([10, 20], Direction.Minimise), ([0.9, 0], Direction.Maximise));
        Assert.Equal([[10, -0.9], [20, 0]], points);
        Assert.False(double.IsNegative(points[1, 1]));
        Assert.Equal(0.9, Direction.Maximise.ToMinimised(points[0, 1]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void A_number_that_is_not_finite_is_named_with_its_place(double value)
    {
        var error = Assert.Throws<ArgumentException>(() => PointSet.From([[1, 2], [3, value]]));
        Assert.Contains("Point 1", error.Message);
        Assert.Contains("objective 1", error.Message);
        Assert.Throws<ArgumentException>(() => PointSet.FromColumns(([1, value], Direction.Maximise)));
        Assert.Throws<ArgumentException>(() => new ReferencePoint(1, value));
    }

    [Fact]
    public void Ragged_and_empty_input_is_refused()
    {
        Assert.Contains("Point 2 has 1 objectives", Assert.Throws<ArgumentException>(() => PointSet.From([[1, 2], [3, 4], [5]])).Message);
        Assert.Contains("no points", Assert.Throws<ArgumentException>(() => PointSet.From([])).Message);
        Assert.Contains("no objectives", Assert.Throws<ArgumentException>(() => PointSet.From([[]])).Message);
        Assert.Contains("Point 1 has 0", Assert.Throws<ArgumentException>(() => PointSet.From([[1], null!])).Message);
        Assert.Contains("no points", Assert.Throws<ArgumentException>(() => new PointSet(2, [])).Message);
        Assert.Contains("1 are left over", Assert.Throws<ArgumentException>(() => new PointSet(2, [1, 2, 3])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PointSet(0, [1]));
        Assert.Contains("Column 1 has 1", Assert.Throws<ArgumentException>(() => PointSet.FromColumns(([1, 2], Direction.Minimise), ([1], Direction.Minimise))).Message);
        Assert.Throws<ArgumentException>(() => new ReferencePoint());
        Assert.Throws<ArgumentException>(() => new PointSet(1, [1]).Select());
    }

    [Fact]
    public void A_missing_point_or_objective_is_out_of_range()
    {
        PointSet points = [[1, 2]];
        Assert.Throws<ArgumentOutOfRangeException>(() => points[1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => points[0, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => points.Select(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((Direction)2).ToMinimised(1));
    }

    [Fact]
    public void A_corner_beyond_the_points_is_worse_than_all_of_them()
    {
        ReferencePoint corner = ReferencePoint.Beyond([[1, 7], [3, 7]], margin: 0.5);
        Assert.Equal([4.0, 7.5], corner);
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferencePoint.Beyond([[1]], -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReferencePoint.Beyond([[1]], double.NaN));
        Assert.Equal([110.0, -40.0], ReferencePoint.FromValues((110, Direction.Minimise), (40, Direction.Maximise)));
    }
}
