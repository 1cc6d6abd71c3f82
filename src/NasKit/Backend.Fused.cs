using static TorchSharp.torch;

namespace NasKit;

/// <summary>Steps of a network that one kernel may compute at once, and the plain operators that they stand for.</summary>
internal static partial class Backend
{
    /// <summary>Whether the tensor layer's fused kernels are used where it has them; <c>NASKIT_FUSED=0</c> in the environment switches them off from the start.</summary>
    internal static bool Fused { get; set; } = Environment.GetEnvironmentVariable("NASKIT_FUSED") != "0";

    /// <summary>A convolution without bias whose padding keeps the size, of images or of what a ReLU leaves of them.</summary>
    /// <param name="x">Images, [N, C, H, W]; left as they are.</param>
    /// <param name="weight">[K, C / groups, k, k], k odd.</param>
    /// <param name="stride">At least 1.</param>
    /// <param name="dilation">Distance of the kernel's points, at least 1.</param>
    /// <param name="groups">Groups of channels, at least 1.</param>
    /// <param name="relu">Whether the convolution is of max(0, x).</param>
    internal static Tensor Convolution(Tensor x, Tensor weight, int stride = 1, int dilation = 1, int groups = 1, bool relu = false)
    {
        var padding = dilation * (weight.shape[2] - 1) / 2;
        return Fused ? FusedConvolution(x, weight, stride, padding, dilation, groups, relu) : PlainConvolution(x, weight, stride, padding, dilation, groups, relu);
    }

    /// <summary>Normalisation of each channel by the batch, scale, shift and rectifier.</summary>
    /// <param name="x">Images, [N, C, H, W]; left as they are.</param>
    /// <param name="scale">[C], or null for 1.</param>
    /// <param name="shift">[C], or null for 0.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="rectifier">What follows.</param>
    internal static Tensor BatchNorm(Tensor x, Tensor? scale, Tensor? shift, double epsilon, Rectifier rectifier) =>
        Fused ? FusedBatchNorm(x, scale, shift, epsilon, rectifier) : PlainBatchNorm(x, scale, shift, epsilon, rectifier);

    /// <summary>The largest value or the mean of each window, padded by half its size, rounded down; positions outside the image do not count.</summary>
    /// <param name="x">Images, [N, C, H, W].</param>
    /// <param name="kernel">Rows and columns of the window, at least 1; 3 is fused.</param>
    /// <param name="stride">Step of the window, at least 1.</param>
    /// <param name="max">Whether the largest value is taken.</param>
    internal static Tensor Pool(Tensor x, int kernel, int stride, bool max) => Fused && kernel == 3 ? FusedPool(x, stride, max) : PlainPool(x, kernel, stride, max);

    /// <summary>Σ weight · part.</summary>
    /// <param name="parts">Images of one shape, at least one.</param>
    /// <param name="weights">A scalar for each.</param>
    internal static Tensor WeightedSum(IReadOnlyList<Tensor> parts, IReadOnlyList<Tensor> weights) => Fused ? FusedWeightedSum(parts, weights) : PlainWeightedSum(parts, weights);

    private static Tensor PlainPool(Tensor x, long kernel, long stride, bool max)
    {
        long[] window = [kernel, kernel], step = [stride, stride], pad = [(kernel - 1) / 2, (kernel - 1) / 2];
        return max ? nn.functional.max_pool2d(x, window, step, pad) : nn.functional.avg_pool2d(x, window, step, pad, count_include_pad: false);
    }

    private static Tensor PlainWeightedSum(IReadOnlyList<Tensor> parts, IReadOnlyList<Tensor> weights) =>
        parts.Zip(weights, (part, weight) => part * weight).Aggregate((sum, part) => sum + part);

    private static Tensor PlainConvolution(Tensor x, Tensor weight, long stride, long padding, long dilation, long groups, bool relu) =>
        nn.functional.conv2d(relu ? nn.functional.relu(x) : x, weight, null, [stride, stride], [padding, padding], [dilation, dilation], groups);

    private static Tensor PlainBatchNorm(Tensor x, Tensor? scale, Tensor? shift, double epsilon, Rectifier rectifier)
    {
        x = nn.functional.batch_norm(x, null, null, scale, shift, true, 0, epsilon);
        return rectifier switch
        {
            Rectifier.ReLU => nn.functional.relu(x, true),
            Rectifier.ReLU6 => nn.functional.relu6(x, true),
            _ => x,
        };
    }
}

/// <summary>What a normalisation may end with in one pass; the numbers are those of the tensor layer.</summary>
internal enum Rectifier
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>max(0, x).</summary>
    ReLU,

    /// <summary>min(6, max(0, x)).</summary>
    ReLU6,
}
