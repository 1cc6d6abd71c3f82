using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace NasKit.Torch.Tests.Functional;

public sealed class ConvolutionTests
{
    [Fact]
    public void A_convolution_is_the_sum_over_its_window()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(1, 10, dtype: ScalarType.Float64).reshape(1, 1, 3, 3), w = tensor(new[] { 1.0, 2, 3, 4 }).reshape(1, 1, 2, 2);
        Gradients.AssertClose([1 + 4 + 12 + 20, 2 + 6 + 15 + 24, 4 + 10 + 21 + 32, 5 + 12 + 24 + 36], F.conv2d(x, w));
        Gradients.AssertClose([(4 * 1) + 100, (3 * 2) + (4 * 3) + 100, (2 * 4) + (4 * 7) + 100, 5 + 12 + 24 + 36 + 100], F.conv2d(x, w, tensor(new[] { 100.0 }), strides: [2, 2], padding: [1, 1]));
        Gradients.AssertClose([1 + 6 + 21 + 36], F.conv2d(x, w, dilation: [2, 2]));
    }

    [Fact]
    public void Gradients_of_convolutions_and_products_follow_the_differences()
    {
        using DisposeScope scope = NewDisposeScope();
        Gradients.Check(t => F.conv2d(t[0], t[1], t[2], [2, 1], [1, 0], [1, 2]), Gradients.Values([2, 2, 4, 5]), Gradients.Values([3, 2, 3, 2], 4), Gradients.Values([3], 9));
        Gradients.Check(t => F.conv2d(t[0], t[1], groups: 2, padding: [1, 1]), Gradients.Values([1, 4, 3, 3]), Gradients.Values([4, 2, 3, 3], 4));
        Gradients.Check(t => F.conv1d(t[0], t[1], t[2], stride: 2, padding: 1), Gradients.Values([2, 2, 5]), Gradients.Values([2, 2, 3], 3), Gradients.Values([2], 5));
        Gradients.Check(t => F.conv_transpose2d(t[0], t[1], t[2], stride: [2, 2]), Gradients.Values([1, 2, 2, 2]), Gradients.Values([2, 3, 2, 2], 3), Gradients.Values([3], 5));
        Gradients.Check(t => F.linear(t[0], t[1], t[2]), Gradients.Values([2, 3]), Gradients.Values([4, 3], 3), Gradients.Values([4], 5));
    }

    [Fact]
    public void A_linear_map_is_x_times_the_transposed_weights_plus_the_bias()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = tensor(new[] { 1.0, 2, 3 }), w = tensor(new[,] { { 1.0, 0, -1 }, { 2, 2, 2 } });
        Gradients.AssertClose([-2 + 10, 12 + 20], F.linear(x, w, tensor(new[] { 10.0, 20 })));
        Gradients.AssertClose([-2, 12], F.linear(x, w));
    }

    [Fact]
    public void Unfolded_windows_times_the_kernel_are_the_convolution()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = Gradients.Values([2, 3, 5, 4]), w = Gradients.Values([4, 3, 3, 3], 7);
        Tensor columns = F.unfold(x, 3, padding: 1);
        Assert.Equal([2, 27, 20], columns.shape);
        Tensor product = matmul(w.reshape(4, 27), columns).reshape(2, 4, 5, 4);
        Gradients.AssertClose(product.contiguous().data<double>().ToArray(), F.conv2d(x, w, padding: [1, 1]));
        Assert.Equal([2, 3 * 3 * 2, 6], F.unfold(x, (3, 2), stride: (1, 2)).shape);
    }

    [Fact]
    public void Padding_starts_at_the_last_dimension_and_follows_its_mode()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(1, 5, dtype: ScalarType.Float64).reshape(1, 1, 2, 2);
        Gradients.AssertClose([7, 1, 2, 7, 3, 4, 7, 7, 7], F.pad(x, [1, 0, 0, 1], value: 7));
        Gradients.AssertClose([0, 1, 2, 0, 3, 4], F.pad(x, [1, 0], PaddingModes.Zeros, 7));
        Gradients.AssertClose([2, 1, 2, 4, 3, 4], F.pad(x, [1, 0, 0, 0], PaddingModes.Reflect));
        Gradients.AssertClose([1, 1, 2, 3, 3, 4], F.pad(x, [1, 0, 0, 0], PaddingModes.Replicate));
        Gradients.AssertClose([2, 1, 2, 4, 3, 4], F.pad(x, [1, 0, 0, 0], PaddingModes.Circular));
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => F.pad(x, [1, 0, 0])).Message);
    }

    [Fact]
    public void A_weight_of_another_width_is_an_error_with_both_shapes()
    {
        using DisposeScope scope = NewDisposeScope();
        string message = Assert.Throws<ExternalException>(() => F.conv2d(ones(1, 3, 4, 4), ones(2, 4, 3, 3))).Message;
        Assert.Contains("conv2d", message);
        Assert.Contains("[1, 3, 4, 4]", message);
        Assert.Contains("[2, 4, 3, 3]", message);
    }
}
