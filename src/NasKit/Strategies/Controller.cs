using NasKit.Spaces;
using NasKit.Training;

namespace NasKit.Strategies;

/// <summary>A policy over architectures: a softmax for every decision that matters, and the gradient of log π.</summary>
internal abstract class Controller
{
    private readonly double[] gradient;
    private readonly Adam adam;
    private readonly double? clip;

    /// <param name="space">The space.</param>
    /// <param name="parameters">The initial parameters.</param>
    /// <param name="learningRate">Learning rate of Adam.</param>
    /// <param name="clip">Largest norm of a step's gradient; null for no limit.</param>
    protected Controller(SearchSpace space, double[] parameters, double learningRate, double? clip)
    {
        Space = space;
        Parameters = parameters;
        gradient = new double[parameters.Length];
        adam = new(parameters.Length, learningRate);
        this.clip = clip;
    }

    /// <summary>All parameters.</summary>
    public double[] Parameters { get; }

    protected SearchSpace Space { get; }

    /// <summary>The gradient that was accumulated since the last step, of a loss to be minimised.</summary>
    public double[] Gradient => gradient;

    /// <summary>Draws an architecture.</summary>
    public Architecture Sample(Rng rng)
    {
        var choices = new int[Space.Decisions.Length];
        Walk(choices, (decision, probabilities) => Draw(probabilities, rng));
        return Space.Create(choices);
    }

    /// <summary>log π of an architecture.</summary>
    public double LogProbability(Architecture architecture)
    {
        var sum = 0.0;
        Walk(architecture.Choices.ToArray(), (decision, probabilities) =>
        {
            sum += Math.Log(probabilities[architecture.Choices[decision]]);
            return architecture.Choices[decision];
        });
        return sum;
    }

    /// <summary>Adds weight · ∇ log π + entropyWeight · ∇ Σ H(decision) to the ascent of the next step.</summary>
    public void Accumulate(Architecture architecture, double weight, double entropyWeight = 0)
    {
        var logits = new List<double[]>();
        Walk(architecture.Choices.ToArray(), (decision, probabilities) =>
        {
            var entropy = entropyWeight == 0 ? 0 : -probabilities.Sum(p => p > 0 ? p * Math.Log(p) : 0);
            logits.Add([.. probabilities.Select((p, choice) => -weight * ((choice == architecture.Choices[decision] ? 1 : 0) - p)
                + (entropyWeight == 0 || p == 0 ? 0 : entropyWeight * p * (Math.Log(p) + entropy)))]);
            return architecture.Choices[decision];
        });
        Backward(architecture, logits);
    }

    /// <summary>One step of Adam along what was accumulated.</summary>
    public void Step()
    {
        if (clip is { } limit)
        {
            var norm = Math.Sqrt(Vectors.Dot(gradient, gradient));
            for (var i = 0; norm > limit && i < gradient.Length; i++)
            {
                gradient[i] *= limit / norm;
            }
        }

        adam.Step(Parameters, gradient);
    }

    public void Exchange(SearcherState state)
    {
        state.Exchange("controller", Parameters);
        state.Exchange("controller/gradient", gradient);
        adam.Exchange(state, "controller/adam");
    }

    /// <summary>Goes through the decisions that matter in order: gives each one's probabilities and notes the choice that comes back.</summary>
    protected abstract void Walk(int[] choices, Func<int, double[], int> choose);

    /// <summary>Adds the gradient, given that of the logits of each decision that matters, in order.</summary>
    protected abstract void Backward(Architecture architecture, IReadOnlyList<double[]> logits);

    protected static double[] Softmax(ReadOnlySpan<double> logits)
    {
        var probabilities = logits.ToArray();
        var (largest, sum) = (probabilities.Max(), 0.0);
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum += probabilities[i] = Math.Exp(probabilities[i] - largest);
        }

        for (var i = 0; i < probabilities.Length; i++)
        {
            probabilities[i] /= sum;
        }

        return probabilities;
    }

    private static int Draw(double[] probabilities, Rng rng)
    {
        var left = rng.NextDouble();
        for (var choice = 0; choice < probabilities.Length - 1; choice++)
        {
            left -= probabilities[choice];
            if (left < 0)
            {
                return choice;
            }
        }

        return probabilities.Length - 1;
    }
}
