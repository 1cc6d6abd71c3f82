using System.Globalization;

namespace NasKit.Statistics;

/// <summary>A statistic of pairs of scores with the interval that resampling the pairs gives.</summary>
/// <param name="Estimate">The statistic of the pairs themselves; null where it is undefined.</param>
/// <param name="Low">Lower end; null where no resample defines the statistic.</param>
/// <param name="High">Upper end; null likewise.</param>
/// <param name="Level">Share of resamples between the ends, between 0 and 1.</param>
/// <param name="Resamples">Resamples drawn.</param>
/// <param name="Undefined">How many of them left the statistic undefined, as where all scores of one side were equal; the ends are those of the others.</param>
public sealed record BootstrapInterval(double? Estimate, double? Low, double? High, double Level, int Resamples, int Undefined)
{
    /// <summary>Draws as many pairs as there are, with replacement, again and again, and takes the percentiles of the statistic.</summary>
    /// <param name="first">Scores, finite, at least 2.</param>
    /// <param name="second">Scores of the same items, finite.</param>
    /// <param name="statistic">The statistic, as <see cref="RankCorrelation.KendallTauB"/>, <see cref="RankCorrelation.Spearman"/> or <see cref="RankCorrelation.Pearson"/>.</param>
    /// <param name="seed">Which pairs are drawn.</param>
    /// <param name="resamples">B, at least 1.</param>
    /// <param name="level">Share of resamples between the ends, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, there are fewer than 2 items, or a number is out of its range.</exception>
    /// <remarks>
    /// Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13 (percentile interval). Pairs drawn twice are tied with themselves on both sides, which
    /// tau-b leaves out of account. Percentiles are interpolated linearly between order statistics.
    /// </remarks>
    public static BootstrapInterval Of(
        IReadOnlyList<double> first, IReadOnlyList<double> second, Func<IReadOnlyList<double>, IReadOnlyList<double>, double?> statistic, long seed, int resamples = 1000,
        double level = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        ArgumentNullException.ThrowIfNull(statistic);
        Require.That(nameof(BootstrapInterval),
            (first.Count == second.Count && first.Count >= 2, $"The scores are of {first.Count} and {second.Count} items; give two scores of each of at least 2 items"),
            (resamples >= 1, $"resamples = {resamples} must be at least 1"),
            (level is > 0 and < 1, string.Create(CultureInfo.InvariantCulture, $"level = {level} must be between 0 and 1")));
        var rng = new Rng(seed);
        var (a, b) = (new double[first.Count], new double[first.Count]);
        var found = new List<double>(resamples);
        for (var resample = 0; resample < resamples; resample++)
        {
            for (var i = 0; i < a.Length; i++)
            {
                var drawn = rng.NextInt(a.Length);
                (a[i], b[i]) = (first[drawn], second[drawn]);
            }

            if (statistic(a, b) is { } value)
            {
                found.Add(value);
            }
        }

        found.Sort();
        return new(statistic(first, second), Quantile(found, (1 - level) / 2), Quantile(found, (1 + level) / 2), level, resamples, resamples - found.Count);
    }

    /// <summary>The estimate and its ends, three decimals, and how many resamples were undefined where any was.</summary>
    public override string ToString()
    {
        static string Text(double? value) => value is { } known ? known.ToString("0.000", CultureInfo.InvariantCulture) : "NA";
        return string.Create(CultureInfo.InvariantCulture, $"{Text(Estimate)} [{Text(Low)}, {Text(High)}]{(Undefined == 0 ? "" : $", {Undefined} of {Resamples} resamples undefined")}");
    }

    private static double? Quantile(List<double> sorted, double share)
    {
        if (sorted.Count == 0)
        {
            return null;
        }

        var place = share * (sorted.Count - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }
}
