using NasKit.Runs;

namespace NasKit.Tests.Runs;

public sealed class ReplicatesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Runs_have_consecutive_seeds_and_results_stand_in_their_order()
    {
        using var runs = Open(5, 7);
        Assert.Equal(Enumerable.Range(5, 7).Select(seed => (long)seed), runs.Select(run => run.Seeds.Root));
        // Later seeds are done first.
        var results = runs.Each((run, i) =>
        {
            SpinWait.SpinUntil(() => false, 2 * (7 - i));
            return (i, run.Seeds.Root);
        });
        Assert.Equal(Enumerable.Range(0, 7).Select(i => (i, 5L + i)), results);
    }

    [Fact]
    public void A_seed_gives_the_same_alone_as_among_others()
    {
        double[] Draws(Replicates runs) => [.. runs.Each((run, i) => run.Step("draw", () => run.Seeds.Rng("draw").NextDouble()))];
        using var all = Open(1, 4);
        using var third = Replicates.Open("alone", 3, 1, "smoke", store: folder["alone"]);
        Assert.Equal(Draws(all)[2], Assert.Single(Draws(third)));
        Assert.Equal(4, Draws(all).Distinct().Count());
    }

    [Fact]
    public void The_failure_of_a_seed_is_thrown_as_it_was_and_what_others_stored_is_kept()
    {
        using (var runs = Open(1, 2))
        {
            var error = Assert.Throws<NasKitException>(() => runs.Each((run, i) =>
            {
                var stored = run.Step("first", () => i);
                return i == 1 ? throw new NasKitException("Seed 2 has failed.", "Try another.") : stored;
            }));
            Assert.Equal("Try another.", error.Hint);
            Assert.Contains(nameof(The_failure_of_a_seed_is_thrown_as_it_was_and_what_others_stored_is_kept), error.StackTrace);
        }

        using var again = Open(1, 2);
        Assert.Equal([0, 1], again.Each((run, i) => run.Step("first", () => i)));
        Assert.True(Assert.Single(again[0].Steps).FromStore);
    }

    [Fact]
    public void No_seed_at_all_is_refused() => Assert.Contains("seeds = 0 must be at least 1", Assert.Throws<ArgumentException>(() => Open(1, 0)).Message);

    private Replicates Open(long seed, int seeds) => Replicates.Open("replicated", seed, seeds, "smoke", store: folder["store"]);
}
