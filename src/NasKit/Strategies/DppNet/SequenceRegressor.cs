using NasKit.Training;

namespace NasKit.Strategies.DppNet;

/// <summary>Predicts a number in 0…1 from a sequence of tokens: an LSTM, and a sigmoid of its last output.</summary>
/// <remarks>Source: the regressor of DPP-Net and PNAS; the embedding is part of the first layer's weights. Squared error, Adam, all sequences at once.</remarks>
internal sealed class SequenceRegressor
{
    private readonly Lstm lstm;
    private readonly double[] parameters; // of the LSTM, then output weights [H] and bias
    private readonly int hidden;

    public SequenceRegressor(int tokens, int hidden, Rng init)
    {
        this.hidden = hidden;
        lstm = new(tokens, hidden, 1, 0);
        parameters = [.. Enumerable.Range(0, lstm.Count + hidden + 1).Select(_ => (2 * init.NextDouble() - 1) / Math.Sqrt(hidden))];
    }

    /// <summary>Trains on all sequences, some passes.</summary>
    /// <param name="sequences">Token sequences, of any lengths.</param>
    /// <param name="targets">A number in 0…1 for each.</param>
    /// <param name="epochs">Passes.</param>
    /// <param name="learningRate">Learning rate of Adam.</param>
    public void Train(IReadOnlyList<int[]> sequences, IReadOnlyList<double> targets, int epochs, double learningRate)
    {
        var (adam, gradient) = (new Adam(parameters.Length, learningRate), new double[parameters.Length]);
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            for (var n = 0; n < sequences.Count; n++)
            {
                var (prediction, output) = Forward(sequences[n]);
                var slope = 2 * (prediction - targets[n]) * prediction * (1 - prediction) / sequences.Count;
                Vectors.AddScaled(gradient.AsSpan(lstm.Count, hidden), output, slope);
                gradient[^1] += slope;
                var ofOutput = new double[hidden];
                Vectors.AddScaled(ofOutput, parameters.AsSpan(lstm.Count, hidden), slope);
                var ofOutputs = new double[]?[sequences[n].Length];
                ofOutputs[^1] = ofOutput;
                lstm.Backward(parameters, gradient, ofOutputs);
            }

            adam.Step(parameters, gradient);
        }
    }

    /// <summary>The prediction for a sequence.</summary>
    public double Predict(int[] sequence) => Forward(sequence).Prediction;

    private (double Prediction, double[] Output) Forward(int[] sequence)
    {
        lstm.Begin();
        var output = Array.Empty<double>();
        foreach (var token in sequence)
        {
            output = lstm.Read(parameters, token);
        }

        return (1 / (1 + Math.Exp(-parameters[^1] - Vectors.Dot(output, parameters.AsSpan(lstm.Count, hidden)))), output);
    }
}
