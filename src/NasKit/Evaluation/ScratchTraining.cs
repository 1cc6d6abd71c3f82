using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Evaluation;

/// <summary>Trains the plain network of an architecture or a graph from fresh weights and classifies sets of images with it.</summary>
/// <remarks>Safe for any number of threads at once.</remarks>
public sealed class ScratchTraining : IDisposable
{
    private readonly ImageDataSet training;
    private readonly ImageTrainingConfig config;
    private readonly IReadOnlyList<(Tensor X, Tensor Y)> calibration;
    private readonly IReadOnlyList<(Tensor X, Tensor Y)>[] scored;

    /// <summary>Prepares the images.</summary>
    /// <param name="training">Training images; up to a thousand of them also set the normalisation statistics.</param>
    /// <param name="config">Settings of the training.</param>
    /// <param name="seeds">Says which images set the statistics.</param>
    /// <param name="scored">Sets of images to classify, which training never sees.</param>
    public ScratchTraining(ImageDataSet training, ImageTrainingConfig config, Seeds seeds, params IReadOnlyList<ImageDataSet> scored)
    {
        config.Validate();
        const int calibrating = 1000, batch = 500;
        (this.training, this.config) = (training, config);
        calibration = ImageTraining.Keep(training.Take(Math.Min(calibrating, training.Count), seeds.For("calibration")), batch);
        this.scored = [.. scored.Select(images => ImageTraining.Keep(images, batch))];
    }

    /// <summary>Share of the images of each set that the trained network classifies correctly, 0…1.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="seeds">Seeds of weights and order.</param>
    /// <param name="checkpoint">Where to continue its training from.</param>
    /// <param name="progress">Told about every step.</param>
    public double[] Accuracies(Architecture architecture, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        Accuracies(init => new Network(architecture, init, config.AuxiliaryWeight > 0), $"{architecture}", seeds, checkpoint, progress);

    /// <summary>The same of the network that a graph without slots describes, as in spaces whose shape itself varies.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="seeds">Seeds of weights and order.</param>
    /// <param name="checkpoint">Where to continue its training from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">The graph has slots.</exception>
    public double[] Accuracies(NetworkGraph graph, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        Accuracies(init => new Network(graph, init), $"{graph}", seeds, checkpoint, progress);

    private double[] Accuracies(Func<Generator, Network> build, string name, Seeds seeds, ICheckpoint? checkpoint, IProgress<Progress>? progress)
    {
        using var init = new Generator((ulong)seeds.For("weights"));
        using var network = build(init);
        ImageTraining.Run(network, Step, training, config, seeds, new Dictionary<string, Rng>(), null, checkpoint ?? NoCheckpoint.Instance, progress, $" {name}");
        network.Recalibrate(x => network.call(x), [.. calibration.Select(batch => batch.X)]);
        return [.. scored.Select(images => ImageTraining.Accuracy(network.call, images))];

        double Step(ImageStep step)
        {
            var (scores, auxiliary) = network.BothScores(step.X);
            var loss = step.Loss(scores);
            if (auxiliary is not null)
            {
                loss += config.AuxiliaryWeight * step.Loss(auxiliary);
            }

            loss.backward();
            return loss.item<float>();
        }
    }

    /// <summary>Releases the images.</summary>
    public void Dispose()
    {
        foreach (var (x, y) in calibration.Concat(scored.SelectMany(images => images)))
        {
            x.Dispose();
            y.Dispose();
        }
    }
}
