using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Torch.Tests.Autograd;

public sealed class AutogradTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Backward_adds_to_the_gradients_of_leaves()
    {
        var x = tensor(new[] { 1f, 2 }, requires_grad: true);
        Assert.Null(x.grad);
        (x * x).sum().backward();
        (x * x).sum().backward();
        Assert.Equal([4f, 8], x.grad!.data<float>().ToArray());
        x.grad = null;
        Assert.Null(x.grad);
    }

    [Fact]
    public void Grad_of_a_grad_is_the_second_derivative()
    {
        var x = tensor(3.0, requires_grad: true);
        var first = autograd.grad([x.pow(3)], [x], create_graph: true)[0];
        var second = autograd.grad([first], [x])[0];
        Assert.Equal(27, first.ToDouble(), 12);
        Assert.Equal(18, second.ToDouble(), 12);
    }

    [Fact]
    public void An_unused_input_is_an_error_or_null()
    {
        var x = tensor(3.0, requires_grad: true);
        var unused = tensor(3.0, requires_grad: true);
        Assert.Throws<ExternalException>(() => autograd.grad([x * 2], [x, unused]));
        var found = autograd.grad([x * 2], [x, unused], allow_unused: true);
        Assert.Equal(2, found[0].ToDouble());
        Assert.Null(found[1]);
    }

    [Fact]
    public void A_graph_is_used_once_unless_retained()
    {
        var x = tensor(3.0, requires_grad: true);
        var y = x.exp();
        y.backward(retain_graph: true);
        y.backward();
        var error = Assert.Throws<ExternalException>(() => y.backward());
        Assert.StartsWith("backward(", error.Message);
    }

    [Fact]
    public void Weights_of_the_outputs_must_fit()
    {
        var x = ones(3, requires_grad: true);
        Assert.Contains("scalar", Assert.Throws<ExternalException>(() => (x * 2).backward()).Message);
        Assert.Throws<ExternalException>(() => (x * 2).backward([ones(4)]));
        (x * 2).backward([tensor(new[] { 1f, 2, 3 })]);
        Assert.Equal([2f, 4, 6], x.grad!.data<float>().ToArray());
        Assert.Throws<ExternalException>(() => ones(1).backward());
    }

    [Fact]
    public void Switches_of_recording_nest_and_restore()
    {
        var x = ones(1, requires_grad: true);
        using (no_grad())
        {
            Assert.False((x * 2).requires_grad);
            using (enable_grad())
            {
                Assert.True((x * 2).requires_grad);
            }
            Assert.False(is_grad_enabled());
        }
        Assert.True(is_grad_enabled());
        using (inference_mode())
        {
            Assert.True(is_inference_mode_enabled());
            Assert.False((x * 2).requires_grad);
        }
        Assert.False(is_inference_mode_enabled());
        Assert.True((x * 2).requires_grad);
        Assert.False(x.detach().requires_grad);
    }

    [Fact]
    public void A_gradient_of_another_shape_or_dtype_is_refused()
    {
        var x = ones(3, requires_grad: true);
        Assert.Throws<ExternalException>(() => x.grad = ones(2));
        Assert.Throws<ExternalException>(() => x.grad = ones(new long[] { 3 }, float64));
        x.grad = full(3, 5);
        Assert.Equal(15, x.grad!.sum().ToDouble());
    }

    [Fact]
    public void Only_floating_point_leaves_can_be_switched()
    {
        Assert.Throws<ExternalException>(() => ones(new long[] { 1 }, int64).requires_grad = true);
        var y = ones(1, requires_grad: true) * 2;
        Assert.False(y.is_leaf);
        Assert.Throws<ExternalException>(() => y.requires_grad = false);
        y.retain_grad();
        (y * 3).backward();
        Assert.Equal(3, y.grad!.ToDouble());
    }

    [Fact]
    public void Anomaly_mode_finds_the_nan()
    {
        var x = tensor(-1.0, requires_grad: true);
        using var mode = autograd.detect_anomaly();
        Assert.Throws<ExternalException>(() => x.sqrt().backward());
    }

    [Fact]
    public void Backward_reaches_only_the_inputs_asked_for()
    {
        var x = ones(1, requires_grad: true);
        var y = ones(1, requires_grad: true);
        (x * y).backward(inputs: [x]);
        Assert.NotNull(x.grad);
        Assert.Null(y.grad);
    }

    [Fact]
    public void A_graph_of_a_hundred_thousand_operators_is_walked_and_freed()
    {
        var x = ones(1, requires_grad: true);
        var y = x.alias();
        for (var i = 0; i < 100_000; i++)
        {
            var next = y + 1;
            y.Dispose();
            y = next;
        }
        y.backward();
        y.Dispose();
        Assert.Equal(1, x.grad!.ToDouble());
    }
}
