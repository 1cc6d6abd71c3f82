using System.Collections.Immutable;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace NasKit.Statistics;

/// <summary>Friedman's test: whether k treatments that are ranked within each of N blocks differ at all.</summary>
/// <remarks>
/// A treatment is a strategy, a block a benchmark or a seed. Source: Friedman, JASA 32, 1937; F: Iman and Davenport, 1980; use for comparing algorithms: Demšar, JMLR 7, 2006, section 3.2.2.
/// </remarks>
public sealed record FriedmanTest
{
    private FriedmanTest(int blocks, ImmutableArray<double> averageRanks, double chiSquare)
    {
        var (k, n) = (averageRanks.Length, (double)blocks);
        (Blocks, AverageRanks, ChiSquare) = (blocks, averageRanks, chiSquare);
        PValue = 1 - ChiSquared.CDF(k - 1, chiSquare);
        var rest = (n * (k - 1)) - chiSquare;
        // Where all blocks agree nothing is left to compare with.
        F = rest > 1e-9 * n * (k - 1) ? (n - 1) * chiSquare / rest : double.PositiveInfinity;
        FPValue = double.IsPositiveInfinity(F) ? 0 : 1 - FisherSnedecor.CDF(k - 1, (k - 1) * (n - 1), F);
    }

    /// <summary>N, the number of blocks.</summary>
    public int Blocks { get; }

    /// <summary>Mean rank of each treatment, 1…k, the best being 1; equal values share the mean of their ranks.</summary>
    public IReadOnlyList<double> AverageRanks { get; }

    /// <summary>χ²_F, corrected for ties; at least 0.</summary>
    public double ChiSquare { get; }

    /// <summary>Probability of such a χ² or a larger one if the treatments do not differ (k − 1 degrees of freedom), 0…1.</summary>
    public double PValue { get; }

    /// <summary>F_F = (N − 1) χ² / (N (k − 1) − χ²), which is less conservative; infinite where all blocks agree.</summary>
    public double F { get; }

    /// <summary>Probability of such an F or a larger one if the treatments do not differ (k − 1 and (k − 1)(N − 1) degrees of freedom), 0…1.</summary>
    public double FPValue { get; }

    /// <summary>Ranks the treatments within each block and tests.</summary>
    /// <param name="blocks">N ≥ 2 rows of k ≥ 2 finite values, one a treatment.</param>
    /// <param name="higherIsBetter">Whether the largest value of a block has rank 1, as for an accuracy, or the smallest, as for a regret.</param>
    /// <exception cref="ArgumentException">There are fewer than two blocks or treatments, rows differ in length, or a value is not finite.</exception>
    public static FriedmanTest Of(IReadOnlyList<IReadOnlyList<double>> blocks, bool higherIsBetter = false)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var k = blocks.Count == 0 ? 0 : blocks[0].Count;
        Require.That("Friedman's test",
            (blocks.Count >= 2, $"It needs at least two blocks, got {blocks.Count}"),
            (k >= 2, $"It needs at least two treatments, got {k}"),
            (blocks.All(block => block.Count == k), "The blocks differ in length"),
            (blocks.All(block => block.All(double.IsFinite)), "A value is not finite"));
        var sums = new double[k];
        var squares = 0.0;
        foreach (var block in blocks)
        {
            var ranks = ArrayStatistics.RanksInplace([.. block.Select(value => higherIsBetter ? 0.0 - value : value)], RankDefinition.Average);
            for (var j = 0; j < k; j++)
            {
                sums[j] += ranks[j];
                squares += ranks[j] * ranks[j];
            }
        }

        // Without ties the sum of all squared ranks is N k (k + 1)(2k + 1)/6, and this is Friedman's own formula.
        var n = (double)blocks.Count;
        var spread = squares - (n * k * (k + 1) * (k + 1) / 4);
        var chiSquare = spread <= 1e-9 ? 0 : (k - 1) * sums.Sum(sum => Math.Pow(sum - (n * (k + 1) / 2), 2)) / spread;
        return new(blocks.Count, [.. sums.Select(sum => sum / n)], chiSquare);
    }

    /// <summary>Tests published average ranks, as if there were no ties.</summary>
    /// <param name="blocks">N, at least 2.</param>
    /// <param name="averageRanks">k ≥ 2 mean ranks, each 1…k, that add up to k (k + 1)/2 but for rounding.</param>
    /// <exception cref="ArgumentException">There are fewer than two blocks or treatments, a rank is out of its range, or their sum is not that of ranks.</exception>
    public static FriedmanTest FromAverageRanks(int blocks, params IReadOnlyList<double> averageRanks)
    {
        ArgumentNullException.ThrowIfNull(averageRanks);
        var k = averageRanks.Count;
        Require.That("Friedman's test",
            (blocks >= 2, $"It needs at least two blocks, got {blocks}"),
            (k >= 2, $"It needs at least two treatments, got {k}"),
            (averageRanks.All(rank => rank >= 1 && rank <= k), $"An average rank is not in 1…{k}"),
            (Math.Abs(averageRanks.Sum() - (k * (k + 1) / 2.0)) < 0.01 * k, $"The average ranks add up to {averageRanks.Sum()}, expected {k * (k + 1) / 2.0}"));
        return new(blocks, [.. averageRanks], Math.Max(0, 12.0 * blocks / (k * (k + 1)) * (averageRanks.Sum(rank => rank * rank) - (k * (k + 1) * (k + 1) / 4.0))));
    }
}
