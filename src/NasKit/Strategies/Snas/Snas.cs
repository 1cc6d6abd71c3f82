using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;

namespace NasKit.Strategies.Snas;

/// <summary>Stochastic neural architecture search: each step samples all edges from a concrete distribution, and one backward pass moves weights and logits on the same images.</summary>
/// <remarks>
/// Each iteration (1) samples Z ~ concrete(α, λ), shared by all cells of a kind, (2) runs the network weighted by Z, (3) moves weights and logits along the loss and the
/// expected cost; λ falls over the epochs, so that in the end samples are nearly single networks. Source: Xie, Zheng, Liu and Lin, ICLR 2019, and the released code.
/// </remarks>
public static class Snas
{
    /// <summary>The method as a composition.</summary>
    /// <param name="space">A space in which each place is picked by one decision.</param>
    /// <param name="config">Settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, two of them exclude each other, or the space cannot be mixed.</exception>
    public static DifferentiableSearch On(SearchSpace space, SnasConfig config)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var search = new DifferentiableSearch(
            space, new ConcreteRelaxation(config.Temperature), new AdamArchitecture(config.ArchitectureLearningRate, WeightDecay: config.ArchitectureWeightDecay), Level.Single)
        {
            Training = config.Training, LogitMean = 1, LogitDeviation = 0.1, Cost = config.Cost, Derive = Derivation.Of(space),
        };
        search.Validate();
        return search;
    }

    /// <summary>Searches.</summary>
    /// <param name="space">The space.</param>
    /// <param name="training">Images that weights and logits learn from.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights, samples and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the space cannot be mixed.</exception>
    public static DifferentiableResult Run(
        SearchSpace space, ImageDataSet training, SnasConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        On(space, config).Run(training, null, seeds, checkpoint, progress);
}
