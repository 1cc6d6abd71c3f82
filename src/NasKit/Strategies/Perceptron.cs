namespace NasKit.Strategies;

/// <summary>What a <see cref="Perceptron"/> learns.</summary>
internal enum PerceptronLoss
{
    /// <summary>Probabilities of a label 0 or 1, by cross-entropy.</summary>
    Logistic,

    /// <summary>Numbers, by squared error.</summary>
    Squared,
}

/// <summary>One hidden layer of rectified units over one-hot choices, trained on all rows at once.</summary>
/// <remarks>In plain numbers, for the few hundred rows that a search has; inputs are lists of features that are 1.</remarks>
internal sealed class Perceptron
{
    private readonly int hidden;
    private readonly PerceptronLoss loss;
    private readonly double[] parameters; // input weights [features, H], biases [H], output weights [H], output bias
    private readonly int biases;
    private readonly int outputs;

    /// <param name="features">Number of inputs.</param>
    /// <param name="hidden">Hidden units H.</param>
    /// <param name="loss">What is learnt.</param>
    /// <param name="init">Source of the initial weights, uniform in ±1/√inputs of their layer.</param>
    public Perceptron(int features, int hidden, PerceptronLoss loss, Rng init)
    {
        this.hidden = hidden;
        this.loss = loss;
        biases = features * hidden;
        outputs = biases + hidden;
        parameters = new double[outputs + hidden + 1];
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] = (2 * init.NextDouble() - 1) / Math.Sqrt(i < outputs ? features : hidden);
        }
    }

    /// <summary>Trains with Adam on the weighted mean loss.</summary>
    /// <param name="rows">The features that are 1, for each row.</param>
    /// <param name="targets">What to learn, for each row.</param>
    /// <param name="weights">The weight of each row.</param>
    /// <param name="steps">Steps on all rows.</param>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="weightDecay">L2 penalty.</param>
    public void Train(IReadOnlyList<int[]> rows, double[] targets, double[] weights, int steps, double learningRate, double weightDecay)
    {
        var adam = new Adam(parameters.Length, learningRate, weightDecay);
        var (gradient, units, ofUnits, total) = (new double[parameters.Length], new double[hidden], new double[hidden], weights.Sum());
        for (var step = 0; step < steps; step++)
        {
            for (var n = 0; n < rows.Count; n++)
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
    public double Predict(int[] row) => Forward(row, new double[hidden]);

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
