namespace NasKit.Strategies;

/// <summary>A stack of LSTM layers that reads a sequence of tokens, with its gradient by back-propagation through time.</summary>
/// <remarks>
/// Source: Hochreiter and Schmidhuber, Neural Computation 9 (8), 1997, with forget gates. A token enters one-hot: it picks a row of the first layer's input
/// weights. In plain numbers rather than tensors: at some thirty units a call into the tensor library takes longer than the step itself.
/// </remarks>
internal sealed class Lstm
{
    private readonly int hidden;
    private readonly int layers;
    private readonly int offset;
    private readonly int[] input; // where each layer's input weights start; recurrent weights [H, 4H] and biases [4H] follow
    private readonly int[] inputs;
    private readonly List<Layer[]> steps = [];
    private readonly List<int> tokens = [];

    /// <param name="tokens">Number of different tokens.</param>
    /// <param name="hidden">Units H of each layer.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="offset">Where its parameters start in the array that is handed to every call.</param>
    public Lstm(int tokens, int hidden, int layers, int offset)
    {
        this.hidden = hidden;
        this.layers = layers;
        this.offset = offset;
        inputs = [.. Enumerable.Range(0, layers).Select(layer => layer == 0 ? tokens : hidden)];
        input = new int[layers];
        for (var layer = 0; layer < layers; layer++)
        {
            input[layer] = offset + Count;
            Count += (inputs[layer] + hidden + 1) * 4 * hidden;
        }
    }

    /// <summary>Number of parameters.</summary>
    public int Count { get; }

    /// <summary>Forgets the sequence.</summary>
    public void Begin()
    {
        steps.Clear();
        tokens.Clear();
    }

    /// <summary>Reads a token.</summary>
    /// <param name="parameters">All parameters of the network.</param>
    /// <param name="token">The token; −1 for an input of zeros.</param>
    /// <returns>The top layer's output [H]; to be read only.</returns>
    public double[] Read(double[] parameters, int token)
    {
        var before = steps.Count > 0 ? steps[^1] : null;
        var step = new Layer[layers];
        for (var l = 0; l < layers; l++)
        {
            var (recurrent, bias) = (input[l] + inputs[l] * 4 * hidden, input[l] + (inputs[l] + hidden) * 4 * hidden);
            var layer = step[l] = new(hidden);
            var gates = layer.Gates.AsSpan();
            parameters.AsSpan(bias, 4 * hidden).CopyTo(gates);
            if (l > 0)
            {
                AddProduct(gates, step[l - 1].Output, parameters, input[l]);
            }
            else if (token >= 0)
            {
                Vectors.AddScaled(gates, parameters.AsSpan(input[0] + token * 4 * hidden, 4 * hidden), 1);
            }

            if (before is not null)
            {
                AddProduct(gates, before[l].Output, parameters, recurrent);
            }

            for (var j = 0; j < hidden; j++)
            {
                var (i, f, g, o) = (Sigmoid(gates[j]), Sigmoid(gates[hidden + j]), Math.Tanh(gates[2 * hidden + j]), Sigmoid(gates[3 * hidden + j]));
                (gates[j], gates[hidden + j], gates[2 * hidden + j], gates[3 * hidden + j]) = (i, f, g, o);
                layer.Cell[j] = (before is null ? 0 : f * before[l].Cell[j]) + i * g;
                layer.Squashed[j] = Math.Tanh(layer.Cell[j]);
                layer.Output[j] = o * layer.Squashed[j];
            }
        }

        steps.Add(step);
        tokens.Add(token);
        return step[^1].Output;
    }

    /// <summary>Adds the gradient of the sequence to that of all parameters.</summary>
    /// <param name="parameters">As they were read with.</param>
    /// <param name="gradient">The gradient of all parameters; added to.</param>
    /// <param name="outputs">For each token the gradient of the top layer's output [H]; null for none.</param>
    public void Backward(double[] parameters, double[] gradient, IReadOnlyList<double[]?> outputs)
    {
        var (fromNext, cells) = (NewLayers(), NewLayers());
        var (gates, above) = (new double[4 * hidden], new double[hidden]);
        for (var t = steps.Count - 1; t >= 0; t--)
        {
            Array.Clear(above);
            if (outputs[t] is { } given)
            {
                given.CopyTo(above, 0);
            }

            for (var l = layers - 1; l >= 0; l--)
            {
                var (layer, before) = (steps[t][l], t > 0 ? steps[t - 1][l] : null);
                for (var j = 0; j < hidden; j++)
                {
                    var (i, f, g, o) = (layer.Gates[j], layer.Gates[hidden + j], layer.Gates[2 * hidden + j], layer.Gates[3 * hidden + j]);
                    var output = above[j] + fromNext[l][j];
                    var cell = cells[l][j] + output * o * (1 - layer.Squashed[j] * layer.Squashed[j]);
                    gates[j] = cell * g * i * (1 - i);
                    gates[hidden + j] = before is null ? 0 : cell * before.Cell[j] * f * (1 - f);
                    gates[2 * hidden + j] = cell * i * (1 - g * g);
                    gates[3 * hidden + j] = output * layer.Squashed[j] * o * (1 - o);
                    cells[l][j] = cell * f;
                }

                var (recurrent, bias) = (input[l] + inputs[l] * 4 * hidden, input[l] + (inputs[l] + hidden) * 4 * hidden);
                Vectors.AddScaled(gradient.AsSpan(bias, 4 * hidden), gates, 1);
                Array.Clear(fromNext[l]);
                if (before is not null)
                {
                    Through(parameters, gradient, recurrent, before.Output, gates, fromNext[l]);
                }

                Array.Clear(above);
                if (l > 0)
                {
                    Through(parameters, gradient, input[l], steps[t][l - 1].Output, gates, above);
                }
                else if (tokens[t] >= 0)
                {
                    Vectors.AddScaled(gradient.AsSpan(input[0] + tokens[t] * 4 * hidden, 4 * hidden), gates, 1);
                }
            }
        }
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private double[][] NewLayers() => [.. Enumerable.Range(0, layers).Select(_ => new double[hidden])];

    private void AddProduct(Span<double> gates, double[] x, double[] parameters, int weights)
    {
        for (var j = 0; j < hidden; j++)
        {
            Vectors.AddScaled(gates, parameters.AsSpan(weights + j * 4 * hidden, 4 * hidden), x[j]);
        }
    }

    // One weight matrix backwards: its own gradient, and that of its input.
    private void Through(double[] parameters, double[] gradient, int weights, double[] x, double[] gates, double[] gradientOfX)
    {
        for (var j = 0; j < hidden; j++)
        {
            Vectors.AddScaled(gradient.AsSpan(weights + j * 4 * hidden, 4 * hidden), gates, x[j]);
            gradientOfX[j] = Vectors.Dot(parameters.AsSpan(weights + j * 4 * hidden, 4 * hidden), gates);
        }
    }

    private sealed class Layer(int hidden)
    {
        public readonly double[] Gates = new double[4 * hidden]; // input, forget, new, output; after their functions
        public readonly double[] Cell = new double[hidden];
        public readonly double[] Squashed = new double[hidden];
        public readonly double[] Output = new double[hidden];
    }
}
