using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Supernets;

/// <summary>A network of which every architecture of a space is a path.</summary>
public interface ISupernet
{
    /// <summary>The space.</summary>
    SearchSpace Space { get; }

    /// <summary>Runs the path of one architecture.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="architecture">An architecture of <see cref="Space"/>.</param>
    /// <returns>Scores before the softmax, float32 [N, K], in the caller's scope.</returns>
    Tensor Path(Tensor x, Architecture architecture);

    /// <summary>Sets the normalisation statistics of one path to those of given training images, and switches to evaluation.</summary>
    /// <param name="architecture">The path.</param>
    /// <param name="batches">Images, float32 [N, C, H, W] each; never those that are scored afterwards.</param>
    void Recalibrate(Architecture architecture, IReadOnlyList<Tensor> batches);
}
