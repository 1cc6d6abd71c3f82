using System.Collections.Immutable;
using NasKit.Cost;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Tests.Training;

namespace NasKit.Tests.Evaluation;

public sealed class ArchitectureTableTests
{
    private static readonly SearchSpace Space = MobileNetV3Space.Laptop;
    private static readonly AdditiveCost Macs = AdditiveCost.Macs(Space);

    [Fact]
    public void Draws_are_distinct_and_follow_the_seed()
    {
        var drawn = ArchitectureTable.Draw(Space, 200, new Rng(1));
        Assert.Equal(200, drawn.Distinct().Count());
        Assert.Equal(drawn, ArchitectureTable.Draw(Space, 200, new Rng(1)));
        Assert.NotEqual(drawn, ArchitectureTable.Draw(Space, 200, new Rng(2)));
    }

    [Fact]
    public void No_more_architectures_are_drawn_than_the_space_has()
    {
        var count = (int)Stripes.Space.Size;
        Assert.Equal(count, ArchitectureTable.Draw(Stripes.Space, count, new Rng(1)).Distinct().Count());
        Assert.Contains($"cannot draw {count + 1}", Assert.Throws<ArgumentException>(() => ArchitectureTable.Draw(Stripes.Space, count + 1, new Rng(1))).Message);
    }

    [Fact]
    public void Too_few_rows_duplicates_and_impossible_accuracies_are_refused_together()
    {
        var drawn = ArchitectureTable.Draw(Space, 8, new Rng(1));
        var error = Assert.Throws<ArgumentException>(() => new ArchitectureTable(Macs, [.. drawn.Select(a => (a, 0.5)), (drawn[0], 1.5)]));
        Assert.Contains("3 problems", error.Message);
        Assert.Contains("has 9 rows, expected at least 10", error.Message);
        Assert.Contains($"Architecture {drawn[0]} occurs 2 times", error.Message);
        Assert.Contains("not in 0…1", error.Message);
        Assert.Throws<ArgumentException>(() => new ArchitectureTable(Macs, ArchitectureTable.Draw(Space, 10, new Rng(1)).Select(a => (a, double.NaN))));
    }

    [Fact]
    public void Budgets_stand_evenly_from_the_5_to_the_95_percent_quantile()
    {
        var table = Table(101);
        var costs = table.Rows.Select(row => row.Cost).Order().ToArray();
        var budgets = table.Budgets(5);
        Assert.Equal(5, budgets.Count);
        Assert.InRange(budgets[0], costs[4], costs[6]);
        Assert.InRange(budgets[4], costs[94], costs[96]);
        var gap = (budgets[4] - budgets[0]) / 4;
        Assert.All(Enumerable.Range(1, 4), i => Assert.Equal(gap, budgets[i] - budgets[i - 1], gap * 1e-9));
        Assert.Equal((budgets[0] + budgets[4]) / 2, Assert.Single(table.Budgets(1)), gap * 1e-9);
        Assert.Throws<ArgumentOutOfRangeException>(() => table.Budgets(0));
    }

    [Fact]
    public void The_reference_is_beyond_the_largest_budget_and_below_nearly_all_accuracies()
    {
        var table = Table(200);
        var reference = table.Reference([1e6, 2e6]);
        Assert.Equal(2.2e6, reference[0], 1e-3);
        // Inside the library everything is minimised, so an accuracy stands with the other sign.
        Assert.InRange(table.Rows.Count(row => row.Accuracy < Math.Abs(reference[1])), 0, 4);
    }

    [Fact]
    public void Scoring_that_was_killed_continues_with_what_was_kept()
    {
        var drawn = ArchitectureTable.Draw(Space, 50, new Rng(3));
        var whole = ArchitectureTable.Score(drawn, new Counting(), Macs);
        var checkpoint = new MemoryCheckpoint { FailAt = 2 };
        Assert.Throws<OperationCanceledException>(() => ArchitectureTable.Score(drawn, new Counting(), Macs, checkpoint));
        var counting = new Counting();
        var continued = ArchitectureTable.Score(drawn, counting, Macs, checkpoint);
        Assert.Equal(30, counting.Evaluated);
        Assert.Equal(whole.Rows, continued.Rows);
        counting = new Counting();
        Assert.Equal(whole.Rows, ArchitectureTable.Score(drawn, counting, Macs, checkpoint).Rows);
        Assert.Equal(0, counting.Evaluated);
    }

    [Fact]
    public void Kept_accuracies_of_other_architectures_are_not_taken()
    {
        var checkpoint = new MemoryCheckpoint();
        var drawn = ArchitectureTable.Draw(Space, 30, new Rng(3));
        ArchitectureTable.Score(drawn, new Counting(), Macs, checkpoint);
        IReadOnlyList<Architecture> reversed = [.. drawn.Reverse()];
        Assert.Equal(ArchitectureTable.Score(reversed, new Counting(), Macs).Rows, ArchitectureTable.Score(reversed, new Counting(), Macs, checkpoint).Rows);
        // More of the same go on where it stopped; fewer start over.
        IReadOnlyList<Architecture> more = [.. reversed, .. ArchitectureTable.Draw(Space, 60, new Rng(4)).Except(drawn).Take(20)];
        var counting = new Counting();
        Assert.Equal(50, ArchitectureTable.Score(more, counting, Macs, checkpoint).Rows.Count);
        Assert.Equal(20, counting.Evaluated);
        Assert.Equal(more.Take(12), ArchitectureTable.Score([.. more.Take(12)], counting, Macs, checkpoint).Rows.Select(row => row.Architecture));
        Assert.Equal(32, counting.Evaluated);
    }

    [Fact]
    public void An_accuracy_predictor_orders_what_it_was_fitted_to_and_follows_its_seed()
    {
        var table = Table(200);
        double[] Predicted(long seed)
        {
            using var predictor = AccuracyPredictor.Fit(table, new() { Epochs = 100 }, new Seeds(seed));
            return predictor.Predict([.. table.Rows.Select(row => row.Architecture)]);
        }

        var predicted = Predicted(1);
        Assert.InRange(NasKit.Statistics.RankCorrelation.Spearman(predicted, [.. table.Rows.Select(row => row.Accuracy)])!.Value, 0.95, 1);
        Assert.InRange(predicted.Zip(table.Rows, (p, row) => Math.Abs(p - row.Accuracy)).Average(), 0, 0.02);
        Assert.Equal(predicted, Predicted(1));
        Assert.NotEqual(predicted, Predicted(2));
        Assert.Contains("2 problems", Assert.Throws<ArgumentException>(() => AccuracyPredictor.Fit(table, new() { Epochs = 0, Batch = 0 }, new Seeds(1))).Message);
    }

    private static ArchitectureTable Table(int rows) => ArchitectureTable.Score(ArchitectureTable.Draw(Space, rows, new Rng(9)), new Counting(), Macs);

    private sealed class Counting : IEvaluator
    {
        public int Evaluated { get; private set; }

        public ImmutableArray<Objective> Objectives { get; } = [Objective.Maximise("accuracy")];

        public IReadOnlyList<NasKit.Evaluation.Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
        {
            Evaluated += architectures.Count;
            return [.. architectures.Select(a => new NasKit.Evaluation.Evaluation(a, [0.9 - 0.4 * Math.Exp(-Macs.Cost(a) / 1e6)]))];
        }
    }
}
