using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;

namespace NasKit.Strategies.Gaea;

/// <summary>Geometry-aware exponentiated gradient: weight sharing as in DARTS, with the operators' weights themselves descending on the simplex, where they become sparse sooner.</summary>
/// <remarks>
/// From exactly even weights θ, each iteration (1) takes g = dL/dθ on a batch for the architecture and sets θ ← θ · exp(−η g), made to add up to 1, (2) moves the
/// network's weights on another batch. Single-level: both batches come from all images, drawn independently. Source: Li, Khodak, Balcan and Talwalkar, ICLR 2021, and the released code.
/// Two levels answer with the epoch whose supernet classified the validation images best, one level with the last.
/// </remarks>
public static class Gaea
{
    /// <summary>The method as a composition.</summary>
    /// <param name="space">A space in which each place is picked by one decision.</param>
    /// <param name="config">Settings.</param>
    /// <param name="singleLevel">Whether the architecture learns from the images that weights learn from.</param>
    /// <exception cref="ArgumentException">A setting is out of range, two of them exclude each other, or the space cannot be mixed.</exception>
    public static DifferentiableSearch On(SearchSpace space, GaeaConfig config, bool singleLevel = false)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var search = new DifferentiableSearch(space, new SoftmaxRelaxation(), new ExponentiatedGradient(config.ArchitectureLearningRate))
        {
            Training = config.Training, WeightsOnlyEpochs = config.WeightsOnlyEpochs, LogitDeviation = 0, KeepsBest = !singleLevel, Derive = Derivation.Of(space),
        };
        search.Validate();
        return search;
    }

    /// <summary>Searches.</summary>
    /// <param name="space">The space.</param>
    /// <param name="training">Images that weights learn from.</param>
    /// <param name="validation">Images that the architecture learns from; null for the same ones: the single-level form.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the space cannot be mixed.</exception>
    public static DifferentiableResult Run(
        SearchSpace space, ImageDataSet training, ImageDataSet? validation, GaeaConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        On(space, config, singleLevel: validation is null).Run(training, validation ?? training, seeds, checkpoint, progress);
}
