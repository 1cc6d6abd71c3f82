using NasKit.Training;

namespace NasKit.Relaxations;

/// <summary>A loss in closed form over a few decisions, so small that the exact gradient of its expectation is known by enumeration.</summary>
/// <remarks>The expectation is over paths drawn from softmax(logits), each decision on its own; the loss is defined for mixtures too, as a supernet's is.</remarks>
public sealed class ToyProblem
{
    private static readonly double[] values = [1, 2, 4];
    private readonly Func<double[], double> loss;
    private readonly Func<double[], double[]> gradient;
    private readonly Logits table;
    private double? expected;
    private double[]? exact;

    /// <summary>Defines a problem.</summary>
    /// <param name="name">Name, as in tables.</param>
    /// <param name="logits">Logits [decisions, options]; −∞ where a decision has fewer options.</param>
    /// <param name="loss">Loss of a mixture, given its weights decision by decision.</param>
    /// <param name="gradient">Gradient of the loss with regard to the weights.</param>
    /// <exception cref="ArgumentException">A logit is NaN or +∞, or a decision has no option.</exception>
    public ToyProblem(string name, double[,] logits, Func<double[], double> loss, Func<double[], double[]> gradient)
        : this(name, new Logits([.. (logits ?? throw new ArgumentNullException(nameof(logits))).Cast<double>()], logits.GetLength(1)), loss, gradient)
    {
    }

