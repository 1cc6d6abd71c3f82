using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>A table of architecture logits in plain numbers, row by row, with what every estimator computes from it.</summary>
internal sealed class Logits
{
    /// <summary>Takes a table of logits.</summary>
    /// <param name="values">Logits, row by row; −∞ for an option that the decision does not have.</param>
    /// <param name="options">Options O of each row.</param>
    public Logits(double[] values, int options)
    {
        (Values, Options, Decisions) = (values, options, values.Length / options);
        All = new int[Decisions][];
        for (var d = 0; d < Decisions; d++)
        {
            var row = values.AsSpan(d * options, options);
            var count = 0;
            for (var k = 0; k < options; k++)
            {
                if (double.IsNaN(row[k]) || double.IsPositiveInfinity(row[k]))
                {
                    throw new ArgumentException($"The logit of option {k} of decision {d} is {row[k]}; logits must be finite, or −∞ for an option that there is not.", nameof(values));
                }

                count += double.IsFinite(row[k]) ? 1 : 0;
            }

            if (count == 0)
            {
                throw new ArgumentException($"Decision {d} has no option left: all its {options} logits are −∞.", nameof(values));
            }

            All[d] = new int[count];
            for (var (k, i) = (0, 0); k < options; k++)
            {
                if (double.IsFinite(row[k]))
                {
                    All[d][i++] = k;
                }
            }
        }

        Probabilities = Softmax(values, 1);
    }

    public int Decisions { get; }

    /// <summary>Columns of the table.</summary>
    public int Options { get; }

    public double[] Values { get; }

    /// <summary>softmax(logits).</summary>
    public double[] Probabilities { get; }

    /// <summary>The options that each decision has.</summary>
    public int[][] All { get; }

    public static Logits From(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var shape = logits.shape;
        if (shape.Length != 2 || shape[0] < 1 || shape[1] < 1 || logits.dtype is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"Architecture logits are a table [decisions, options] of float32 or float64; this is {logits.dtype} [{string.Join(", ", shape)}].", nameof(logits));
        }

        using var scope = NewDisposeScope();
        return new(logits.detach().cpu().@double().contiguous().data<double>().ToArray(), (int)shape[1]);
    }

    /// <summary>softmax(values / temperature) of each row.</summary>
    public double[] Softmax(double[] values, double temperature)
    {
        var weights = new double[values.Length];
        for (var d = 0; d < Decisions; d++)
        {
            var (all, start, highest, sum) = (All[d], d * Options, double.NegativeInfinity, 0.0);
            foreach (var k in all)
            {
                highest = Math.Max(highest, values[start + k]);
            }

            foreach (var k in all)
            {
                sum += weights[start + k] = Math.Exp((values[start + k] - highest) / temperature);
            }

            foreach (var k in all)
            {
                weights[start + k] /= sum;
            }
        }

        return weights;
    }

    /// <summary>The derivative of <see cref="Softmax"/> applied to a vector: (w ∘ (v − w·v)) / temperature of each row. It is symmetric, so it is also
    /// what takes a gradient of the weights back to the values.</summary>
    public double[] SoftmaxDerivative(double[] weights, double[] vector, double temperature)
    {
        var result = new double[weights.Length];
        for (var d = 0; d < Decisions; d++)
        {
            var (all, start, mean) = (All[d], d * Options, 0.0);
            foreach (var k in all)
            {
                mean += weights[start + k] * vector[start + k];
            }

            foreach (var k in all)
            {
                result[start + k] = weights[start + k] * (vector[start + k] - mean) / temperature;
            }
        }

        return result;
    }

    /// <summary>Draws an option of each decision from softmax(logits).</summary>
    public int[] Draw(Rng rng)
    {
        var path = new int[Decisions];
        for (var d = 0; d < Decisions; d++)
        {
            path[d] = Pick(Probabilities, d, 1, rng);
        }

        return path;
    }

    /// <summary>Draws an option of one decision from weights with a known sum; options of weight 0 never.</summary>
    public int Pick(double[] weights, int decision, double sum, Rng rng)
    {
        var (all, start, draw, picked) = (All[decision], decision * Options, rng.NextDouble() * sum, -1);
        foreach (var k in all)
        {
            if (weights[start + k] > 0)
            {
                picked = k; // rounding may leave a rest of the sum behind the last one
                draw -= weights[start + k];
                if (draw < 0)
                {
                    break;
                }
            }
        }

        return picked;
    }

    /// <summary>The option of each decision with the largest value.</summary>
    public int[] ArgMax(double[] values)
    {
        var path = new int[Decisions];
        for (var d = 0; d < Decisions; d++)
        {
            var (all, start) = (All[d], d * Options);
            path[d] = all[0];
            foreach (var k in all)
            {
                path[d] = values[start + k] > values[start + path[d]] ? k : path[d];
            }
        }

        return path;
    }

    /// <summary>1 at the options of a path, 0 elsewhere.</summary>
    public double[] OneHot(int[] path)
    {
        var weights = new double[Values.Length];
        for (var d = 0; d < Decisions; d++)
        {
            weights[d * Options + path[d]] = 1;
        }

        return weights;
    }

    /// <summary>∇ log p(path) = one-hot − p, of every decision.</summary>
    public double[] Score(int[] path)
    {
        var score = OneHot(path);
        for (var i = 0; i < score.Length; i++)
        {
            score[i] -= Probabilities[i];
        }

        return score;
    }

    /// <summary>Runs a mixture of all options that trains nothing: its loss and the gradient of the weights.</summary>
    public (double Loss, double[] Gradient) Relaxed(double[] weights, PassLoss loss)
    {
        var gradient = new double[weights.Length];
        return (loss(new Pass(weights, All, null, Differentiates: true, Training: 0), gradient), gradient);
    }

    /// <summary>A path as lists of one active option each.</summary>
    public static int[][] Only(int[] path) => Array.ConvertAll(path, option => new[] { option });
}
