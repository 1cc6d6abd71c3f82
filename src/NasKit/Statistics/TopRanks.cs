namespace NasKit.Statistics;

/// <summary>How well predictions find the best items; higher is better on both sides.</summary>
/// <remarks>
/// Equal predictions rank in the order of the items. An item's true rank is 1 plus the number of items that are truly better, so equal truths share the better rank.
/// </remarks>
public static class TopRanks
{
    /// <summary>Share of the K items predicted best that are truly among the K best, in 0…1.</summary>
    /// <param name="predicted">Predictions, finite.</param>
    /// <param name="truth">True values of the same items, finite.</param>
    /// <param name="k">K, 1 to the number of items.</param>
    /// <exception cref="ArgumentException">The lengths differ, or K is out of its range.</exception>
    public static double Precision(IReadOnlyList<double> predicted, IReadOnlyList<double> truth, int k)
    {
        var best = PredictedBest(predicted, truth, k);
        return (double)best.Count(item => TrueRank(truth, item) <= k) / k;
    }

    /// <summary>The true rank, from 1, of the best of the K items predicted best.</summary>
    /// <param name="predicted">Predictions, finite.</param>
    /// <param name="truth">True values of the same items, finite.</param>
    /// <param name="k">K, 1 to the number of items.</param>
    /// <exception cref="ArgumentException">The lengths differ, or K is out of its range.</exception>
    public static int BestRanking(IReadOnlyList<double> predicted, IReadOnlyList<double> truth, int k) =>
        TrueRank(truth, PredictedBest(predicted, truth, k).MaxBy(item => truth[item]));

    /// <summary>How much better the best item of all is than the best of the K items predicted best, in the unit of the truth; 0 or more.</summary>
    /// <param name="predicted">Predictions, finite.</param>
    /// <param name="truth">True values of the same items, finite.</param>
    /// <param name="k">K, 1 to the number of items.</param>
    /// <exception cref="ArgumentException">The lengths differ, or K is out of its range.</exception>
    public static double Regret(IReadOnlyList<double> predicted, IReadOnlyList<double> truth, int k) =>
        truth.Max() - PredictedBest(predicted, truth, k).Max(item => truth[item]);

    /// <summary>Kendall's tau-b among the truly best items: whether predictions still order those that matter.</summary>
    /// <param name="predicted">Predictions, finite.</param>
    /// <param name="truth">True values of the same items, finite.</param>
    /// <param name="share">Share of the items that count as best, above 0, at most 1; rounded down to whole items, and equal truths at the edge all count.</param>
    /// <returns>Tau-b, or null where it is undefined.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the share is out of its range.</exception>
    public static double? KendallTauB(IReadOnlyList<double> predicted, IReadOnlyList<double> truth, double share)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        if (!(share > 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "The share must be above 0 and at most 1.");
        }

        CheckLengths(predicted, truth);
        var edge = truth.OrderDescending().ElementAtOrDefault(Math.Max(1, (int)(share * truth.Count)) - 1);
        var best = Enumerable.Range(0, truth.Count).Where(item => truth[item] >= edge).ToArray();
        return RankCorrelation.KendallTauB([.. best.Select(item => predicted[item])], [.. best.Select(item => truth[item])]);
    }

    private static int TrueRank(IReadOnlyList<double> truth, int item) => 1 + truth.Count(value => value > truth[item]);

    private static int[] PredictedBest(IReadOnlyList<double> predicted, IReadOnlyList<double> truth, int k)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(truth);
        CheckLengths(predicted, truth);
        return k >= 1 && k <= truth.Count ? [.. Enumerable.Range(0, predicted.Count).OrderByDescending(item => predicted[item]).Take(k)]
            : throw new ArgumentOutOfRangeException(nameof(k), k, $"K must be in 1…{truth.Count}, the number of items.");
    }

    private static void CheckLengths(IReadOnlyList<double> predicted, IReadOnlyList<double> truth)
    {
        if (predicted.Count != truth.Count)
        {
            throw new ArgumentException($"There are {predicted.Count} predictions of {truth.Count} items; give one of each.", nameof(predicted));
        }
    }
}
