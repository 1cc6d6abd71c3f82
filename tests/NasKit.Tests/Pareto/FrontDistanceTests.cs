using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class FrontDistanceTests
{
    private static readonly PointSet Known = [[0, 1], [1, 0]];

    [Fact]
    public void Distances_of_a_hand_computed_case()
    {
        // (3, 5) is 5 from (0, 1) and √29 from (1, 0); (0, −1) is 2 and √2 from them, and worse than (1, 0) nowhere.
        Assert.Equal((5 + Math.Sqrt(29)) / 2, FrontDistance.InvertedGenerational([[3, 5]], Known), 1e-15);
        Assert.Equal((2 + Math.Sqrt(2)) / 2, FrontDistance.InvertedGenerational([[0, -1]], Known), 1e-15);
        Assert.Equal(0.0, FrontDistance.InvertedGenerationalPlus([[0, -1]], Known));
        Assert.Equal(5.0, FrontDistance.AdditiveEpsilon([[3, 5]], Known));
        Assert.Equal(-0.5, FrontDistance.AdditiveEpsilon([[-0.5, 0.5], [0.5, -0.5]], Known));
    }

    [Fact]
    public void The_known_front_itself_is_at_distance_zero() => Prop.ForAll(Points.InUnitBox(1, 4, 20), points =>
        FrontDistance.InvertedGenerational(points, points) == 0 && FrontDistance.InvertedGenerationalPlus(points, points) == 0
        && FrontDistance.AdditiveEpsilon(points, points[..1]) <= 0).QuickCheckThrowOnFailure();

    [Fact]
    public void A_better_set_is_never_farther_by_igd_plus_or_epsilon() => Prop.ForAll(Points.InUnitBox(3, 3, 20), points =>
    {
        var better = Array.ConvertAll(points, p => Array.ConvertAll(p, v => v * 0.9));
        PointSet known = [[0.1, 0.4, 0.2], [0.3, 0.2, 0.1]];
        return FrontDistance.InvertedGenerationalPlus(better, known) <= FrontDistance.InvertedGenerationalPlus(points, known)
            && FrontDistance.AdditiveEpsilon(better, known) <= FrontDistance.AdditiveEpsilon(points, known);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Different_numbers_of_objectives_are_refused()
    {
        Assert.Throws<ArgumentException>(() => FrontDistance.InvertedGenerational([[1]], Known));
        Assert.Throws<ArgumentException>(() => FrontDistance.InvertedGenerationalPlus([[1]], Known));
        Assert.Contains("1 objectives", Assert.Throws<ArgumentException>(() => FrontDistance.AdditiveEpsilon([[1]], Known)).Message);
    }
}
