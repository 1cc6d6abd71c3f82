using System.Collections.Immutable;
using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Evaluation;

/// <summary>Scores architectures by training the plain network of each from fresh weights.</summary>
public sealed class TrainedEvaluator : IEvaluator, IDisposable
{
    private readonly ImageDataSet training;
    private readonly ImageTrainingConfig config;
    private readonly Seeds seeds;
    private readonly IReadOnlyList<(Tensor X, Tensor Y)> calibration;
    private readonly IReadOnlyList<(Tensor X, Tensor Y)> scored;

    /// <summary>Prepares the images.</summary>
    /// <param name="training">Training images; the first thousand also set the normalisation statistics.</param>
    /// <param name="scored">Images to classify, which training never sees.</param>
    /// <param name="config">Settings of the training.</param>
    /// <param name="seeds">Seeds of weights and order, the same for every architecture.</param>
    public TrainedEvaluator(ImageDataSet training, ImageDataSet scored, ImageTrainingConfig config, Seeds seeds)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        const int calibrating = 1000, batch = 500;
        (this.training, this.config, this.seeds) = (training, config, seeds);
        calibration = ImageTraining.Keep(training.Take(Math.Min(calibrating, training.Count), seeds.For("calibration")), batch);
        this.scored = ImageTraining.Keep(scored, batch);
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
    public double Accuracy(Architecture architecture, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        using var init = new Generator((ulong)seeds.For("weights"));
        using var network = new Network(architecture, init);
        ImageTraining.Run(
            network, network.call, training, config, seeds, new Dictionary<string, Rng>(), checkpoint ?? NoCheckpoint.Instance, progress);
        network.Recalibrate(x => network.call(x), [.. calibration.Select(batch => batch.X)]);
        return ImageTraining.Accuracy(network.call, scored);
    }

    /// <summary>Releases the images.</summary>
    public void Dispose()
    {
        foreach (var (x, y) in calibration.Concat(scored))
        {
            x.Dispose();
            y.Dispose();
        }
    }
}
