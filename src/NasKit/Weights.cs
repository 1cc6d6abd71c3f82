using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit;

/// <summary>Initial weights from an explicit generator, and the views that smaller operators take of them.</summary>
internal static class Weights
{
    /// <summary>He-normal with fan-out, as the mobile networks are initialised: float32 [out, in, k, k].</summary>
    public static Parameter Convolution(int output, int input, int kernel, Generator init) =>
        Normal([output, input, kernel, kernel], Math.Sqrt(2.0 / ((double)output * kernel * kernel)), init);

    /// <summary>Normal with deviation 0.01: float32 [out, in].</summary>
    public static Parameter Linear(int output, int input, Generator init) => Normal([output, input], 0.01, init);

    /// <summary>Zeros: float32 [n].</summary>
    public static Parameter Zeros(int count) => Own(zeros(count));

    /// <summary>Ones: float32 [n].</summary>
    public static Parameter Ones(int count) => Own(ones(count));

    /// <summary>The first entries along a dimension: a view, or the tensor itself where it has no more.</summary>
    public static Tensor First(Tensor tensor, int dimension, int count) =>
        tensor.shape[dimension] == count ? tensor : tensor.narrow(dimension, 0, count);

    /// <summary>Uniform in [low, high): float32 of the given size.</summary>
    public static Parameter Uniform(long[] size, double low, double high, Generator init) => Own(empty(size).uniform_(low, high, init));

    /// <summary>Normal with mean 0: float32 of the given size.</summary>
    public static Parameter Normal(long[] size, double deviation, Generator init) => Own(empty(size).normal_(0, deviation, init));

    private static Parameter Own(Tensor data) => Backend.Detach(new Parameter(data));
}
