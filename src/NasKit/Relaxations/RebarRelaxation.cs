namespace NasKit.Relaxations;

/// <summary>REBAR: the surrogate is η times the network's own loss of the relaxed sample.</summary>
/// <remarks>
/// Runs the sampled path, which trains the network's weights, and the mixtures softmax(z / λ) and softmax(z̃ / λ), which do not; while it learns it runs
/// each mixture once more, a little moved, for the derivative by λ. The loss must be the same function in all of these runs: with dropout
/// the estimate stays unbiased, but what is learned is noise. Untuned (η = 1) it may be worse than REINFORCE. Source: Tucker et al., NeurIPS 2017; in the form of
/// RELAX, section 3.2, with the toy's settings (log λ from 0.5, η from 1, Adam 0.01).
/// </remarks>
public sealed class RebarRelaxation : ControlVariateRelaxation
{
    private readonly double initialEta;

    /// <param name="eta">η to start from; 0 is REINFORCE.</param>
    /// <param name="temperature">λ to start from, &gt; 0; by default √e, whose logarithm is 0.5.</param>
    /// <param name="learningRate">Rate at which η and log λ are learned, ≥ 0; 0 leaves them as they are.</param>
    /// <exception cref="ArgumentException">A setting is out of range; the message names all that are.</exception>
    public RebarRelaxation(double eta = 1, double temperature = 1.6487212707001282, double learningRate = 0.01)
        : base(new LossSurrogate(eta), temperature, learningRate)
    {
        Require.That("REBAR", (double.IsFinite(eta), $"eta = {eta} must be finite"));
        initialEta = eta;
    }

    /// <inheritdoc/>
    public override string Name => "REBAR";

    /// <inheritdoc/>
    public override bool NeedsAllPaths => true;

    /// <summary>η as it stands.</summary>
    public double Eta => Parameters.Count == 0 ? initialEta : Parameters[0];
}
