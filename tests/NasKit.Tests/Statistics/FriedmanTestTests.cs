using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public class FriedmanTestTests
{
    /// <summary>Demšar, JMLR 7, 2006, section 3.2.2: 14 data sets, four versions of C4.5.</summary>
    [Fact]
    public void The_published_example_has_its_chi_square_F_and_critical_difference()
    {
        var test = FriedmanTest.FromAverageRanks(14, 3.143, 2.000, 2.893, 1.964);
        Assert.Equal(9.28, test.ChiSquare, 0.01); // its ranks have three decimals
        Assert.Equal(3.69, test.F, 0.01);
        Assert.InRange(test.PValue, 0.025, 0.026); // χ² tables: 9.348 at 0.025
        Assert.InRange(test.FPValue, 0.01, 0.05); // the paper: the critical value of F(3, 39) at 0.05 is 2.85
        var nemenyi = new NemenyiTest(test);
        Assert.Equal(1.25, nemenyi.CriticalDifference, 0.005);
        Assert.Single(nemenyi.Groups()); // 3.143 − 1.964 < 1.25: at 0.05 it cannot tell any two apart
        Assert.Equal(1.12, new NemenyiTest(test, 0.10).CriticalDifference, 0.005);
        Assert.True(new NemenyiTest(test, 0.10).Differ(0, 3)); // the paper: at 0.10 it can tell C4.5 from C4.5+m+cf
    }

    [Fact]
    public void Three_treatments_in_four_blocks_by_hand()
    {
        // Ranks (1, 2, 3), (1, 2, 3), (1, 3, 2), (2, 1, 3): sums 5, 8, 11; 12/(4·3·4) (25 + 64 + 121) − 3·4·4 = 4.5.
        var test = FriedmanTest.Of([[1, 2, 3], [10, 20, 30], [0.1, 0.3, 0.2], [5, 4, 6]]);
        Assert.Equal([1.25, 2, 2.75], test.AverageRanks);
        Assert.Equal(4.5, test.ChiSquare, 12);
        Assert.Equal(3 * 4.5 / (8 - 4.5), test.F, 12);
        Assert.Equal(Math.Exp(-4.5 / 2), test.PValue, 12); // two degrees of freedom
        Assert.Equal(test.ChiSquare, FriedmanTest.FromAverageRanks(4, test.AverageRanks).ChiSquare, 12);
    }

    [Fact]
    public void Equal_values_share_the_mean_of_their_ranks_and_are_corrected_for()
    {
        // Ranks (1.5, 1.5, 3) twice: sums 3, 3, 6; squares 27; (k − 1) Σ (R − 4)² / (27 − 24) = 2·6/3 = 4, the most there is: the blocks agree.
        var test = FriedmanTest.Of([[1, 1, 2], [5, 5, 9]]);
        Assert.Equal([1.5, 1.5, 3], test.AverageRanks);
        Assert.Equal(4, test.ChiSquare, 12);
        Assert.Equal(double.PositiveInfinity, test.F);
        Assert.Equal(0, test.FPValue);
        var nothing = FriedmanTest.Of([[1, 1], [2, 2]]);
        Assert.Equal((0.0, 1.0), (nothing.ChiSquare, nothing.PValue));
    }

    [Fact]
    public void Higher_is_better_turns_the_ranks_around()
    {
        double[][] blocks = [[1, 2, 3], [3, 1, 2]];
        var (low, high) = (FriedmanTest.Of(blocks), FriedmanTest.Of(blocks, higherIsBetter: true));
        Assert.All(low.AverageRanks.Zip(high.AverageRanks), pair => Assert.Equal(4, pair.First + pair.Second, 12));
        Assert.Equal(low.ChiSquare, high.ChiSquare, 12);
    }

    [Fact]
    public void Ranks_add_up_and_do_not_change_under_a_rising_map()
    {
        var rng = new Rng(7);
        for (var trial = 0; trial < 50; trial++)
        {
            var blocks = Enumerable.Range(0, 2 + rng.NextInt(10)).Select(_ => Enumerable.Range(0, 5).Select(_ => (double)rng.NextInt(4)).ToArray()).ToArray();
            var test = FriedmanTest.Of(blocks);
            Assert.Equal(15, test.AverageRanks.Sum(), 9);
            Assert.InRange(test.ChiSquare, 0, (blocks.Length * 4) + 1e-9);
            Assert.Equal(test.AverageRanks, FriedmanTest.Of([.. blocks.Select(block => block.Select(Math.Exp).ToArray())]).AverageRanks);
        }
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => FriedmanTest.Of([[1, double.NaN], [1, 2, 3]]));
        Assert.Contains("2 problems", error.Message);
        Assert.Throws<ArgumentException>(() => FriedmanTest.Of([]));
        Assert.Throws<ArgumentException>(() => FriedmanTest.FromAverageRanks(14, 1, 1, 1));
    }
}
