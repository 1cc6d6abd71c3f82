using System.Collections.Immutable;
using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;

namespace NasKit.Evaluation;

/// <summary>Scores architectures by training the plain network of each from fresh weights.</summary>
public sealed class TrainedEvaluator : IEvaluator, IDisposable
{
    private readonly ScratchTraining training;
    private readonly Seeds seeds;

    /// <summary>Prepares the images.</summary>
    /// <param name="training">Training images; up to a thousand of them also set the normalisation statistics.</param>
    /// <param name="scored">Images to classify, which training never sees.</param>
    /// <param name="config">Settings of the training.</param>
    /// <param name="seeds">Seeds of weights and order, the same for every architecture.</param>
    public TrainedEvaluator(ImageDataSet training, ImageDataSet scored, ImageTrainingConfig config, Seeds seeds)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(scored);
        ArgumentNullException.ThrowIfNull(config);
        (this.training, this.seeds) = (new(training, config, seeds, scored), seeds);
    }

    /// <inheritdoc/>
    public ImmutableArray<Objective> Objectives { get; } = [Objective.Maximise("accuracy")];

    /// <inheritdoc/>
    public IReadOnlyList<Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        return [.. architectures.Select(architecture => new Evaluation(architecture, [Accuracy(architecture)]))];
    }

    /// <summary>Trains the network of an architecture and returns the share of images that it classifies correctly, 0…1.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="checkpoint">Where to continue its training from.</param>
    /// <param name="progress">Told about every step.</param>
    public double Accuracy(Architecture architecture, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        training.Accuracies(architecture, seeds, checkpoint, progress)[0];

    /// <summary>Releases the images.</summary>
    public void Dispose() => training.Dispose();
}
