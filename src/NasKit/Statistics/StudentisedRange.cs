using MathNet.Numerics.Distributions;

namespace NasKit.Statistics;

/// <summary>The distribution of the range of k independent standard normal numbers: the studentised range with infinitely many degrees of freedom.</summary>
public static class StudentisedRange
{
    private const double Edge = 9; // beyond it the normal density is below 1e-18
    private const double Step = 0.05;

    /// <summary>The probability that the largest of k numbers exceeds the smallest by at most a given range.</summary>
    /// <param name="range">q, at least 0.</param>
    /// <param name="groups">k, at least 2.</param>
    /// <returns>A probability, right to about ten digits.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range is negative or not a number, or k is below 2.</exception>
    /// <remarks>k ∫ φ(z) (Φ(z) − Φ(z − q))^(k−1) dz, z being the largest. The integrand is smooth and vanishes at both ends, so that plain equal steps converge exponentially.</remarks>
    public static double Probability(double range, int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 2);
        if (!(range >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(range), range, "A range is at least 0.");
        }

        var sum = 0.0;
        for (var z = -Edge; z <= Edge; z += Step)
        {
            sum += Normal.PDF(0, 1, z) * Math.Pow(Normal.CDF(0, 1, z) - Normal.CDF(0, 1, z - range), groups - 1);
        }

        return Math.Min(1, groups * Step * sum);
    }

    /// <summary>The range that is exceeded with the probability 1 − p.</summary>
    /// <param name="probability">p, between 0 and 1.</param>
    /// <param name="groups">k, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is not between 0 and 1, or k is below 2.</exception>
    public static double Quantile(double probability, int groups)
    {
        if (!(probability > 0 && probability < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability lies between 0 and 1.");
        }

        var (low, high) = (0.0, 2 * Edge);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Probability(middle, groups) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
