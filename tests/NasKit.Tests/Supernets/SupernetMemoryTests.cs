using NasKit.Supernets;
using NasKit.Tests.Training;
using NasKit.Training;

namespace NasKit.Tests.Supernets;

/// <summary>Counts the tensors of the process, so that nothing else may run beside it.</summary>
[Collection("default generator")]
public sealed class SupernetMemoryTests
{
    [Fact]
    public void The_number_of_live_tensors_is_flat_over_a_hundred_steps()
    {
        // What tests before this one left to the garbage collector must not be freed while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = new Counts();
        using var supernet = PathSupernet.Train(
            Stripes.Space, Stripes.Images(200), new ImageTrainingConfig { Epochs = 20, Batch = 32, SaveEvery = 1000 }, new Seeds(1), progress: counts);
        Assert.Equal(120, counts.Alive.Count);
        // Momentum comes to a weight with its first gradient; by step 20 every weight had one.
        Assert.Single(counts.Alive.Skip(20).Distinct());
        var architecture = Stripes.Space.Sample(new Rng(1));
        using var x = Backend.Detach(TorchSharp.torch.zeros(4, 1, 12, 12));
        supernet.Recalibrate(architecture, [x]);
        var before = Backend.LiveTensors;
        supernet.Recalibrate(architecture, [x, x]);
        Assert.Equal(before, Backend.LiveTensors);
    }

    private sealed class Counts : IProgress<Progress>
    {
        public List<long> Alive { get; } = [];

        public void Report(Progress value) => Alive.Add(Backend.LiveTensors);
    }
}
