using NasKit.Cost;
using NasKit.Generators.Pnag;
using NasKit.Spaces;

namespace NasKit.Tests.Generators;

/// <summary>Counts the tensors of the process, so that nothing else may run beside it.</summary>
[Collection("default generator")]
public sealed class PnagMemoryTests
{
    [Fact]
    public void Sampling_leaves_no_tensors_behind()
    {
        var macs = AdditiveCost.Macs(MobileNetV3Space.Laptop);
        using var warm = Pnag.Train(macs, PnagTests.Reward.Instance, [1e6, 2e6], new() { Iterations = 3 }, new Seeds(1));
        // What tests before this one left to the garbage collector must not be freed while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Backend.LiveTensors;
        for (var i = 0; i < 20; i++)
        {
            warm.Sample(1.5e6, 5, new Rng(i));
        }

        Assert.Equal(before, Backend.LiveTensors);
    }
}
