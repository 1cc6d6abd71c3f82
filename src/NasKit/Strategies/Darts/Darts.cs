using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;

namespace NasKit.Strategies.Darts;

/// <summary>Differentiable architecture search: every edge computes the softmax-weighted sum of all its operators; the weights learn from one half of the images, the
/// logits from the other, and the strongest operators stay.</summary>
/// <remarks>
/// Each iteration (1) moves the logits along the validation loss, at the weights as they are or one step ahead, (2) moves the weights along the training loss.
/// Source: Liu, Simonyan and Yang, ICLR 2019, algorithm 1, and the released code.
/// </remarks>
public static class Darts
{
    /// <summary>The method as a composition.</summary>
    /// <param name="space">A space in which each place is picked by one decision.</param>
    /// <param name="config">Settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, two of them exclude each other, or the space cannot be mixed.</exception>
    public static DifferentiableSearch On(SearchSpace space, DartsConfig config)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var search = new DifferentiableSearch(
            space, new SoftmaxRelaxation(), new AdamArchitecture(config.ArchitectureLearningRate, WeightDecay: config.ArchitectureWeightDecay),
            config.Order == DartsOrder.First ? Level.Bilevel : Level.Unrolled)
        {
            Training = config.Training, WeightsOnlyEpochs = config.WeightsOnlyEpochs, Derive = Derivation.Of(space),
        };
        search.Validate();
        return search;
    }

    /// <summary>Searches.</summary>
    /// <param name="space">The space.</param>
    /// <param name="training">Images that weights learn from. Paper: half of the training images.</param>
    /// <param name="validation">Images that logits learn from: the other half.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the space cannot be mixed.</exception>
    public static DifferentiableResult Run(
        SearchSpace space, ImageDataSet training, ImageDataSet validation, DartsConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        On(space, config).Run(training, validation, seeds, checkpoint, progress);
}
