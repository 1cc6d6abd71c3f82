using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Tests.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Supernets;

/// <summary>Measures the memory of the process, so that nothing else may run beside it.</summary>
[Collection("default generator")]
public sealed class MemoryEstimateTests
{
    [Fact]
    public void A_step_takes_no_more_memory_than_estimated_and_not_much_less()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        foreach (var (space, relaxation, batch) in new (SearchSpace, Relaxation, int)[]
        {
            (DartsSpace.Supernet("darts-8", TaskShape.FashionMnist, 8, 4), new SoftmaxRelaxation(), 64), (NasBench201Space.Laptop, new SoftmaxRelaxation(), 256), (ShuffleNetSpace.Spos(TaskShape.Cifar10), new DsnasRelaxation(), 128),
            (ShuffleNetSpace.Spos(TaskShape.Cifar10), new BinaryGateRelaxation(), 128), (ProxylessNasSpace.Proxyless(TaskShape.Cifar10), new BinaryGateRelaxation(), 32),
        })
        {
            using var supernet = new MixtureSupernet(space, 1);
            var policy = new ArchitectureDistribution(space, 0, 0, new Rng(1));
            void Step()
            {
                using var scope = NewDisposeScope();
                using var logits = policy.ToTensor();
                var (x, y) = (zeros(batch, space.Task.Input.Channels, space.Task.Input.Height, space.Task.Input.Width), zeros([batch], ScalarType.Int64));
                relaxation.Estimate(logits, mixture => nn.functional.cross_entropy(supernet.call(x, mixture), y), new Rng(1));
                Backend.DropGradients(supernet);
            }

            Step();
            var measured = PeakMemory.Of(Step);
            var estimate = MemoryEstimate.Of(space, batch, relaxation.PathsAtOnce);
            Assert.True(measured < estimate.Bytes && measured > 0.25 * estimate.Bytes, $"{space.Name}: measured {measured / 1e6:0} MB, {estimate}, {estimate.Bytes / 1e6:0} MB");
        }
    }

    [Fact]
    public void A_step_of_a_path_of_shared_weights_takes_no_more_memory_than_estimated()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var (space, batch) = (MobileNetV3Space.Laptop, 256);
        var estimate = MemoryEstimate.Of(space, batch, paths: 1);
        using var supernet = new PathSupernet(space, 1);
        Assert.Equal(supernet.parameters().Sum(parameter => parameter.numel()), estimate.Parameters); // those of the largest of each family
        var rng = new Rng(1);
        void Step()
        {
            using var scope = NewDisposeScope();
            var input = space.Task.Input;
            nn.functional.cross_entropy(supernet.call(zeros(batch, input.Channels, input.Height, input.Width), space.Sample(rng)), zeros([batch], ScalarType.Int64)).backward();
            Backend.DropGradients(supernet);
        }

        Step();
        var measured = PeakMemory.Of(Step);
        Assert.True(measured < estimate.Bytes, $"measured {measured / 1e6:0} MB, {estimate}, {estimate.Bytes / 1e6:0} MB");
    }

    [Fact]
    public void Two_paths_are_estimated_between_one_and_all_and_each_relaxation_says_how_many_it_runs()
    {
        var space = ShuffleNetSpace.Small;
        var bytes = new int?[] { 1, 2, 3, 4, null }.Select(paths => MemoryEstimate.Of(space, 32, paths).Bytes).ToArray();
        Assert.True(bytes[0] < bytes[1] && bytes[1] < bytes[2] && bytes[2] < bytes[3]);
        Assert.Equal(bytes[4], bytes[3]); // four candidates a place
        Assert.Equal(bytes[0], MemoryEstimate.Of(space, 32, allPaths: false).Bytes);
        Assert.Equal(bytes[4], MemoryEstimate.Of(space, 32, allPaths: true).Bytes);
        Assert.Equal((2, null, 1, null, 1), (
            new BinaryGateRelaxation().PathsAtOnce, new BinaryGateRelaxation(BinaryGates.Full).PathsAtOnce, new DsnasRelaxation().PathsAtOnce, new RebarRelaxation().PathsAtOnce,
            new ReinforceRelaxation(samples: 10).PathsAtOnce)); // one after the other
    }

    [Fact]
    public void A_training_by_paths_that_the_machine_has_no_memory_for_is_refused()
    {
        var huge = DartsSpace.Supernet("huge", TaskShape.FashionMnist, 4096, 20);
        var message = Assert.Throws<NasKitException>(() => PathSupernet.Train(huge, Stripes.Images(8), new() { Batch = 100_000 }, new Seeds(1))).Message;
        Assert.Contains("The supernet of huge needs about", message, StringComparison.Ordinal);
        Assert.Contains("batch size 100000", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_the_machine_has_no_memory_for_is_refused_before_anything_is_built()
    {
        var estimate = MemoryEstimate.Of(DartsSpace.Supernet("huge", TaskShape.ImageNet, 256, 20), 4096, allPaths: true);
        var message = Assert.Throws<NasKitException>(() => estimate.Check("The supernet of huge")).Message;
        Assert.Contains("The supernet of huge needs about", message, StringComparison.Ordinal);
        Assert.Contains("batch size 4096", message, StringComparison.Ordinal);
    }
}
