using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public class NemenyiTestTests
{
    /// <summary>Demšar, JMLR 7, 2006, table 5(a).</summary>
    [Theory]
    [InlineData(0.05, new[] { 1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164 })]
    [InlineData(0.10, new[] { 1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920 })]
    public void Critical_values_are_those_of_the_published_table(double alpha, double[] values)
    {
        for (var k = 2; k <= 10; k++) Assert.Equal(values[k - 2], NemenyiTest.CriticalValue(k, alpha), 0.0011); // the table's last digit is not always rounded
    }

    [Fact]
    public void Range_of_two_is_the_distance_of_two_normal_numbers()
    {
        // The distance of two standard normal numbers is √2 |z|: P(√2 |z| ≤ q) with q = √2 · 1.959964 is 0.95.
        Assert.Equal(0.95, StudentisedRange.Probability(Math.Sqrt(2) * 1.959963984540054, 2), 10);
        Assert.Equal(0, StudentisedRange.Probability(0, 3));
        Assert.Equal(1, StudentisedRange.Probability(40, 20), 10);
    }

    [Fact]
    public void Quantile_is_the_inverse_of_the_probability()
    {
        foreach (var k in new[] { 2, 3, 15, 100 })
            foreach (var p in new[] { 0.01, 0.5, 0.95, 0.999 })
                Assert.Equal(p, StudentisedRange.Probability(StudentisedRange.Quantile(p, k), k), 9);
    }

    [Fact]
    public void Groups_are_the_largest_intervals_of_ranks_that_do_not_differ()
    {
        // k = 5, N = 30: the critical difference is 2.728 √(30/180) = 1.114.
        var test = new NemenyiTest(FriedmanTest.FromAverageRanks(30, 4.5, 1.5, 2.5, 3.4, 3.1));
        Assert.Equal(1.114, test.CriticalDifference, 0.001);
        Assert.Equal([[1, 2], [2, 4, 3], [3, 0]], test.Groups());
        Assert.Empty(new NemenyiTest(FriedmanTest.FromAverageRanks(1000, 1, 2, 3)).Groups());
        Assert.Equal([[1, 0, 2]], new NemenyiTest(FriedmanTest.FromAverageRanks(2, 2, 1.9, 2.1)).Groups());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void Level_must_be_a_probability(double alpha)
        => Assert.Throws<ArgumentOutOfRangeException>(() => new NemenyiTest(FriedmanTest.FromAverageRanks(4, 1, 2), alpha));
}
