using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Strategies.AutoShrink;
using NasKit.Tests.Training;

namespace NasKit.Tests.Strategies;

/// <summary>The shrinking loop, on scores that need no training and on small networks.</summary>
public sealed class AutoShrinkTests
{
    private static readonly NodeOperator[] Operators = [NodeOperator.Separable3x3, NodeOperator.Convolution1x1, NodeOperator.Separable3x3];

    // Best with three edges: what is left is known in advance.
    private static ShrinkScore Three(Wiring wiring, Seeds seeds) => new(-Math.Abs(wiring.Count - 3) - 0.01 * wiring.Edges.Sum(edge => edge.To), 0, wiring.Count);

    internal static AutoShrinkResult Images(long seed, ICheckpoint? checkpoint = null, int parallel = 1)
    {
        using var scratch = new ScratchTraining(Stripes.Images(96), new() { Epochs = 1, Batch = 32, WarmUp = 0 }, new Seeds(seed), Stripes.Images(60, seed: 2));
        return AutoShrink.Run(Wiring.Full(4), (wiring, seeds) =>
        {
            var network = ShrinkCnn.Build(Stripes.Space.Task, new NodeCell(wiring, Operators), stem: 4, [new(1, 4, 1), new(1, 4, 2)]);
            return ShrinkScore.Images(scratch.Accuracies(network, seeds)[0], network.Macs);
        }, new() { Candidates = 2, Parallel = parallel }, new Seeds(seed), checkpoint);
    }

    [Fact]
    public void Scores_are_those_of_the_released_code()
    {
        Assert.Equal(0.7, ShrinkScore.Images(0.7, 1e6).Score, 12);
        Assert.Equal(0.6, ShrinkScore.Images(0.7, 1e7).Score, 12);
        Assert.Equal(20, ShrinkScore.Words(120, 1e6).Score, 12);
        Assert.Equal(-2.5, ShrinkScore.Characters(2.3, 1e4).Score, 12);
    }

    [Fact]
    public void A_wiring_never_gains_an_edge_and_shrinks_to_the_last()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var result = AutoShrink.Run(Wiring.Full(6), Three, new(), new Seeds(seed));
            var before = result.Start;
            foreach (var step in result.Path)
            {
                Assert.All(step.Candidates, candidate =>
                {
                    Assert.True(before.Has(candidate.Removed.From, candidate.Removed.To));
                    Assert.Equal(before.Without(candidate.Removed.From, candidate.Removed.To).Reachable(), candidate.Wiring);
                    Assert.True(candidate.Wiring.Count > 0);
                });
                before = step.Best.Wiring;
            }

            Assert.Equal(1, before.Count);
            Assert.Equal(result.Path.Max(step => step.Best.Score.Score), result.Best.Score.Score);
            Assert.InRange(result.Trainings, result.Path.Count, new AutoShrinkConfig().MostTrainings(result.Start));
        }
    }

    [Fact]
    public void The_number_of_trainings_is_at_most_that_of_the_released_settings()
    {
        Assert.Equal(18 * 10 + 55 - 1, new AutoShrinkConfig().MostTrainings(Wiring.Full(8))); // the last edge is not tried
        Assert.Equal(33, new AutoShrinkConfig { Candidates = 4 }.MostTrainings(Wiring.Full(5)));
        Assert.Equal(95, AutoShrinkConfig.Recurrent.MostTrainings(Wiring.Full(6))); // 15 to 4 edges
        var result = AutoShrink.Run(Wiring.Full(6), Three, AutoShrinkConfig.Recurrent, new Seeds(1));
        Assert.InRange(result.Path[^1].Best.Wiring.Count, 1, 4);
        Assert.True(result.Path[^2].Best.Wiring.Count > 4);
    }

    [Fact]
    public void Of_equal_scores_on_the_path_the_wiring_with_fewer_edges_is_the_result()
    {
        var result = AutoShrink.Run(Wiring.Full(4), (wiring, _) => new(0, 0, wiring.Count), new(), new Seeds(1));
        Assert.Equal(1, result.Best.Wiring.Count);
        var failing = AutoShrink.Run(Wiring.Full(4), (wiring, _) => new(wiring.Count == 4 ? 1 : double.NaN, 0, wiring.Count), new(), new Seeds(1));
        Assert.Equal(4, failing.Best.Wiring.Count);
        Assert.Equal(1, new ShrinkStep([.. new[] { double.NaN, 0.5, 1.5 }.Select(score => new ShrinkCandidate((0, 1), Wiring.Full(3), new(score, 0, 0)))]).MeanScore);
    }

    [Fact]
    public void Candidates_of_a_step_share_a_seed_that_other_steps_do_not_have()
    {
        var seen = new List<(int Edges, Seeds Seeds)>();
        AutoShrink.Run(Wiring.Of(5, (0, 1), (0, 2), (0, 3), (0, 4)), (wiring, seeds) => // no removal cuts off another
        {
            seen.Add((wiring.Count, seeds));
            return new(0, 0, 0);
        }, new(), new Seeds(1));
        Assert.Equal(seen.Select(entry => entry.Seeds).Distinct().Count(), seen.GroupBy(entry => entry.Edges).Count());
        Assert.All(seen.GroupBy(entry => entry.Edges), step => Assert.Single(step.Select(entry => entry.Seeds).Distinct()));
    }

    [Fact]
    public void A_search_continues_from_a_kill_on_the_same_path_to_the_bit_and_threads_do_not_change_it()
    {
        var whole = Images(1);
        Assert.InRange(whole.Trainings, 5, 11);
        AssertSame(whole, Images(1, parallel: 2));
        for (var kill = 2; kill <= whole.Trainings; kill += 3)
        {
            var killed = new MemoryCheckpoint { FailAt = kill };
            Assert.Throws<OperationCanceledException>(() => Images(1, killed, parallel: kill % 2 + 1));
            AssertSame(whole, Images(1, killed));
            var saves = killed.Saves;
            AssertSame(whole, Images(1, killed)); // read, not trained again
            Assert.Equal(saves, killed.Saves);
        }

        Assert.NotEqual(whole.Path[0].Best.Score, Images(2).Path[0].Best.Score);
    }

    [Fact]
    public void Wrong_settings_and_wirings_are_refused_in_a_sentence()
    {
        var message = Assert.Throws<ArgumentException>(new AutoShrinkConfig { Candidates = 0, Keep = 1, Parallel = 0 }.Validate).Message;
        Assert.All(["Candidates = 0", "Keep = 1", "Parallel = 0"], part => Assert.Contains(part, message));
        Assert.Contains("none can be taken away", Assert.Throws<ArgumentException>(() => AutoShrink.Run(Wiring.Of(3, (1, 2)), Three, new(), new Seeds(1))).Message);
    }

    private static void AssertSame(AutoShrinkResult expected, AutoShrinkResult actual)
    {
        Assert.Equal(expected.Path.Count, actual.Path.Count);
        Assert.All(expected.Path.Zip(actual.Path), pair => Assert.Equal(pair.First.Candidates, pair.Second.Candidates));
    }
}
