namespace NasKit.Statistics;

/// <summary>Nemenyi's test after Friedman's: two treatments differ where their average ranks lie at least a critical difference apart.</summary>
/// <remarks>Source: Nemenyi, 1963; Demšar, JMLR 7, 2006, section 3.2.2.</remarks>
public sealed record NemenyiTest
{
    /// <summary>Compares all pairs of treatments.</summary>
    /// <param name="friedman">The average ranks.</param>
    /// <param name="alpha">Probability of finding any difference where there is none, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not between 0 and 1.</exception>
    public NemenyiTest(FriedmanTest friedman, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(friedman);
        (Friedman, Alpha) = (friedman, alpha);
        CriticalDifference = CriticalDifferenceOf(friedman.AverageRanks.Count, friedman.Blocks, alpha);
    }

    /// <summary>The test behind it, with the average ranks.</summary>
    public FriedmanTest Friedman { get; }

    /// <summary>The level.</summary>
    public double Alpha { get; }

    /// <summary>How far two average ranks must lie apart.</summary>
    public double CriticalDifference { get; }

    /// <summary>q_α: the studentised range of k groups over √2.</summary>
    /// <param name="treatments">k, at least 2.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">k is below 2, or the level is not between 0 and 1.</exception>
    public static double CriticalValue(int treatments, double alpha = 0.05) => StudentisedRange.Quantile(1 - alpha, treatments) / Math.Sqrt(2);

    /// <summary>q_α √(k (k + 1) / 6N).</summary>
    /// <param name="treatments">k, at least 2.</param>
    /// <param name="blocks">N, at least 1.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public static double CriticalDifferenceOf(int treatments, int blocks, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        return CriticalValue(treatments, alpha) * Math.Sqrt(treatments * (treatments + 1.0) / (6.0 * blocks));
    }

    /// <summary>Whether two treatments differ at the level.</summary>
    /// <param name="first">Index of one.</param>
    /// <param name="second">Index of the other.</param>
    public bool Differ(int first, int second) => Math.Abs(Friedman.AverageRanks[first] - Friedman.AverageRanks[second]) >= CriticalDifference;

    /// <summary>The largest groups of two or more treatments of which no two differ, each in the order of ranks, the best group first; groups may share members.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Groups()
    {
        var order = Enumerable.Range(0, Friedman.AverageRanks.Count).OrderBy(i => Friedman.AverageRanks[i]).ToArray();
        var groups = new List<IReadOnlyList<int>>();
        var reached = 0;
        for (var start = 0; start < order.Length; start++)
        {
            var end = start + 1;
            while (end < order.Length && !Differ(order[start], order[end]))
            {
                end++;
            }

            // Ranks are on a line: a group that ends no later than one before is a part of it.
            if (end > reached && end - start > 1)
            {
                groups.Add(order[start..end]);
            }

            reached = Math.Max(reached, end);
        }

        return groups;
    }
}
