using MathNet.Numerics.Statistics;

namespace NasKit.Statistics;

/// <summary>How well one score orders what another score orders.</summary>
public static class RankCorrelation
{
    /// <summary>Kendall's tau-b: concordant minus discordant pairs, corrected for ties; in −1…1.</summary>
    /// <param name="first">Scores, finite.</param>
    /// <param name="second">Scores of the same items, finite.</param>
    /// <returns>Tau-b, or null where one side is constant or there are fewer than 2 items.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <remarks>Knight's algorithm (JASA 61, 1966): sort by the first score, then count the exchanges of a merge sort by the second; O(n log n).</remarks>
    public static double? KendallTauB(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        CheckLengths(first, second);
        var n = first.Count;
        var order = Enumerable.Range(0, n).ToArray();
        Array.Sort(order, (i, j) => first[i] != first[j] ? first[i].CompareTo(first[j]) : second[i].CompareTo(second[j]));
        var values = order.Select(i => second[i]).ToArray();
        var pairs = n * (n - 1L) / 2;
        var tiedFirst = TiedPairs(order, (i, j) => first[i] == first[j]);
        var tiedBoth = TiedPairs(order, (i, j) => first[i] == first[j] && second[i] == second[j]);
        var exchanges = MergeSort(values, new double[n], 0, n);
        var tiedSecond = TiedPairs([.. Enumerable.Range(0, n)], (i, j) => values[i] == values[j]);
        var scale = Math.Sqrt((double)(pairs - tiedFirst) * (pairs - tiedSecond));
        return scale == 0 ? null : (pairs - tiedFirst - tiedSecond + tiedBoth - 2.0 * exchanges) / scale;
    }

    /// <summary>Spearman's rho: the correlation of average ranks; in −1…1.</summary>
    /// <param name="first">Scores, finite.</param>
    /// <param name="second">Scores of the same items, finite.</param>
    /// <returns>Rho, or null where one side is constant or there are fewer than 2 items.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double? Spearman(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        CheckLengths(first, second);
        var rho = first.Count < 2 ? double.NaN : Correlation.Spearman(first, second);
        return double.IsFinite(rho) ? rho : null;
    }

    /// <summary>Pearson's correlation of the scores themselves; in −1…1.</summary>
    /// <param name="first">Scores, finite.</param>
    /// <param name="second">Scores of the same items, finite.</param>
    /// <returns>The correlation, or null where one side is constant or there are fewer than 2 items.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double? Pearson(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        CheckLengths(first, second);
        var correlation = first.Count < 2 || first.All(score => score == first[0]) || second.All(score => score == second[0]) ? double.NaN : Correlation.Pearson(first, second);
        return double.IsFinite(correlation) ? Math.Clamp(correlation, -1, 1) : null;
    }

    /// <summary>Kendall's tau-b where differences of the truth below a step do not count: the truth is rounded to multiples of it first.</summary>
    /// <param name="predicted">Scores, finite.</param>
    /// <param name="truth">True values of the same items, finite.</param>
    /// <param name="step">The step, above 0, in the unit of the truth; 0.1 for accuracies in percent.</param>
    /// <returns>Tau-b, or null as in <see cref="KendallTauB"/>.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or the step is not above 0.</exception>
    /// <remarks>Source: Yu, Sciuto, Jaggi, Musat and Salzmann, ICLR 2020 ("Evaluating the search phase"), sparse Kendall tau: its ground truth is rounded to 0.1 %.</remarks>
    public static double? SparseKendallTau(IReadOnlyList<double> predicted, IReadOnlyList<double> truth, double step)
    {
        ArgumentNullException.ThrowIfNull(truth);
        return step > 0 ? KendallTauB(predicted, [.. truth.Select(value => Math.Round(value / step, MidpointRounding.AwayFromZero))])
            : throw new ArgumentOutOfRangeException(nameof(step), step, "The step must be above 0.");
    }

    /// <summary>How many standard deviations a Kendall tau lies from 0 if the two orders had nothing to do with each other.</summary>
    /// <param name="tau">Tau, −1…1.</param>
    /// <param name="count">Items n, at least 2, without ties.</param>
    /// <returns>z = 3 τ √(n (n − 1)) / √(2 (2n + 5)), about normal from ten items on.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    /// <remarks>Source: Kendall, Biometrika 30, 1938.</remarks>
    public static double Significance(double tau, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2);
        return tau is >= -1 and <= 1 ? 3 * tau * Math.Sqrt(count * (count - 1.0)) / Math.Sqrt(2 * (2.0 * count + 5))
            : throw new ArgumentOutOfRangeException(nameof(tau), tau, "A tau lies in −1…1.");
    }

    private static void CheckLengths(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
        {
            throw new ArgumentException($"The scores are of {first.Count} and {second.Count} items; give two scores of each item.", nameof(second));
        }
    }

    private static long TiedPairs(int[] order, Func<int, int, bool> tied)
    {
        var (pairs, run) = (0L, 0L);
        for (var i = 1; i < order.Length; i++)
        {
            run = tied(order[i - 1], order[i]) ? run + 1 : 0;
            pairs += run;
        }

        return pairs;
    }

    private static long MergeSort(double[] values, double[] buffer, int start, int end)
    {
        if (end - start < 2)
        {
            return 0;
        }

        var middle = (start + end) / 2;
        var exchanges = MergeSort(values, buffer, start, middle) + MergeSort(values, buffer, middle, end);
        var (left, right) = (start, middle);
        for (var i = start; i < end; i++)
        {
            if (left < middle && (right == end || values[left] <= values[right]))
            {
                buffer[i] = values[left++];
            }
            else
            {
                exchanges += middle - left;
                buffer[i] = values[right++];
            }
        }

        Array.Copy(buffer, start, values, start, end - start);
        return exchanges;
    }
}
