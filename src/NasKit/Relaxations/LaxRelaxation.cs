using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>LAX: the gradient of the loss of a concrete sample without differentiating the network with regard to its weights.</summary>
/// <remarks>
/// g = (f(Z) − c(Z)) ∇ log q(Z) + ∇c(Z), with Z = softmax((α + G) / λ) a concrete sample, log q its log-density at fixed Z
/// (<see cref="ConcreteRelaxation.LogDensity"/>), and c a perceptron that learns to lower the variance. The mean is the gradient of the expected loss of
/// Z, for every c: that of <see cref="ConcreteRelaxation"/>, with the same bias towards one-hot paths, for losses that have no gradient. Source: Grathwohl et
/// al., ICLR 2018 (RELAX), equation 8, with the concrete distribution as the continuous one.
/// </remarks>
public sealed class LaxRelaxation : Relaxation
{
    private readonly Surrogate surrogate;
    private readonly LearnedParameters parameters;

    /// <param name="temperature">λ.</param>
    /// <param name="seed">Seed of the surrogate's initial weights, from <see cref="Seeds.For"/>.</param>
    /// <param name="hidden">Hidden units, at least 1.</param>
    /// <param name="learningRate">Rate at which the surrogate is learned, ≥ 0; 0 leaves it as it is.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names all that are.</exception>
    public LaxRelaxation(Anneal temperature, long seed, int hidden = 10, double learningRate = 0.01)
        : this(temperature, new PerceptronSurrogate(hidden, seed), learningRate) => Require.That("LAX", (hidden >= 1, $"hidden = {hidden} must be at least 1"));

    /// <summary>With another surrogate.</summary>
    internal LaxRelaxation(Anneal temperature, Surrogate surrogate, double learningRate)
    {
        ArgumentNullException.ThrowIfNull(temperature);
        Require.That("LAX", (learningRate >= 0 && double.IsFinite(learningRate), $"learningRate = {learningRate} must be 0 or more"));
        (Temperature, this.surrogate, parameters) = (temperature, surrogate, new(learningRate));
    }

    /// <inheritdoc/>
    public override string Name => "LAX";

    /// <inheritdoc/>
    public override bool IsUnbiased => false;

    /// <inheritdoc/>
    public override bool NeedsAllPaths => true;

    /// <inheritdoc/>
    public override Anneal Temperature { get; }

    /// <inheritdoc/>
    public override bool GivesWeightGradient => false;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{base.ToString()} with {surrogate}, learned at {parameters.LearningRate:R}");

    internal override Pass Weigh(Logits logits, Rng rng, double progress) =>
        new(logits.Softmax(Gumbel.Draw(logits, rng).Values, Temperature.At(progress)), logits.All, null, Differentiates: false, Training: 1);

    internal override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var inputs = logits.Values.Length;
        parameters.Prepare(surrogate.Count(inputs), () => surrogate.Initial(inputs));
        var t = Temperature.At(progress);
        var z = Gumbel.Draw(logits, rng).Values;
        var pass = new Pass(logits.Softmax(z, t), logits.All, null, Differentiates: false, Training: 1);
        var value = loss(pass, []);
        var score = Score(logits, z);
        var c = surrogate.At(parameters.Values, pass.Weights, weights => logits.Relaxed(weights, loss));
        var gradient = logits.SoftmaxDerivative(pass.Weights, c.Gradient, t);
        for (var i = 0; i < gradient.Length; i++)
        {
            gradient[i] += (value - c.Value) * score[i];
        }

        if (parameters.AreLearned && double.IsFinite(value))
        {
            var errors = Array.ConvertAll(gradient, g => 2 * g);
            var ofParameters = new double[parameters.Values.Length];
            c.AddTo(ofParameters, -errors.Zip(score, (error, s) => error * s).Sum(), logits.SoftmaxDerivative(pass.Weights, errors, t));
            parameters.Step(ofParameters);
        }

        return new(gradient, value, [], pass, null);
    }

    internal override void Exchange(StateExchange state) => parameters.Exchange(state);

    // 1 − K exp(αₖ) Zₖ^−λ / Σ …, where exp(αₖ) Zₖ^−λ is in proportion to exp(−Gₖ) = exp(log pₖ − zₖ): no weight is raised to a power.
    private static double[] Score(Logits logits, double[] z)
    {
        var score = new double[z.Length];
        for (var d = 0; d < logits.Decisions; d++)
        {
            var (all, start, sum) = (logits.All[d], d * logits.Options, 0.0);
            foreach (var k in all)
            {
                sum += score[start + k] = Math.Exp(Math.Log(logits.Probabilities[start + k]) - z[start + k]);
            }

            foreach (var k in all)
            {
                score[start + k] = 1 - all.Length * score[start + k] / sum;
            }
        }

        return score;
    }
}
