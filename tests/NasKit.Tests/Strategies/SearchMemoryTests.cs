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
        LeavesNothing(() => DifferentiableSearchTests.Runs[name](null).Supernet);
    }

    [Fact]
    public void Neither_does_DSNAS_with_scores_between_its_epochs() => LeavesNothing(() => DsnasTests.Run(NoCheckpoint.Instance).Supernet);

    [Fact]
    public void Nor_SPOS_with_its_evolution() => LeavesNothing(() => SposTests.Run(NoCheckpoint.Instance).Supernet);

    private static void LeavesNothing(Func<IDisposable> search)
    {
        using var one = search(); // whatever is made once for good
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Backend.LiveTensors;
        search().Dispose();
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

    [Theory]
    [InlineData("DSNAS")]
    [InlineData("SPOS")]
    [InlineData("AutoSpace")]
    public void The_number_of_live_tensors_is_flat_from_step_to_step(string name)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var counts = new Counts();
        using var supernet = name == "AutoSpace" ? AutoSpaceTests.Run(AutoSpaceTests.Short with { Training = AutoSpaceTests.Short.Training with { Epochs = 12 } }, progress: counts).Bank
            : name == "DSNAS" ? (IDisposable)DsnasTests.Run(NoCheckpoint.Instance, counts).Supernet : SposTests.Run(NoCheckpoint.Instance, counts).Supernet;
        // By the last 15 every weight had its first gradient, and with it its momentum; those of SPOS are scores.
        Assert.Single(counts.Alive.TakeLast(15).Distinct());
    }

    private sealed class Counts : IProgress<Progress>
    {
        public List<long> Alive { get; } = [];

        public void Report(Progress value) => Alive.Add(Backend.LiveTensors);
    }
}
