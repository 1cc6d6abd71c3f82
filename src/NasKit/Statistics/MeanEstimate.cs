using System.Globalization;

namespace NasKit.Statistics;

/// <summary>The mean of a sample and how far it may lie from the true one.</summary>
/// <param name="Count">Number of values n.</param>
/// <param name="Mean">Mean, in the unit of the values.</param>
/// <param name="StandardDeviation">Sample standard deviation (n − 1), in the unit of the values; null with fewer than two values.</param>
public sealed record MeanEstimate(int Count, double Mean, double? StandardDeviation)
{
    /// <summary>Standard deviation over √n, in the unit of the values; null with fewer than two values.</summary>
    public double? StandardError => StandardDeviation / Math.Sqrt(Count);

    /// <summary>Estimates the mean of some values.</summary>
    /// <param name="values">At least one, all finite.</param>
    /// <exception cref="ArgumentException">There is none, or one is not finite.</exception>
    public static MeanEstimate Of(params IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0 || !values.All(double.IsFinite))
        {
            throw new ArgumentException($"A mean needs at least one value and all finite; these are {values.Count}, {values.Count(value => !double.IsFinite(value))} of them not finite.", nameof(values));
        }

        var mean = values.Average();
        return new(values.Count, mean, values.Count < 2 ? null : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    /// <summary>Whether a value lies at most some standard errors from the mean; false where the error is not known and the value differs.</summary>
    /// <param name="value">The value, as a published mean.</param>
    /// <param name="errors">How many standard errors.</param>
    public bool IsWithin(double value, double errors = 3) => Math.Abs(value - Mean) <= errors * (StandardError ?? 0);

    /// <summary>Mean ± standard error, three decimals.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000}{(StandardError is { } error ? string.Create(CultureInfo.InvariantCulture, $" ± {error:0.000}") : "")}");
}
