namespace NasKit.Relaxations;

/// <summary>RELAX: the surrogate is a small network of its own over the relaxed sample, so that only the sampled path of the searched network runs.</summary>
/// <remarks>c(z) is a perceptron with one hidden layer of tanh over 2 softmax(z / λ) − 1 of all decisions at once. Source: Grathwohl et al., ICLR 2018, section
/// 3.3; width, rate and log λ from 0.5 as in the authors' toy problem. Differs: c has no multiple of the network's loss in it.</remarks>
public sealed class RelaxRelaxation : ControlVariateRelaxation
{
    /// <param name="seed">Seed of the surrogate's initial weights, from <see cref="Seeds.For"/>.</param>
    /// <param name="hidden">Hidden units, at least 1.</param>
    /// <param name="temperature">λ to start from, &gt; 0; by default √e, whose logarithm is 0.5.</param>
    /// <param name="learningRate">Rate at which the surrogate and log λ are learned, ≥ 0; 0 leaves them as they are.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names all that are.</exception>
    public RelaxRelaxation(long seed, int hidden = 10, double temperature = 1.6487212707001282, double learningRate = 0.01)
        : this(new PerceptronSurrogate(hidden, seed), temperature, learningRate) =>
        Require.That("RELAX", (hidden >= 1, $"hidden = {hidden} must be at least 1"));

    /// <summary>With another surrogate.</summary>
    internal RelaxRelaxation(Surrogate surrogate, double temperature, double learningRate) : base(surrogate, temperature, learningRate)
    {
    }

    /// <inheritdoc/>
    public override string Name => "RELAX";

    /// <inheritdoc/>
    public override bool NeedsAllPaths => false;
}
