using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public sealed class TopRanksTests
{
    private static readonly double[] Predicted = [9, 8, 7, 6, 5];
    private static readonly double[] Truth = [70, 90, 60, 95, 80]; // true ranks 4, 2, 5, 1, 3

    [Theory]
    [InlineData(1, 0.0, 4, 25.0)]
    [InlineData(2, 0.5, 2, 5.0)]
    [InlineData(3, 1.0 / 3, 2, 5.0)]
    [InlineData(4, 0.75, 1, 0.0)]
    [InlineData(5, 1.0, 1, 0.0)]
    public void The_best_predicted_are_judged_by_their_true_ranks(int k, double precision, int ranking, double regret)
    {
        Assert.Equal(precision, TopRanks.Precision(Predicted, Truth, k), 12);
        Assert.Equal(ranking, TopRanks.BestRanking(Predicted, Truth, k));
        Assert.Equal(regret, TopRanks.Regret(Predicted, Truth, k));
    }

    [Fact]
    public void Equal_predictions_rank_in_their_order_and_equal_truths_share_the_better_rank()
    {
        Assert.Equal(2, TopRanks.BestRanking([1, 1, 1], [5, 5, 6], 2));
        Assert.Equal(0.5, TopRanks.Precision([1, 1, 1], [5, 4, 6], 2));
        Assert.Equal(1, TopRanks.Precision([3, 2, 1], [5, 5, 5], 2));
    }

    [Fact]
    public void The_order_of_the_truly_best_is_judged_alone()
    {
        double[] predicted = [1, 2, 3, 4], truth = [1, 2, 4, 3];
        Assert.Equal(2.0 / 3, RankCorrelation.KendallTauB(predicted, truth)!.Value, 12);
        Assert.Equal(-1, TopRanks.KendallTauB(predicted, truth, 0.5)!.Value, 12);
        Assert.Null(TopRanks.KendallTauB(predicted, truth, 0.25));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void A_number_of_best_that_is_not_there_is_refused(int k) =>
        Assert.Contains("1…5", Assert.Throws<ArgumentOutOfRangeException>(() => TopRanks.Precision(Predicted, Truth, k)).Message);

    [Fact]
    public void Predictions_of_other_items_are_refused() =>
        Assert.Contains("2 predictions of 5 items", Assert.Throws<ArgumentException>(() => TopRanks.Regret([1, 2], Truth, 1)).Message);
}
