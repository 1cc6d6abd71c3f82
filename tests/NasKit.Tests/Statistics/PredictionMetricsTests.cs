using FsCheck;
using FsCheck.Fluent;
using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public sealed class PredictionMetricsTests
{
    [Fact]
    public void The_hand_example_comes_out()
    {
        var metrics = PredictionMetrics.Of([11, 19, 33, 36, 51], [10, 20, 30, 40, 50]);
        Assert.Equal(0.4, metrics.Within5);
        Assert.Equal(1.0, metrics.Within10);
        Assert.Equal(2.3664, metrics.RootMeanSquare, 4);
        Assert.Equal(0.0789, metrics.RelativeRootMeanSquare, 4);
        Assert.Equal(2.0, metrics.MeanAbsolute, 12);
        Assert.Equal(0, metrics.Bias, 12);
        Assert.Equal(0.10, metrics.MedianRelativeError, 12);
        Assert.Equal(1, metrics.Spearman!.Value, 12);
        Assert.Equal(1, metrics.Kendall!.Value, 12);
    }

    [Fact]
    public void Kendall_equals_the_count_over_all_pairs()
    {
        var scores = ArbMap.Default.ArbFor<(byte, byte)[]>();
        Prop.ForAll(scores, pairs =>
        {
            var (x, y) = (pairs.Select(pair => pair.Item1 % 7 / 2.0).ToArray(), pairs.Select(pair => pair.Item2 % 5 / 3.0).ToArray());
            var (agreement, inX, inY) = (0, 0, 0);
            for (var i = 0; i < x.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    agreement += Math.Sign(x[i] - x[j]) * Math.Sign(y[i] - y[j]);
                    inX += x[i] != x[j] ? 1 : 0;
                    inY += y[i] != y[j] ? 1 : 0;
                }
            }

            var expected = inX == 0 || inY == 0 ? (double?)null : agreement / Math.Sqrt((double)inX * inY);
            var tau = RankCorrelation.KendallTauB(x, y);
            Assert.Equal(expected is null, tau is null);
            Assert.Equal(expected ?? 0, tau ?? 0, 12);
        }).QuickCheckThrowOnFailure();
    }

    [FactWithSharedData("nas-bench-macro.csv.gz")]
    public void Kendall_between_the_first_two_runs_of_NAS_Bench_Macro_is_the_reference()
    {
        // Columns: arch, acc1, acc2, acc3, params, flops.
        var rows = SharedData.Lines("nas-bench-macro.csv.gz").Skip(1).Select(line => line.Split(',')).ToArray();
        var tau = RankCorrelation.KendallTauB([.. rows.Select(row => double.Parse(row[1]))], [.. rows.Select(row => double.Parse(row[2]))]);
        Assert.Equal(0.8820, tau!.Value, 4);
    }
}
