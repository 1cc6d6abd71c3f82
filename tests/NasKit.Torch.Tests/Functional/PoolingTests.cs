using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Functional;

public sealed class PoolingTests
{
    private static Tensor Ramp() => arange(1, 17, dtype: ScalarType.Float64).reshape(1, 1, 4, 4);

    [Fact]
    public void Windows_give_their_largest_value_or_their_mean()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.AssertClose([6, 8, 14, 16], F.max_pool2d(Ramp(), 2));
        Gradients.AssertClose([6, 7, 8, 10, 11, 12, 14, 15, 16], F.max_pool2d(Ramp(), [2, 2], strides: [1, 1]));
        Gradients.AssertClose([6, 8, 14, 16], F.max_pool2d(Ramp(), (3, 3), stride: (2, 2), padding: (1, 1)));
        Gradients.AssertClose([11, 12, 15, 16], F.max_pool2d(Ramp(), 2, stride: 1, dilation: 2));
        Gradients.AssertClose([3.5, 5.5, 11.5, 13.5], F.avg_pool2d(Ramp(), 2));
        Gradients.AssertClose([14.0 / 9, 30.0 / 9, 57.0 / 9, 99.0 / 9], F.avg_pool2d(Ramp(), 3, stride: 2, padding: 1));
        Gradients.AssertClose([14.0 / 4, 30.0 / 6, 57.0 / 6, 99.0 / 9], F.avg_pool2d(Ramp(), 3, stride: 2, padding: 1, count_include_pad: false));
        Gradients.AssertClose([7, 11, 23, 27], F.avg_pool2d(Ramp(), 2, divisor_override: 2));
        Assert.Equal([1, 1, 2, 2], F.max_pool2d(Ramp(), 3, stride: 2, ceil_mode: true).shape);
    }

    [Fact]
    public void Adaptive_pools_reach_the_size_asked_for()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.AssertClose([8.5], F.adaptive_avg_pool2d(Ramp(), 1));
        Gradients.AssertClose([4.5, 12.5], F.adaptive_avg_pool2d(Ramp(), (2, 1)));
        Gradients.AssertClose([3.5, 5.5, 11.5, 13.5], F.adaptive_avg_pool2d(Ramp(), [2, 2]));
        Gradients.AssertClose([6, 8, 14, 16], F.adaptive_max_pool2d(Ramp(), [2, 2]));
    }

    [Fact]
    public void Gradients_follow_the_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Gradients.Values([2, 2, 5, 4]);
        Gradients.Check(t => F.max_pool2d(t[0], 3, stride: 2, padding: 1), x);
        Gradients.Check(t => F.avg_pool2d(t[0], (3, 2), stride: (2, 1), padding: (1, 0)), x);
        Gradients.Check(t => F.adaptive_avg_pool2d(t[0], (3, 2)), x);
    }
}
