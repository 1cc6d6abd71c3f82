using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Strategies;

/// <summary>What a differentiable search leaves.</summary>
/// <param name="Supernet">The trained supernet; the caller's to dispose.</param>
/// <param name="Distribution">The distribution over architectures.</param>
/// <param name="Architecture">What was derived from it.</param>
/// <param name="Epochs">Where it stood after each epoch.</param>
/// <param name="Losses">Training loss of every step.</param>
public sealed record DifferentiableResult(
    MixtureSupernet Supernet, ArchitectureDistribution Distribution, Architecture Architecture, IReadOnlyList<SearchEpoch> Epochs, IReadOnlyList<double> Losses)
{
    /// <summary>Share of images that the mixture of all options classifies correctly, 0…1: each option weighed by its probability, normalised by the batch.</summary>
    /// <param name="images">Images that nothing learned from.</param>
    /// <param name="batch">Images in a batch.</param>
    public double Accuracy(ImageDataSet images, int batch = 250)
    {
        ArgumentNullException.ThrowIfNull(images);
        var kept = ImageTraining.Keep(images, batch);
        try
        {
            return Accuracy(Supernet, Distribution, kept);
        }
        finally
        {
            Supernet.eval();
            foreach (var (x, y) in kept)
            {
                x.Dispose();
                y.Dispose();
            }
        }
    }

    // Leaves the supernet as for training: normalisations have no statistics of a mixture.
    internal static double Accuracy(MixtureSupernet supernet, ArchitectureDistribution policy, IReadOnlyList<(Tensor X, Tensor Y)> images)
    {
        using var inference = no_grad();
        supernet.train();
        return ImageTraining.Accuracy(x => supernet.call(x, Mixture.Of(policy)), images);
    }
}
