using FsCheck;
using FsCheck.Fluent;
using NasKit.Benchmarks;
using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public sealed class RankCorrelationTests
{
    private const string Cells = "nas-bench-201.csv.gz";
    private const string Macro = "nas-bench-macro.csv.gz";

    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 1, 2, 4, 3 }, 2.0 / 3)]
    [InlineData(new double[] { 1, 1, 2, 3 }, new double[] { 1, 2, 2, 3 }, 0.8)] // C = 4, D = 0, one tie on each side
    [InlineData(new double[] { 3, 1, 2 }, new double[] { 30, 10, 20 }, 1)]
    [InlineData(new double[] { 3, 1, 2 }, new double[] { -3, -1, -2 }, -1)]
    public void Tau_b_of_the_hand_cases_comes_out(double[] first, double[] second, double tau) => Assert.Equal(tau, RankCorrelation.KendallTauB(first, second)!.Value, 12);

    [Fact]
    public void Rank_correlations_do_not_change_under_rising_maps_and_Pearson_not_under_linear_ones()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<(short, short)[]>(), pairs =>
        {
            double[] x = [.. pairs.Select(pair => pair.Item1 / 5000.0)], y = [.. pairs.Select(pair => (double)pair.Item2)];
            double[] exp = [.. x.Select(Math.Exp)], line = [.. x.Select(value => 3 * value - 7)];
            Assert.Equal(RankCorrelation.KendallTauB(x, y), RankCorrelation.KendallTauB(exp, y));
            Assert.Equal(RankCorrelation.Spearman(x, y), RankCorrelation.Spearman(exp, y));
            var (plain, moved) = (RankCorrelation.Pearson(x, y), RankCorrelation.Pearson(line, y));
            Assert.Equal(plain is null, moved is null);
            Assert.Equal(plain ?? 0, moved ?? 0, 1e-9); // rounding of short sums
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Pearson_of_a_hand_case_comes_out_and_a_constant_side_has_none()
    {
        // Means 2 and 3; products of deviations −1·−1 + 0·−2 + 1·3 = 4; squares 2 and 14.
        Assert.Equal(4 / Math.Sqrt(28), RankCorrelation.Pearson([1, 2, 3], [2, 1, 6])!.Value, 12);
        Assert.Null(RankCorrelation.Pearson([0.1, 0.1, 0.1], [1, 2, 3]));
        Assert.Null(RankCorrelation.Pearson([1], [2]));
    }

    [Fact]
    public void A_sparse_tau_does_not_count_differences_of_the_truth_below_its_step()
    {
        double[] truth = [90.01, 90.04, 90.31, 90.62], predicted = [2, 1, 3, 4];
        Assert.Equal(4.0 / 6, RankCorrelation.KendallTauB(predicted, truth)!.Value, 12);
        Assert.Equal(5 / Math.Sqrt(5 * 6), RankCorrelation.SparseKendallTau(predicted, truth, 0.1)!.Value, 12); // 90.0, 90.0, 90.3, 90.6
        Assert.Null(RankCorrelation.SparseKendallTau(predicted, truth, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankCorrelation.SparseKendallTau(predicted, truth, 0));
    }

    [Fact]
    public void The_significance_of_a_tau_is_Kendalls()
    {
        Assert.Equal(3 * 0.5 * Math.Sqrt(90) / Math.Sqrt(50), RankCorrelation.Significance(0.5, 10), 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => RankCorrelation.Significance(1.5, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => RankCorrelation.Significance(0.5, 1));
    }

    // Published extracts of the benchmark differ in which seeds their means are over, hence 0.004: tau moves that much between two of them.
    [TheoryWithSharedData(Cells)]
    [InlineData("c10_test_12", "c10_test_200", 0.870, 0.699)]
    [InlineData("c10_val_12", "c10_test_200", 0.772, 0.594)]
    [InlineData("c100_val_12", "c10_test_200", 0.821, 0.638)]
    [InlineData("in16_val_12", "c10_test_200", 0.751, 0.585)]
    [InlineData("params", "c10_test_200", null, 0.576)]
    public void Twelve_epochs_order_NAS_Bench_201_as_measured_before(string low, string high, double? spearman, double kendall)
    {
        var table = KnownTables.Load("nas-bench-201", SharedData.Folder);
        double[] first = table.Column(low).CompleteValues.ToArray(), second = table.Column(high).CompleteValues.ToArray();
        Assert.Equal(kendall, RankCorrelation.KendallTauB(first, second)!.Value, 0.004);
        Assert.Equal(spearman ?? 0, spearman is null ? 0 : RankCorrelation.Spearman(first, second)!.Value, 0.004);
    }

    [TheoryWithSharedData(Cells)]
    [InlineData("c10_test_12", 0.380)]
    [InlineData("c10_val_12", 0.353)]
    public void Among_the_best_tenth_of_NAS_Bench_201_little_of_the_order_is_left(string low, double kendall)
    {
        var table = KnownTables.Load("nas-bench-201", SharedData.Folder);
        Assert.Equal(kendall, TopRanks.KendallTauB(table.Column(low).CompleteValues.ToArray(), table.Column("c10_test_200").CompleteValues.ToArray(), 0.1)!.Value, 0.004);
    }

    [FactWithSharedData(Macro)]
    public void Two_trainings_of_NAS_Bench_Macro_agree_but_for_the_best_tenth()
    {
        var table = KnownTables.Load("nas-bench-macro", SharedData.Folder);
        double[] first = table.Column("acc1").CompleteValues.ToArray(), second = table.Column("acc2").CompleteValues.ToArray();
        Assert.Equal(0.882, RankCorrelation.KendallTauB(first, second)!.Value, 0.001);
        double[] mean = [.. first.Zip(second, table.Column("acc3").CompleteValues.ToArray()).Select(of => (of.First + of.Second + of.Third) / 3)];
        var best = Enumerable.Range(0, mean.Length).OrderByDescending(row => mean[row]).Take(mean.Length / 10).ToArray();
        Assert.Equal(0.187, RankCorrelation.KendallTauB([.. best.Select(row => first[row])], [.. best.Select(row => second[row])])!.Value, 0.005); // here 0.1836
        Assert.Equal(0.556, RankCorrelation.KendallTauB(table.Column("flops").CompleteValues.ToArray(), mean)!.Value, 0.001);
        Assert.Equal(0.218, RankCorrelation.KendallTauB(table.Column("params").CompleteValues.ToArray(), mean)!.Value, 0.001);
    }
}
