using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public sealed class BootstrapIntervalTests
{
    [Fact]
    public void The_interval_holds_the_estimate_and_is_a_function_of_the_seed()
    {
        var (x, y) = Correlated(40, 1);
        var interval = BootstrapInterval.Of(x, y, RankCorrelation.KendallTauB, seed: 3);
        Assert.Equal(RankCorrelation.KendallTauB(x, y), interval.Estimate);
        Assert.InRange(interval.Estimate!.Value, interval.Low!.Value, interval.High!.Value);
        Assert.Equal((1000, 0, 0.95), (interval.Resamples, interval.Undefined, interval.Level));
        Assert.Equal(interval, BootstrapInterval.Of(x, y, RankCorrelation.KendallTauB, seed: 3));
        Assert.NotEqual(interval, BootstrapInterval.Of(x, y, RankCorrelation.KendallTauB, seed: 4));
    }

    [Theory]
    [InlineData("kendall")]
    [InlineData("spearman")]
    [InlineData("pearson")]
    public void A_higher_level_is_wider_and_more_items_are_narrower(string name)
    {
        Func<IReadOnlyList<double>, IReadOnlyList<double>, double?> statistic = name switch
        {
            "kendall" => RankCorrelation.KendallTauB,
            "spearman" => RankCorrelation.Spearman,
            _ => RankCorrelation.Pearson,
        };
        double Width(int count, double level)
        {
            var (x, y) = Correlated(count, 2);
            var interval = BootstrapInterval.Of(x, y, statistic, 1, 500, level);
            return interval.High!.Value - interval.Low!.Value;
        }

        Assert.True(Width(30, 0.5) < Width(30, 0.95));
        Assert.True(Width(300, 0.95) < Width(30, 0.95));
    }

    [Fact]
    public void The_interval_covers_the_true_correlation_about_as_often_as_it_says()
    {
        // Independent scores: tau is 0. 200 samples of 30 pairs at 90 %: 180 expected, deviation 4.2; the percentile interval is a little short at this size.
        var covered = 0;
        for (var sample = 0; sample < 200; sample++)
        {
            var rng = new Rng(1000 + sample);
            double[] x = [.. Enumerable.Range(0, 30).Select(_ => rng.NextDouble())], y = [.. Enumerable.Range(0, 30).Select(_ => rng.NextDouble())];
            var interval = BootstrapInterval.Of(x, y, RankCorrelation.KendallTauB, sample, 200, 0.9);
            covered += interval.Low <= 0 && interval.High >= 0 ? 1 : 0;
        }

        Assert.InRange(covered, 160, 196);
    }

    [Fact]
    public void Resamples_of_one_item_only_are_counted_as_undefined()
    {
        // Of two items, half of the resamples are one of them twice.
        var interval = BootstrapInterval.Of([1, 2], [1, 2], RankCorrelation.KendallTauB, seed: 1);
        Assert.InRange(interval.Undefined, 500 - 64, 500 + 64); // 4 standard deviations of a binomial count
        Assert.Equal((1, 1, 1), (interval.Estimate, interval.Low, interval.High));
        Assert.Equal($"1.000 [1.000, 1.000], {interval.Undefined} of 1000 resamples undefined", interval.ToString());
        var none = BootstrapInterval.Of([1, 1], [1, 2], RankCorrelation.KendallTauB, seed: 1);
        Assert.Equal((null, null, null, 1000), (none.Estimate, none.Low, none.High, none.Undefined));
        Assert.Equal("NA [NA, NA], 1000 of 1000 resamples undefined", none.ToString());
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => BootstrapInterval.Of([1, 2], [1], RankCorrelation.Spearman, 1, 0, 1)).Message;
        Assert.Contains("of 2 and 1 items", error);
        Assert.Contains("resamples = 0", error);
        Assert.Contains("level = 1", error);
    }

    private static (double[] X, double[] Y) Correlated(int count, long seed)
    {
        var rng = new Rng(seed);
        double[] x = [.. Enumerable.Range(0, count).Select(_ => rng.NextGaussian())];
        return (x, [.. x.Select(value => value + rng.NextGaussian())]);
    }
}
