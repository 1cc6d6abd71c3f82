using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
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
            var estimate = MemoryEstimate.Of(space, batch, relaxation.NeedsAllPaths);
            Assert.True(measured < estimate.Bytes && measured > 0.25 * estimate.Bytes, $"{space.Name}: measured {measured / 1e6:0} MB, {estimate}, {estimate.Bytes / 1e6:0} MB");
        }
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
