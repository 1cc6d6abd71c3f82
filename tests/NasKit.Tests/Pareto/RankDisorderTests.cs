using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public sealed class RankDisorderTests
{
    [Fact]
    public void It_is_the_share_of_dominated_pairs_that_a_score_turns_around()
    {
        PointSet points = PointSet.From([[0, 0], [1, 1], [2, 2], [0.5, 3]]); // pairs: 0 before all three, 1 before 2
        Assert.Equal(0, RankDisorder.Of(points, [4, 3, 2, 1]));
        Assert.Equal(0.25, RankDisorder.Of(points, [4, 2, 3, 1]));
        Assert.Equal(1, RankDisorder.Of(points, [1, 2, 3, 4]));
        Assert.Equal(0, RankDisorder.Of(points, [1, 1, 1, 1]));
        Assert.True(double.IsNaN(RankDisorder.Of(PointSet.From([[0, 1], [1, 0]]), [1, 2])));
        Assert.Contains("4 points have 3 scores", Assert.Throws<ArgumentException>(() => RankDisorder.Of(points, [1, 2, 3])).Message);
    }
}
