using System.Runtime.InteropServices;
using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Operators of this layer's own: several of libtorch's in one pass over images whose channels lie next to each other.</summary>
/// <remarks>
/// Each computes what its plain operators compute, to rounding, and so does its gradient. float32 images [N, C, H, W] on the processor are fast
/// where the shape is one that the kernels know; all other tensors take libtorch's own operators. Gradients of gradients come from those, too.
/// Results lie as N, H, W, C and do not depend on the number of threads.
/// </remarks>
public static class Fused
{
    private static readonly Operator convolution_ = new("naskit::convolution");
    private static readonly Operator batchNorm_ = new("naskit::batch_norm");
    private static readonly Operator pool_ = new("naskit::pool");
    private static readonly Operator weightedSum_ = new("naskit::weighted_sum");

    /// <summary>What follows a normalisation.</summary>
    public enum Activation
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>max(0, x).</summary>
        ReLU,

        /// <summary>min(6, max(0, x)).</summary>
        ReLU6,
    }

    /// <summary>A convolution without bias, of images or of what a ReLU leaves of them.</summary>
    /// <param name="input">Images, [N, C, H, W].</param>
    /// <param name="weight">[K, C / groups, k, k]. Fast are depthwise ones (groups = C = K) and pointwise ones (k = 1, groups = 1).</param>
    /// <param name="stride">At least 1.</param>
    /// <param name="padding">Zeros around the images, at least 0.</param>
    /// <param name="dilation">Distance of the kernel's points, at least 1.</param>
    /// <param name="groups">Groups of channels, at least 1.</param>
    /// <param name="relu">Whether the convolution is of max(0, input).</param>
    /// <exception cref="ExternalException">The shapes do not fit.</exception>
    public static Tensor convolution(Tensor input, Tensor weight, long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool relu = false) =>
        convolution_.Call(input, weight, stride, padding, dilation, groups, relu);

    /// <summary>Normalisation of each channel by the batch, scale and shift, and an activation.</summary>
    /// <param name="input">Images, [N, C, H, W], of more than one value a channel.</param>
    /// <param name="weight">Scales [C], or null for 1.</param>
    /// <param name="bias">Shifts [C], or null for 0.</param>
    /// <param name="eps">What is added to the variance, &gt; 0.</param>
    /// <param name="activation">What follows.</param>
    /// <exception cref="ExternalException">The shapes do not fit, or a channel has one value.</exception>
    public static Tensor batch_norm(Tensor input, Tensor? weight, Tensor? bias, double eps = 1e-5, Activation activation = Activation.None) =>
        batchNorm_.Call(input, weight, bias, eps, (long)activation);

    /// <summary>The largest value or the mean of each 3×3 window, padded by 1; positions outside the image do not count.</summary>
    /// <param name="input">Images, [N, C, H, W].</param>
    /// <param name="stride">Step of the window, at least 1; fast are 1 and 2.</param>
    /// <param name="max">Whether the largest value is taken. Its gradient goes to the first of several equal ones.</param>
    /// <exception cref="ExternalException">There are not four dimensions, or the stride is not positive.</exception>
    public static Tensor pool(Tensor input, long stride, bool max) => pool_.Call(input, stride, max);

    /// <summary>Σ weight · part.</summary>
    /// <param name="parts">Tensors of one shape, at least one; fast are images.</param>
    /// <param name="weights">A scalar for each.</param>
    /// <exception cref="ExternalException">There are no parts, as many weights as parts are missing, or the shapes do not fit.</exception>
    public static Tensor weighted_sum(IEnumerable<Tensor> parts, IEnumerable<Tensor> weights) => weightedSum_.Call(Arg.List(parts), Arg.List(weights));
}
