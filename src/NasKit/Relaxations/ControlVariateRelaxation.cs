using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>What REBAR and RELAX have in common: REINFORCE with a surrogate of the loss as control variate, learned to lower the variance.</summary>
/// <remarks>
/// g = (f(b) − c(z̃)) ∇ log p(b) + ∇c(z) − ∇c(z̃), with z the logits disturbed by Gumbel noise, b = H(z) the path that runs, z̃ drawn like z given that
/// H(z̃) = b, each decision on its own, and c a surrogate of softmax(z / λ). The mean is the exact gradient for every c. The parameters of c and log λ
/// descend with Adam along the gradient of Σ g² of the one sample, whose mean is the variance plus a constant.
/// Source: Grathwohl et al., ICLR 2018 (RELAX), section 3 and its appendix on categorical variables.
/// </remarks>
public abstract class ControlVariateRelaxation : Relaxation
{
    private readonly Surrogate surrogate;
    private readonly double initialTemperature;
    private readonly LearnedParameters parameters; // of the surrogate, then log λ

    private protected ControlVariateRelaxation(Surrogate surrogate, double temperature, double learningRate)
    {
        Require.That("The control variate",
            (temperature > 0 && double.IsFinite(temperature), $"temperature = {temperature} must be positive and finite"),
            (learningRate >= 0 && double.IsFinite(learningRate), $"learningRate = {learningRate} must be 0 or more"));
        (this.surrogate, initialTemperature, parameters) = (surrogate, temperature, new(learningRate));
    }

    /// <inheritdoc/>
    public sealed override bool IsUnbiased => true;

    /// <summary>λ as it stands; it is learned, not annealed.</summary>
    public sealed override Anneal Temperature => Parameters.Count == 0 ? initialTemperature : Math.Exp(Parameters[^1]);

    /// <summary>Parameters of the surrogate, then log λ; empty before the first estimate.</summary>
    internal IReadOnlyList<double> Parameters => parameters.Values;

    /// <inheritdoc/>
    public sealed override bool GivesWeightGradient => false;

    /// <inheritdoc/>
    public sealed override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} with {surrogate}, temperature from {initialTemperature:R}, learned at {parameters.LearningRate:R}");

    internal sealed override PlainEstimate Compute(Logits logits, PassLoss loss, Rng rng, double progress)
    {
        var (estimate, variate) = Sample(logits, loss, rng);
        if (parameters.AreLearned && double.IsFinite(estimate.Loss))
        {
            parameters.Step(variate.OfParameters(Parameters.Count - 1));
        }

        return estimate;
    }

    /// <summary>One estimate, from which nothing is learned yet.</summary>
    internal (PlainEstimate Estimate, ControlVariate Variate) Sample(Logits logits, PassLoss loss, Rng rng)
    {
        var inputs = logits.Values.Length;
        parameters.Prepare(surrogate.Count(inputs) + 1, () => [.. surrogate.Initial(inputs), Math.Log(initialTemperature)]);
        var z = Gumbel.Draw(logits, rng);
        var pass = new Pass(logits.OneHot(z.Path), Logits.Only(z.Path), z.Path, Differentiates: false, Training: 1);
        var value = loss(pass, []);
        var variate = new ControlVariate(
            logits, z, value, rng, Math.Exp(Parameters[^1]), weights => surrogate.At(parameters.Values, weights, mixture => logits.Relaxed(mixture, loss)));
        return (new(variate.Gradient, value, [z.Path], pass, null), variate);
    }

    internal sealed override void Exchange(StateExchange state) => parameters.Exchange(state);
}
