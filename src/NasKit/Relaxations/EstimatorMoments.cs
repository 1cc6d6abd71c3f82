using System.Text.Json.Serialization;

namespace NasKit.Relaxations;

/// <summary>What an estimator is worth on a problem whose gradient is known: how far its mean is off, and how much it scatters.</summary>
public sealed record EstimatorMoments
{
    /// <summary>Number of estimates n.</summary>
    public required int Samples { get; init; }

    /// <summary>Mean of the estimates, decision by decision.</summary>
    public required IReadOnlyList<double> Mean { get; init; }

    /// <summary>Mean less the exact gradient.</summary>
    public required IReadOnlyList<double> Bias { get; init; }

    /// <summary>Standard error of each component of <see cref="Mean"/>.</summary>
    public required IReadOnlyList<double> StandardError { get; init; }

    /// <summary>Variance of one estimate, summed over the components.</summary>
    public required double TotalVariance { get; init; }

    /// <summary>Standard error of <see cref="TotalVariance"/>.</summary>
    public required double TotalVarianceError { get; init; }

    /// <summary>Length of <see cref="Bias"/>.</summary>
    [JsonIgnore]
    public double BiasNorm => Math.Sqrt(Bias.Sum(value => value * value));

    /// <summary>The largest bias of a component in its standard errors; 0 where there is neither, infinite where there is a bias and no scatter.</summary>
    [JsonIgnore]
    public double BiasInErrors => Bias.Zip(StandardError, (bias, error) => Math.Abs(bias) < 1e-12 ? 0 : Math.Abs(bias) / error).Max();

    /// <summary>Measures an estimator.</summary>
    /// <param name="relaxation">The estimator. One that learns goes on learning; to hold it still, load its state into one with learning rate 0.</param>
    /// <param name="problem">The problem.</param>
    /// <param name="samples">Number of estimates, at least 2.</param>
    /// <param name="rng">Source of the noise.</param>
    /// <param name="progress">Share of the search that is done, 0…1, for the temperature.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than two estimates.</exception>
    public static EstimatorMoments Measure(Relaxation relaxation, ToyProblem problem, int samples, Rng rng, double progress = 0)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 2);
        var (exact, count) = (problem.ExactGradient, problem.Logits.Count);
        var estimates = new double[samples][];
        var offset = new double[count]; // of the mean from the first estimate, so that equal estimates have exactly no variance
        for (var n = 0; n < samples; n++)
        {
            estimates[n] = problem.Estimate(relaxation, rng, progress);
            for (var i = 0; i < count; i++)
            {
                offset[i] += (estimates[n][i] - estimates[0][i]) / samples;
            }
        }

        var mean = offset.Select((value, i) => estimates[0][i] + value).ToArray();
        var (variance, total, squares) = (new double[count], 0.0, 0.0);
        foreach (var estimate in estimates)
        {
            var distance = 0.0;
            for (var i = 0; i < count; i++)
            {
                var square = (estimate[i] - mean[i]) * (estimate[i] - mean[i]);
                variance[i] += square / (samples - 1);
                distance += square;
            }

            total += distance / (samples - 1);
            squares += distance * distance / (samples - 1);
        }

        return new()
        {
            Samples = samples,
            Mean = mean,
            Bias = [.. mean.Select((value, i) => value - exact[i])],
            StandardError = [.. variance.Select(value => Math.Sqrt(value / samples))],
            TotalVariance = total,
            TotalVarianceError = Math.Sqrt(Math.Max(0, squares - total * total) / samples),
        };
    }
}
