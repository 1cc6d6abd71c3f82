using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>How architecture logits become a network that runs, and how its loss becomes a gradient of the logits.</summary>
/// <remarks>Not for use by two threads at once. <see cref="Relaxation"/> is the base of those in this library. <see cref="object.ToString"/> says in one line all that
/// determines the estimates, so that a search is not continued with others.</remarks>
public interface IRelaxation
{
    /// <summary>Name, as in tables.</summary>
    string Name { get; }

    /// <summary>Whether the mean of its estimates is the gradient of the expected loss of a path drawn from softmax(logits).</summary>
    bool IsUnbiased { get; }

    /// <summary>Whether it runs all options of a decision at once, and so needs memory and time for all of them.</summary>
    bool NeedsAllPaths { get; }

    /// <summary>Options of a decision that it runs at once, as memory is needed for; null for all.</summary>
    int? PathsAtOnce { get; }

    /// <summary>Whether its estimates rest on drawn architectures.</summary>
    bool Draws { get; }

    /// <summary>Whether its estimates hold the gradient of the loss with regard to the weights of the mixture.</summary>
    bool GivesWeightGradient { get; }

    /// <summary>Temperature over the search, where it has one; a learned temperature is the present value. Null: none.</summary>
    Anneal? Temperature { get; }

    /// <summary>Makes one estimate, and lets the gradients of the network's weights accumulate from the passes that should train them.</summary>
    /// <param name="logits">Architecture logits, float32 or float64 [decisions, options]; −∞ where a decision has fewer options: such an option has weight 0,
    /// gradient 0 and is never drawn. Only read.</param>
    /// <param name="loss">Runs the network: a scalar with its graph. Called as often as the relaxation needs, which then runs backward itself. All calls of
    /// one estimate must be the same function, that is the same images. A loss without a graph is fine where no gradient of the weights is needed; then
    /// nothing is trained.</param>
    /// <param name="rng">Source of the noise; nothing else is drawn from it.</param>
    /// <param name="progress">Share of the search that is done, 0…1, which the temperature follows.</param>
    /// <returns>The estimate. A loss that is not finite comes back as it is, and nothing is learned from it.</returns>
    /// <exception cref="ArgumentException">The logits are not a table, one of them is NaN or +∞, a decision has no option, or the loss is not a scalar.</exception>
    /// <exception cref="NasKitException">The loss does not depend on the weights of the mixture where their gradient is needed.</exception>
    GradientEstimate Estimate(Tensor logits, Func<Mixture, Tensor> loss, Rng rng, double progress = 0);

    /// <summary>Trains the network's weights alone: one pass of what the relaxation trains them with, without the gradient of the logits. Learns nothing itself.</summary>
    /// <param name="logits">As for <see cref="Estimate"/>.</param>
    /// <param name="loss">Runs the network, with gradients on.</param>
    /// <param name="rng">Source of the noise.</param>
    /// <param name="progress">Share of the search that is done.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Estimate"/>.</exception>
    double Train(Tensor logits, Func<Mixture, Tensor> loss, Rng rng, double progress = 0);

    /// <summary>Corrects the logits after an optimiser's step along an estimate, where a relaxation asks for it; otherwise does nothing.</summary>
    /// <param name="logits">The logits after the step, changed in place.</param>
    /// <param name="estimate">What the step followed.</param>
    void Settle(Tensor logits, GradientEstimate estimate);

    /// <summary>Everything that it has learned; goes on exactly from there when loaded.</summary>
    Snapshot Save();

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    /// <param name="snapshot">The state of a relaxation of the same kind.</param>
    /// <exception cref="NasKitException">The state is of another relaxation, or damaged.</exception>
    void Load(Snapshot snapshot);
}
