using System.Collections.Immutable;
using NasKit.Data;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Evaluation;

/// <summary>Scores architectures with the weights of a trained supernet: recalibrate the path's normalisations, then classify.</summary>
/// <remarks>Keeps its images as tensors, and what it scored until it is told to <see cref="Forget"/>, as it must when the supernet has been trained further. One thread at a time.</remarks>
public sealed class OneShotEvaluator : IEvaluator, IDisposable
{
    private readonly ISupernet supernet;
    private readonly Dictionary<Architecture, double> known = [];
    private readonly IReadOnlyList<(Tensor X, Tensor Y)> calibration;
    private readonly IReadOnlyList<(Tensor X, Tensor Y)> scored;

    /// <summary>Prepares the images.</summary>
    /// <param name="supernet">A trained supernet; its normalisation statistics are changed by every evaluation.</param>
    /// <param name="calibration">Training images for the normalisation statistics; some hundreds are enough.</param>
    /// <param name="scored">Images to classify, which training never saw.</param>
    /// <param name="batch">Images in a batch.</param>
    public OneShotEvaluator(ISupernet supernet, ImageDataSet calibration, ImageDataSet scored, int batch = 500)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        this.supernet = supernet;
        this.calibration = ImageTraining.Keep(calibration, batch);
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

    /// <summary>Share of images that the path classifies correctly, 0…1; an architecture is scored once and then remembered.</summary>
    /// <param name="architecture">An architecture of the supernet's space.</param>
    public double Accuracy(Architecture architecture)
    {
        if (!known.TryGetValue(architecture, out var accuracy))
        {
            supernet.Recalibrate(architecture, [.. calibration.Select(batch => batch.X)]);
            accuracy = known[architecture] = ImageTraining.Accuracy(x => supernet.Path(x, architecture), scored);
        }

        return accuracy;
    }

    /// <summary>Forgets all scores, so that the supernet's weights of now are scored.</summary>
    public void Forget() => known.Clear();

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
