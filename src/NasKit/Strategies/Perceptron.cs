using NasKit.Spaces;
using NasKit.Training;

namespace NasKit.Strategies;

/// <summary>What a <see cref="Perceptron"/> learns.</summary>
public enum PerceptronLoss
{
    /// <summary>Probabilities of a label 0 or 1, by cross-entropy.</summary>
    Logistic,

    /// <summary>Numbers, by squared error.</summary>
    Squared,
}

/// <summary>One hidden layer of rectified units over the one-hot choices of architectures, trained on all of them at once.</summary>
/// <remarks>In plain numbers, for the few hundred architectures that a search has.</remarks>
public sealed class Perceptron
{
    private readonly int hidden;
    private readonly PerceptronLoss loss;
    private readonly double[] parameters; // input weights [features, H], biases [H], output weights [H], output bias
    private readonly int biases;
    private readonly int outputs;

    /// <param name="space">The space of the architectures.</param>
    /// <param name="loss">What is learnt.</param>
    /// <param name="init">Source of the initial weights, uniform in ±1/√inputs of their layer.</param>
    /// <param name="hidden">Hidden units H, at least 1; null for twice the inputs, which are as many as the space has choices.</param>
    public Perceptron(SearchSpace space, PerceptronLoss loss, Rng init, int? hidden = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(init);
        var features = Features.Count(space);
        this.hidden = hidden ?? 2 * features;
        this.loss = loss;
        ArgumentOutOfRangeException.ThrowIfLessThan(this.hidden, 1, nameof(hidden));
        biases = features * this.hidden;
        outputs = biases + this.hidden;
        parameters = new double[outputs + this.hidden + 1];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (2 * init.NextDouble() - 1) / Math.Sqrt(i < outputs ? features : this.hidden);
        }
    }

    /// <summary>Trains with Adam on the weighted mean loss.</summary>
    /// <param name="architectures">What to learn from, at least one.</param>
    /// <param name="targets">What to learn: a label 0 or 1, or a number, for each architecture.</param>
    /// <param name="weights">The weight of each architecture.</param>
    /// <param name="steps">Steps on all architectures.</param>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="weightDecay">L2 penalty.</param>
    /// <exception cref="ArgumentException">There is no architecture, or not one target and weight for each.</exception>
    public void Train(
        IReadOnlyList<Architecture> architectures, IReadOnlyList<double> targets, IReadOnlyList<double> weights, int steps, double learningRate, double weightDecay)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(weights);
        Require.That(nameof(Perceptron),
            (architectures.Count > 0, "There is nothing to learn from"),
            (targets.Count == architectures.Count && weights.Count == architectures.Count, $"{architectures.Count} architectures have {targets.Count} targets and {weights.Count} weights"));
        int[][] rows = [.. architectures.Select(Features.Of)];
        var adam = new Adam(parameters.Length, learningRate, weightDecay);
        var (gradient, units, ofUnits, total) = (new double[parameters.Length], new double[hidden], new double[hidden], weights.Sum());
        for (var step = 0; step < steps; step++)
        {
            for (var n = 0; n < rows.Length; n++)
            {
                var slope = weights[n] / total * (Forward(rows[n], units) - targets[n]); // of both losses, in the last sum
                Vectors.AddScaled(gradient.AsSpan(outputs, hidden), units, slope);
                gradient[^1] += slope;
                for (var j = 0; j < hidden; j++)
                {
                    ofUnits[j] = units[j] > 0 ? slope * parameters[outputs + j] : 0;
                }

                Vectors.AddScaled(gradient.AsSpan(biases, hidden), ofUnits, 1);
                foreach (var feature in rows[n])
                {
                    Vectors.AddScaled(gradient.AsSpan(feature * hidden, hidden), ofUnits, 1);
                }
            }

            adam.Step(parameters, gradient);
        }
    }

    /// <summary>The probability of label 1, or the number.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    public double Predict(Architecture architecture) => Forward(Features.Of(architecture), new double[hidden]);

    private double Forward(int[] row, double[] units)
    {
        parameters.AsSpan(biases, hidden).CopyTo(units);
        foreach (var feature in row)
        {
            Vectors.AddScaled(units, parameters.AsSpan(feature * hidden, hidden), 1);
        }

        for (var j = 0; j < hidden; j++)
        {
            units[j] = Math.Max(units[j], 0);
        }

        var sum = parameters[^1] + Vectors.Dot(units, parameters.AsSpan(outputs, hidden));
        return loss == PerceptronLoss.Logistic ? 1 / (1 + Math.Exp(-sum)) : sum;
    }
}
