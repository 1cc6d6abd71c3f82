using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class NonDominatedSortTests
{
    [Fact]
    public void Ranks_of_a_small_case()
    {
        PointSet points = [[3, 3], [1, 4], [2, 2], [4, 1], [4, 4], [2, 2], [5, 5]];
        Assert.Equal([1, 0, 0, 0, 2, 0, 3], NonDominatedSort.Ranks(points));
        Assert.Equal([[1, 2, 3, 5], [0], [4], [6]], NonDominatedSort.Fronts(points));
    }

    [Fact]
    public void A_chain_has_a_front_for_every_point_in_any_number_of_objectives()
    {
        for (var objectives = 1; objectives <= 6; objectives++)
        {
            var points = Enumerable.Range(0, 200).Select(i => Enumerable.Repeat((double)((i * 77) % 200), objectives).ToArray()).ToArray();
            Assert.Equal(points.Select(p => (int)p[0]), NonDominatedSort.Ranks(points));
        }
    }

    [Fact]
    public void Equal_points_share_a_rank() => Assert.Equal([0, 0, 0], NonDominatedSort.Ranks([[1, 2, 3], [1, 2, 3], [1, 2, 3]]));

    [Fact]
    public void Negative_zero_is_zero() => Assert.Equal([0, 0, 1], NonDominatedSort.Ranks([[0.0, 1, -0.0], [-0.0, 1, 0.0], [0.0, 2, 0.0]]));

    [Fact]
    public void Ranks_agree_with_peeling_on_grids() => Prop.ForAll(Points.OnGrid(1, 6, 80, 4), points =>
        NonDominatedSort.Ranks(points).SequenceEqual(Points.RanksByPeeling(points))).QuickCheckThrowOnFailure();

    [Fact]
    public void Ranks_agree_with_peeling_on_finer_numbers() => Prop.ForAll(Points.InUnitBox(2, 5, 80), points =>
        NonDominatedSort.Ranks(points).SequenceEqual(Points.RanksByPeeling(points))).QuickCheckThrowOnFailure();

    // 3,000 points need several blocks of rows and the radix order; 3 objectives rounded to tenths give ties and long chains.
    [Theory]
    [InlineData(3, 1)]
    [InlineData(3, 15)]
    [InlineData(5, 15)]
    public void Ranks_of_many_points_are_one_more_than_the_highest_rank_that_dominates_them(int objectives, int digits)
    {
        PointSet points = Points.Uniform(3000, objectives, 5).Select(p => Array.ConvertAll(p, v => Math.Round(v, digits))).ToArray();
        var rows = points.ToArray();
        var ranks = NonDominatedSort.Ranks(points);
        for (var i = 0; i < rows.Length; i += 7)
        {
            var highest = -1;
            for (var j = 0; j < rows.Length; j++)
            {
                highest = Dominance.Dominates(rows[j], rows[i]) ? Math.Max(highest, ranks[j]) : highest;
            }

            Assert.Equal(highest + 1, ranks[i]);
        }
    }
}
