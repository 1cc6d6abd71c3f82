namespace NasKit.Relaxations;

/// <summary>One estimate with a control variate, and how its square depends on what is learned.</summary>
/// <remarks>With e = 2g, the derivatives of Σ g² need of ∇c only its product with a direction that does not depend on c: e · ∂c/∂α = ∇c(y) · y′(e),
/// where y′(e) is the derivative of the softmax along e.</remarks>
internal sealed class ControlVariate
{
    private readonly Logits logits;
    private readonly double[] z, given, slope, score; // [D · O] each; −∞ in z and z̃ for options that there are not
    private readonly double temperature;
    private readonly SurrogateValue atZ, atGiven;

    /// <param name="logits">The logits.</param>
    /// <param name="z">Disturbed logits, whose path was run.</param>
    /// <param name="loss">Its loss f(b).</param>
    /// <param name="rng">Source of z̃.</param>
    /// <param name="temperature">λ.</param>
    /// <param name="surrogate">c(y).</param>
    public ControlVariate(Logits logits, Gumbel z, double loss, Rng rng, double temperature, Func<double[], SurrogateValue> surrogate)
    {
        (this.logits, this.z, this.temperature) = (logits, z.Values, temperature);
        given = Gumbel.DrawGiven(logits, z.Path, rng, out slope).Values;
        score = logits.Score(z.Path);
        (WeightsAtZ, WeightsGiven) = (logits.Softmax(this.z, temperature), logits.Softmax(given, temperature));
        (atZ, atGiven) = (surrogate(WeightsAtZ), surrogate(WeightsGiven));
        Gradient = logits.SoftmaxDerivative(WeightsAtZ, atZ.Gradient, temperature);
        var ofGiven = ToLogits(logits.SoftmaxDerivative(WeightsGiven, atGiven.Gradient, temperature));
        for (var i = 0; i < Gradient.Length; i++)
        {
            Gradient[i] += (loss - atGiven.Value) * score[i] - ofGiven[i];
        }
    }

    /// <summary>g.</summary>
    public double[] Gradient { get; }

    private double[] WeightsAtZ { get; }

    private double[] WeightsGiven { get; }

    /// <summary>Gradient of Σ g² with regard to the surrogate's parameters, then log λ.</summary>
    /// <param name="count">Number of the surrogate's parameters.</param>
    public double[] OfParameters(int count)
    {
        var result = new double[count + 1];
        var errors = Array.ConvertAll(Gradient, g => 2 * g);
        var errorsGiven = FromLogits(errors);
        var ofScore = -errors.Zip(score, (error, s) => error * s).Sum();
        var towards = logits.SoftmaxDerivative(WeightsAtZ, errors, temperature);
        var towardsGiven = logits.SoftmaxDerivative(WeightsGiven, errorsGiven, temperature);
        atZ.AddTo(result, 0, towards);
        atGiven.AddTo(result, ofScore, Array.ConvertAll(towardsGiven, value => -value));
        var (moving, movingGiven) = (ByTemperature(WeightsAtZ, z), ByTemperature(WeightsGiven, given));
        var ofTemperature = ofScore * Dot(atGiven.Gradient, movingGiven)
            + atZ.Curvature(moving, towards) + Dot(atZ.Gradient, ByTemperature(WeightsAtZ, moving, errors, towards))
            - atGiven.Curvature(movingGiven, towardsGiven) - Dot(atGiven.Gradient, ByTemperature(WeightsGiven, movingGiven, errorsGiven, towardsGiven));
        result[count] = temperature * ofTemperature;
        return result;
    }

    // z̃ᵢ grows with log pᵢ by its slope, and log p = α − log Σ exp α.
    private double[] ToLogits(double[] ofGiven)
    {
        var result = new double[ofGiven.Length];
        for (var d = 0; d < logits.Decisions; d++)
        {
            var (start, sum) = (d * logits.Options, 0.0);
            foreach (var k in logits.All[d])
            {
                sum += result[start + k] = slope[start + k] * ofGiven[start + k];
            }

            foreach (var k in logits.All[d])
            {
                result[start + k] -= logits.Probabilities[start + k] * sum;
            }
        }

        return result;
    }

    // The transpose of ToLogits.
    private double[] FromLogits(double[] errors)
    {
        var result = new double[errors.Length];
        for (var d = 0; d < logits.Decisions; d++)
        {
            var (start, mean) = (d * logits.Options, 0.0);
            foreach (var k in logits.All[d])
            {
                mean += logits.Probabilities[start + k] * errors[start + k];
            }

            foreach (var k in logits.All[d])
            {
                result[start + k] = slope[start + k] * (errors[start + k] - mean);
            }
        }

        return result;
    }

    // ∂ softmax(z / λ) / ∂λ.
    private double[] ByTemperature(double[] weights, double[] values)
    {
        var finite = Array.ConvertAll(values, value => double.IsFinite(value) ? value : 0); // where the weight is 0
        return Array.ConvertAll(logits.SoftmaxDerivative(weights, finite, temperature), value => -value / temperature);
    }

    // ∂ y′(e) / ∂λ, given ∂y/∂λ and y′(e).
    private double[] ByTemperature(double[] weights, double[] moving, double[] errors, double[] towards)
    {
        var result = new double[weights.Length];
        for (var d = 0; d < logits.Decisions; d++)
        {
            var (start, mean, meanMoving) = (d * logits.Options, 0.0, 0.0);
            foreach (var k in logits.All[d])
            {
                mean += weights[start + k] * errors[start + k];
                meanMoving += moving[start + k] * errors[start + k];
            }

            foreach (var k in logits.All[d])
            {
                var i = start + k;
                result[i] = (moving[i] * (errors[i] - mean) - weights[i] * meanMoving - towards[i]) / temperature;
            }
        }

        return result;
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
