using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasKit.Torch.Tests.Modules;

public sealed class StateTests
{
    private static Sequential Net(long width = 3) => Sequential(("conv", Conv2d(1, width, 3)), ("norm", BatchNorm2d(width)), ("flat", Flatten()), ("top", Linear(width * 4, 2)));

    [Fact]
    public void A_state_loaded_into_another_net_makes_it_give_the_same_output()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential a = Net(), b = Net();
        Tensor x = rand(5, 1, 4, 4);
        a.call(x);
        var (missing, unexpected) = b.load_state_dict(a.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        a.eval();
        b.eval();
        Assert.True(a.call(x).equal(b.call(x)));
        Assert.Equal(["conv.weight", "conv.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "top.weight", "top.bias"], a.state_dict().Keys);
        Assert.Contains("net.conv.bias", a.state_dict(prefix: "net").Keys);
        Assert.Equal(1, b.get_buffer("norm.num_batches_tracked")!.item<long>());
    }

    [Fact]
    public void A_state_that_does_not_fit_is_told_in_full_and_changes_nothing()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential a = Net(), wider = Net(4);
        Dictionary<string, Tensor> state = wider.state_dict();
        state.Remove("norm.running_var");
        state["extra"] = ones(1);
        Tensor[] before = [.. a.state_dict().Values.Select(value => value.detach().clone())];
        string message = Assert.Throws<ArgumentException>(() => a.load_state_dict(state)).Message;
        Assert.Contains("missing: norm.running_var", message);
        Assert.Contains("unexpected: extra", message);
        Assert.Contains("conv.weight is [3, 1, 3, 3] here but [4, 1, 3, 3] there", message);
        Assert.Contains("top.weight is [2, 12] here but [2, 16] there", message);
        Assert.All(a.state_dict().Values.Zip(before), pair => Assert.True(pair.First.detach().equal(pair.Second)));
    }

    [Fact]
    public void Loading_may_skip_names_or_take_what_there_is()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential a = Net(), b = Net();
        Dictionary<string, Tensor> state = a.state_dict();
        state.Remove("top.bias");
        state["extra"] = ones(1);
        var (missing, unexpected) = b.load_state_dict(state, strict: false);
        Assert.Equal(["top.bias"], missing);
        Assert.Equal(["extra"], unexpected);
        Tensor kept = b.get_parameter("conv.weight")!.detach().clone();
        using Sequential c = Net();
        state = c.state_dict();
        state["conv.weight"] = ones(9);
        b.load_state_dict(state, skip: ["conv.weight"]);
        Assert.True(kept.equal(b.get_parameter("conv.weight")!.detach()));
        Assert.True(c.get_parameter("top.bias")!.detach().equal(b.get_parameter("top.bias")!.detach()));
    }

    [Fact]
    public void Buffers_that_are_not_persistent_move_but_are_not_saved()
    {
        using Sequential net = Sequential(ReLU());
        net.register_buffer("mask", ones(2), persistent: false);
        Assert.Empty(net.state_dict());
        Assert.Single(net.named_buffers());
        Assert.Empty(net.named_buffers(include_nonpersistent: false));
        net.to(ScalarType.Float64);
        Assert.Equal(ScalarType.Float64, net.get_buffer("mask")!.dtype);
    }

    [Fact]
    public void Converting_keeps_the_parameters_their_gradients_and_whole_numbers()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential net = Net();
        Parameter weight = net.get_parameter("conv.weight")!;
        net.call(rand(3, 1, 4, 4)).sum().backward();
        Tensor before = weight.detach().clone(), gradient = weight.grad!.clone();
        Assert.Same(net, net.@double());
        Assert.Same(weight, net.get_parameter("conv.weight"));
        Assert.Equal(ScalarType.Float64, weight.dtype);
        Assert.True(weight.requires_grad && weight.is_leaf);
        Assert.True(before.equal(weight.detach().@float()));
        Assert.True(gradient.equal(weight.grad!.@float()));
        Assert.Equal(ScalarType.Int64, net.get_buffer("norm.num_batches_tracked")!.dtype);
        Assert.Equal(ScalarType.Float64, net.call(rand(3, 1, 4, 4, dtype: ScalarType.Float64)).dtype);
        net.zero_grad();
        net.call(rand(3, 1, 4, 4, dtype: ScalarType.Float64)).sum().backward();
        Assert.Equal(ScalarType.Float64, weight.grad!.dtype);
        Assert.Equal(ScalarType.Float32, net.to(CPU, ScalarType.Float32).get_parameter("top.weight")!.dtype);
        Assert.Throws<ArgumentException>(() => net.to(ScalarType.Int32));
    }

    [Fact]
    public void Training_mode_reaches_every_module_and_gradients_are_dropped_or_zeroed()
    {
        using DisposeScope scope = NewDisposeScope();
        using Sequential net = Sequential(Sequential(Dropout(), Linear(2, 2)), Linear(2, 1));
        Assert.True(net.training);
        net.eval();
        Assert.All(net.modules(), module => Assert.False(module.training));
        net.train();
        Assert.All(net.modules(), module => Assert.True(module.training));
        net.call(ones(1, 2)).sum().backward();
        net.zero_grad(set_to_none: false);
        Assert.All(net.parameters(), parameter => Gradients.AssertClose(new double[parameter.numel()], parameter.grad!.flatten()));
        net.zero_grad();
        Assert.All(net.parameters(), parameter => Assert.Null(parameter.grad));
        int count = 0;
        net.apply(_ => count++);
        Assert.Equal(5, count);
    }

    [Fact]
    public void Hooks_run_in_call_and_not_in_forward()
    {
        using DisposeScope scope = NewDisposeScope();
        using Linear layer = Linear(1, 1, false);
        init.constant_(layer.weight, 3.0);
        HookRemover before = layer.register_forward_pre_hook((_, input) => input + 1);
        HookRemover after = layer.register_forward_hook((_, input, result) => result * 10 + input);
        Assert.Equal(3f, layer.forward(ones(1, 1)).item<float>());
        Assert.Equal(62f, layer.call(ones(1, 1)).item<float>());
        before.remove();
        Assert.Equal(31f, layer.call(ones(1, 1)).item<float>());
        after.remove();
        Assert.Equal(3f, layer.call(ones(1, 1)).item<float>());
    }

    [Fact]
    public void Disposing_a_module_frees_its_weights_and_its_children()
    {
        DisposeScopeManager.Statistics.Reset();
        Sequential net = Net();
        Parameter weight = net.get_parameter("top.weight")!;
        net.Dispose();
        net.Dispose();
        Assert.True(weight.IsInvalid);
        Assert.Throws<ObjectDisposedException>(() => weight.sum());
        Assert.Equal(0, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Built_in_layers_outlive_the_scope_they_were_made_in()
    {
        Sequential net;
        using (NewDisposeScope())
            net = Net();
        Assert.All(net.state_dict().Values, tensor => Assert.False(tensor.IsInvalid));
        net.Dispose();
    }
}
