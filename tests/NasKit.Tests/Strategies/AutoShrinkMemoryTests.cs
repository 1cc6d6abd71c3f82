namespace NasKit.Tests.Strategies;

/// <summary>Counts the tensors of the process, so that nothing else may run beside it.</summary>
[Collection("default generator")]
public sealed class AutoShrinkMemoryTests
{
    [Fact]
    public void A_search_leaves_no_tensor_behind()
    {
        AutoShrinkTests.Images(1); // whatever is made once for good
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Backend.LiveTensors;
        AutoShrinkTests.Images(2, parallel: 2);
        Assert.Equal(before, Backend.LiveTensors);
    }
}
