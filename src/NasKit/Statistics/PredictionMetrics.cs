namespace NasKit.Statistics;

/// <summary>How far predictions lie from measurements; relative errors are relative to the measured value.</summary>
/// <param name="Count">Number of items n.</param>
/// <param name="MedianRelativeError">Median of |predicted − measured| / measured.</param>
/// <param name="Within5">Share of items with a relative error of at most 5 %, in 0…1.</param>
/// <param name="Within10">Share of items with a relative error of at most 10 %, in 0…1.</param>
/// <param name="RootMeanSquare">Root of the mean squared error, in the unit of the values.</param>
/// <param name="RelativeRootMeanSquare">The same over the mean measured value.</param>
/// <param name="MeanAbsolute">Mean absolute error, in the unit of the values.</param>
/// <param name="Bias">Mean of predicted − measured, in the unit of the values.</param>
/// <param name="Spearman">Rank correlation, null where it is undefined.</param>
/// <param name="Kendall">Kendall's tau-b, null where it is undefined.</param>
public sealed record PredictionMetrics(
    int Count, double MedianRelativeError, double Within5, double Within10, double RootMeanSquare, double RelativeRootMeanSquare,
    double MeanAbsolute, double Bias, double? Spearman, double? Kendall)
{
    private const double Rounding = 1e-12;

    /// <summary>Compares predictions with measurements of the same items.</summary>
    /// <param name="predicted">Predictions, finite.</param>
    /// <param name="measured">Measurements, positive and finite.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there are no items, or a measurement is not positive.</exception>
    public static PredictionMetrics Of(IReadOnlyList<double> predicted, IReadOnlyList<double> measured)
    {
        ArgumentNullException.ThrowIfNull(predicted);
        ArgumentNullException.ThrowIfNull(measured);
        if (predicted.Count != measured.Count || measured.Count == 0 || measured.Any(value => !(value > 0)))
        {
            throw new ArgumentException(
                $"Expected as many predictions as positive measurements, got {predicted.Count} and {measured.Count} (smallest {measured.DefaultIfEmpty().Min()}).",
                nameof(measured));
        }

        var errors = predicted.Zip(measured, (guess, truth) => guess - truth).ToArray();
        var relative = errors.Zip(measured, (error, truth) => Math.Abs(error) / truth).Order().ToArray();
        var rootMeanSquare = Math.Sqrt(errors.Average(error => error * error));
        return new(
            measured.Count,
            (relative[(relative.Length - 1) / 2] + relative[relative.Length / 2]) / 2,
            relative.Count(error => error <= 0.05 + Rounding) / (double)relative.Length,
            relative.Count(error => error <= 0.10 + Rounding) / (double)relative.Length,
            rootMeanSquare,
            rootMeanSquare / measured.Average(),
            errors.Average(Math.Abs),
            errors.Average(),
            RankCorrelation.Spearman(predicted, measured),
            RankCorrelation.KendallTauB(predicted, measured));
    }
}
