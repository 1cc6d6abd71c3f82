using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class HypervolumeContributionsTests
{
    [Fact]
    public void Contributions_of_a_staircase_are_its_outer_corners() =>
        Assert.Equal([2.0, 4.0, 1.0], Hypervolume.Contributions([[1, 3], [2, 1], [4, 0]], [5, 5]));

    [Fact]
    public void Equal_and_dominated_points_contribute_nothing_and_dominated_ones_take_from_others()
    {
        Assert.Equal([0.0, 0.0, 1.0], Hypervolume.Contributions([[1, 1], [1, 1], [0, 2]], [3, 3]));
        Assert.Equal([3.0, 0.0], Hypervolume.Contributions([[1, 1], [2, 2]], [3, 3]));
        Assert.Equal([1.0, 0.0], Hypervolume.Contributions([[1], [2]], [3]));
        Assert.Equal([0.0], Hypervolume.Contributions([[5, 5, 5]], [3, 3, 3]));
    }

    [Fact]
    public void A_contribution_is_what_is_lost_without_the_point() => Prop.ForAll(Points.OnGrid(1, 6, 25, 5), points =>
    {
        var corner = Points.Corner(points[0].Length, 4);
        var contributions = Hypervolume.Contributions(points, corner);
        var whole = Hypervolume.Of(points, corner);
        return points.Select((_, i) => i).All(i =>
            contributions[i] == whole - (points.Length == 1 ? 0.0 : Hypervolume.Of(points.Where((_, j) => j != i).ToArray(), corner)));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Contributions_of_fine_fronts_with_dominated_points(int objectives)
    {
        var points = Points.OnSphere(60, objectives, 6).Concat(Points.Uniform(30, objectives, 7)).ToArray();
        var corner = Points.Corner(objectives, 0.95);
        var whole = Hypervolume.Of(points, corner);
        var contributions = Hypervolume.Contributions(points, corner);
        for (var i = 0; i < points.Length; i++)
        {
            var without = points.Where((_, j) => j != i).ToArray();
            Assert.Equal(whole - Hypervolume.Of(without, corner), contributions[i], 1e-13);
        }
    }
}
