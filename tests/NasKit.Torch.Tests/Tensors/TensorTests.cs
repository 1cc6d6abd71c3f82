using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Tensors;

public sealed class TensorTests
{
    [Fact]
    public void Elements_come_back_as_they_were_given()
    {
        using var x = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } });
        Assert.Equal([2L, 3L], x.shape);
        Assert.Equal(ScalarType.Float32, x.dtype);
        Assert.Equal([1f, 2, 3, 4, 5, 6], x.data<float>().ToArray());
        Assert.Equal(6f, x.data<float>()[1, 2]);
    }

    [Fact]
    public void Accessor_follows_strides()
    {
        using var x = tensor(new[] { 1, 2, 3, 4, 5, 6 }, 2, 3).t();
        Assert.False(x.is_contiguous());
        Assert.Equal([1, 4, 2, 5, 3, 6], x.data<int>().ToArray());
        x.data<int>()[2, 0] = 30;
        Assert.Equal(30, x[2, 0].item<int>());
    }

    [Fact]
    public void Item_wants_one_element_of_its_type()
    {
        using var pair = ones(2);
        Assert.Throws<InvalidOperationException>(() => pair.item<float>());
        using var one = ones(1);
        Assert.Throws<ArgumentException>(() => one.item<double>());
        Assert.Equal(1.0, one.ToDouble());
    }

    [Fact]
    public void An_operator_that_fails_names_itself_and_the_shapes()
    {
        using var a = ones(2, 3);
        using var b = ones(new long[] { 4, 5 }, ScalarType.Float64);
        var error = Assert.Throws<ExternalException>(() => a.matmul(b));
        Assert.StartsWith("matmul([2, 3] Float32, [4, 5] Float64): ", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_disposed_tensor_is_an_error_that_names_the_operator()
    {
        var a = ones(2);
        using var b = ones(2);
        a.Dispose();
        Assert.True(a.IsInvalid);
        Assert.Contains("add: argument 2", Assert.Throws<ObjectDisposedException>(() => b + a).Message);
        Assert.Throws<ObjectDisposedException>(() => a.shape);
    }
}
