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
