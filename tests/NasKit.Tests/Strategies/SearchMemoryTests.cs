using NasKit.Tests.Training;

namespace NasKit.Tests.Strategies;

/// <summary>Counts the tensors of the process, so that nothing else may run beside it.</summary>
[Collection("default generator")]
public sealed class SearchMemoryTests
{
    [Theory]
    [MemberData(nameof(DifferentiableSearchTests.Names), MemberType = typeof(DifferentiableSearchTests))]
    public void A_search_leaves_no_tensor_behind_but_its_supernet(string name)
    {
        using var one = DifferentiableSearchTests.Run(DifferentiableSearchTests.Methods[name]()).Supernet; // whatever is made once for good
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Backend.LiveTensors;
        DifferentiableSearchTests.Run(DifferentiableSearchTests.Methods[name]()).Supernet.Dispose();
        Assert.Equal(before, Backend.LiveTensors);
    }

    [Fact]
    public void A_search_for_a_space_leaves_no_tensor_behind_but_its_bank_also_when_it_is_killed()
    {
        AutoSpaceTests.Run(AutoSpaceTests.Short).Bank.Dispose();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Backend.LiveTensors;
        AutoSpaceTests.Run(AutoSpaceTests.Short).Bank.Dispose();
        Assert.Equal(before, Backend.LiveTensors);
        Assert.Throws<OperationCanceledException>(() => AutoSpaceTests.Run(AutoSpaceTests.Short, new MemoryCheckpoint { FailAt = 1 }));
        Assert.Equal(before, Backend.LiveTensors);
    }
}
