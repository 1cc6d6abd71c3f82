using NasKit.Runs;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace NasKit.Tests;

/// <summary>Tests that draw from the process's default generator; nothing else runs beside them.</summary>
[CollectionDefinition("default generator", DisableParallelization = true)]
public sealed class DefaultGenerator;

[Collection("default generator")]
public sealed class BackendTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    private static Sequential Net() => Sequential(Conv2d(3, 4, 3, padding: 1), BatchNorm2d(4), ReLU(), AdaptiveAvgPool2d(1), Flatten(), Linear(4, 2));

    private static double[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();

    private static void Step(Sequential net, optim.Optimizer optimizer, Tensor x)
    {
        using DisposeScope inner = NewDisposeScope();
        Backend.DropGradients(net);
        (net.call(x) * net.call(x)).sum().backward();
        optimizer.step();
    }

    [Fact]
    public void Channels_last_keeps_the_values_and_changes_the_strides()
    {
        Tensor x = randn(2, 3, 4, 5), y = Backend.ChannelsLast(x);
        Assert.Equal(Values(x), Values(y));
        Assert.Equal([60L, 1, 15, 3], y.stride());
        // One channel has the same order both ways; only the strides tell the convolution which is meant.
        Assert.Equal([20L, 1, 5, 1], Backend.ChannelsLast(randn(2, 1, 4, 5)).stride());
    }

    [Fact]
    public void The_random_state_brings_the_same_numbers_back()
    {
        manual_seed(5);
        byte[] state = Backend.RandomState();
        double[] first = Values(randn(20));
        Backend.SetRandomState(state);
        Assert.Equal(first, Values(randn(20)));
    }

    [Fact]
    public void Gradients_can_be_read_and_dropped()
    {
        using Sequential net = Net();
        Parameter weight = net.parameters().First();
        Assert.Null(Backend.Gradient(weight));
        net.call(ones(2, 3, 4, 4)).sum().backward();
        Assert.Equal(weight.shape, Backend.Gradient(weight)!.shape);
        Backend.DropGradients(net);
        Assert.All(net.parameters(), parameter => Assert.Null(Backend.Gradient(parameter)));
    }

    [Theory]
    [InlineData("SGD")]
    [InlineData("Adam")]
    public void A_checkpoint_on_disk_goes_on_with_the_same_bits(string name)
    {
        optim.Optimizer New(Sequential net) => name == "SGD" ? optim.SGD(net.parameters(), 0.1, momentum: 0.9) : optim.Adam(net.parameters(), 0.1);
        using Sequential whole = Net(), resumed = Net();
        using optim.Optimizer first = New(whole), second = New(resumed);
        optim.lr_scheduler.LRScheduler schedule = optim.lr_scheduler.CosineAnnealingLR(first, 10);
        Tensor x = randn(4, 3, 5, 5);
        for (int step = 0; step < 5; step++)
        {
            Step(whole, first, x);
            schedule.step();
        }
        Safetensors.Save(folder["weights"], whole.state_dict());
        Safetensors.Save(folder["optimizer"], Backend.OptimizerState(first));
        resumed.load_state_dict(Safetensors.Load(folder["weights"]).Tensors);
        Backend.SetOptimizerState(second, Safetensors.Load(folder["optimizer"]).Tensors);
        optim.lr_scheduler.LRScheduler later = optim.lr_scheduler.CosineAnnealingLR(second, 10);
        Backend.SetScheduleState(later, Backend.ScheduleState(schedule));
        for (int step = 5; step < 10; step++)
        {
            Assert.Equal(Backend.LearningRate(first), Backend.LearningRate(second));
            Step(whole, first, x);
            Step(resumed, second, x);
            schedule.step();
            later.step();
        }
        foreach (var (key, value) in whole.state_dict())
            Assert.Equal(Values(value), Values(resumed.state_dict()[key]));
    }

    [Fact]
    public void The_learning_rate_is_what_was_set()
    {
        using Sequential net = Net();
        using optim.Optimizer optimizer = optim.SGD(net.parameters(), 0.1);
        Backend.SetLearningRate(optimizer, 0.3);
        Assert.Equal(0.3, Backend.LearningRate(optimizer));
    }

    [Fact]
    public void The_environment_can_be_told_and_waited_for()
    {
        Assert.Matches(@"^\S+.* \d+\.\d+.*, \d+ threads?, cpu$", Backend.Describe(CPU));
        Backend.Synchronize(CPU);
        Backend.FlushDenormals(false);
        long before = Backend.LiveTensors;
        using Tensor one = ones(1);
        Assert.True(Backend.LiveTensors > before);
    }
}