    private ToyProblem(string name, Logits table, Func<double[], double> loss, Func<double[], double[]> gradient)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(gradient);
        (Name, this.table, this.loss, this.gradient) = (name, table, loss, gradient);
    }

    /// <summary>T1: three options with values c = (1, 2, 4), logits (0.5, −0.2, 0.1), loss (c·z − 2.2)².</summary>
    public static ToyProblem Quadratic { get; } = new(
        "T1", new double[,] { { 0.5, -0.2, 0.1 } }, z => Square(Dot(values, z, 0) - 2.2), z => Scaled(2 * (Dot(values, z, 0) - 2.2), values));

    /// <summary>T3: the options of T1 with the linear loss c·z.</summary>
    public static ToyProblem Linear { get; } = new("T3", new double[,] { { 0.5, -0.2, 0.1 } }, z => Dot(values, z, 0), _ => (double[])values.Clone());

    /// <summary>T4: two decisions of three options, loss (c·z₁)(d·z₂) + (c·z₁)² with c = (1, 2, 4) and d = (0.5, −1, 1.5).</summary>
    public static ToyProblem TwoDecisions { get; } = OfTwoDecisions();

    /// <summary>T2: a Bernoulli variable b, loss (b − t)², as two options of which the first is b = 1.</summary>
    /// <param name="logit">Logit of b = 1; the other option's is 0.</param>
    /// <param name="target">t.</param>
    /// <remarks>The toy problem of the RELAX paper, with t = 0.45 or 0.499.</remarks>
    public static ToyProblem Bernoulli(double logit, double target) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"T2 l={logit} t={target}"),
        new double[,] { { logit, 0 } }, z => Square(z[0] - target), z => [2 * (z[0] - target), 0]);

    /// <summary>Name, as in tables.</summary>
    public string Name { get; }

    /// <summary>Logits, decision by decision.</summary>
    public IReadOnlyList<double> Logits => table.Values;

    /// <summary>softmax(logits), decision by decision.</summary>
    public IReadOnlyList<double> Probabilities => table.Probabilities;

    /// <summary>Expected loss of a path.</summary>
    public double ExpectedLoss => expected ??= Enumerate().Expected;

    /// <summary>Gradient of <see cref="ExpectedLoss"/> with regard to the logits.</summary>
    public IReadOnlyList<double> ExactGradient => exact ??= Enumerate().Gradient;

    internal Logits Table => table;

    /// <summary>The same problem at other logits.</summary>
    /// <param name="logits">As many logits, decision by decision.</param>
    /// <exception cref="ArgumentException">There are more or fewer, or one is NaN or +∞.</exception>
    public ToyProblem At(IReadOnlyList<double> logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        return logits.Count == table.Values.Length ? new(Name, new Logits([.. logits], table.Options), loss, gradient)
            : throw new ArgumentException($"{Name} has {table.Values.Length} logits; these are {logits.Count}.", nameof(logits));
    }

    /// <summary>One estimate of the gradient.</summary>
    /// <param name="relaxation">The estimator; one that learns does so.</param>
    /// <param name="rng">Source of the noise.</param>
    /// <param name="progress">Share of the search that is done, 0…1.</param>
    /// <returns>The estimate, decision by decision.</returns>
    public double[] Estimate(Relaxation relaxation, Rng rng, double progress = 0)
    {
        ArgumentNullException.ThrowIfNull(relaxation);
        ArgumentNullException.ThrowIfNull(rng);
        return relaxation.Compute(table, Run, rng, progress).Gradient;
    }

    /// <summary>Descends along the estimates with Adam.</summary>
    /// <param name="relaxation">The estimator; one that learns does so.</param>
    /// <param name="steps">Steps.</param>
    /// <param name="learningRate">Learning rate.</param>
    /// <param name="rng">Source of the noise.</param>
    /// <returns>The problem where it stands after each step; computed as it is read.</returns>
    public IEnumerable<ToyProblem> Descend(Relaxation relaxation, int steps, double learningRate, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(relaxation);
        ArgumentNullException.ThrowIfNull(rng);
        return Descend();

        IEnumerable<ToyProblem> Descend()
        {
            var (here, adam) = (this, new Adam(table.Values.Length, learningRate));
            for (var step = 0; step < steps; step++)
            {
                var estimate = here.Estimate(relaxation, rng, (double)step / steps);
                var logits = (double[])here.table.Values.Clone();
                adam.Step(logits, estimate);
                yield return here = At(logits);
            }
        }
    }

    // As a network does, it gives no gradient to options that do not run.
    internal double Run(Pass pass, double[] ofWeights)
    {
        if (pass.Differentiates)
        {
            var all = gradient(pass.Weights);
            for (var d = 0; d < table.Decisions; d++)
            {
                foreach (var k in pass.Active[d])
                {
                    ofWeights[d * table.Options + k] = all[d * table.Options + k];
                }
            }
        }

        return loss(pass.Weights);
    }

    private (double Expected, double[] Gradient) Enumerate()
    {
        var (sum, ofLogits, path) = (0.0, new double[table.Values.Length], new int[table.Decisions]);
        void Visit(int decision, double probability)
        {
            if (decision < table.Decisions)
            {
                foreach (var k in table.All[decision])
                {
                    path[decision] = k;
                    Visit(decision + 1, probability * table.Probabilities[decision * table.Options + k]);
                }

                return;
            }

            var value = probability * loss(table.OneHot(path));
            sum += value;
            for (var (i, score) = (0, table.Score(path)); i < ofLogits.Length; i++)
            {
                ofLogits[i] += value * score[i];
            }
        }

        Visit(0, 1);
        return (sum, ofLogits);
    }

    private static ToyProblem OfTwoDecisions()
    {
        double[] others = [0.5, -1, 1.5];
        return new(
            "T4", new double[,] { { 0.5, -0.2, 0.1 }, { -0.3, 0.4, 0.2 } },
            z => Dot(values, z, 0) * Dot(others, z, 3) + Square(Dot(values, z, 0)),
            z => [.. Scaled(Dot(others, z, 3) + 2 * Dot(values, z, 0), values), .. Scaled(Dot(values, z, 0), others)]);
    }

    private static double Dot(double[] factors, double[] weights, int start) => factors[0] * weights[start] + factors[1] * weights[start + 1] + factors[2] * weights[start + 2];

    private static double[] Scaled(double factor, double[] vector) => Array.ConvertAll(vector, value => factor * value);

    private static double Square(double value) => value * value;
}
