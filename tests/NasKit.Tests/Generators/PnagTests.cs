using NasKit.Cost;
using NasKit.Evaluation;
using NasKit.Generators;
using NasKit.Generators.Pnag;
using NasKit.Spaces;
using TorchSharp;

namespace NasKit.Tests.Generators;

/// <summary>PNAG on a made-up table: accuracy rises with capacity in a known way, cost is in MACs.</summary>
public sealed class PnagTests
{
    private static readonly SearchSpace Space = MobileNetV3Space.Laptop;
    private static readonly AdditiveCost Macs = AdditiveCost.Macs(Space);
    private static readonly DominanceEvaluatorConfig Quick = new() { Epochs = 60 };

    [Fact]
    public void The_ranking_loss_is_the_mean_hinge_over_pairs_that_differ()
    {
        using var scope = torch.NewDisposeScope();
        var scores = torch.tensor(new float[] { 2, 0, 0.5f }, [1, 3]);
        var orders = torch.tensor(new float[] { 1, 0, 0 }, [1, 3]);
        // Pairs (0,1) and (0,2) in both directions: hinges of 1 − 2 and 1 − 1.5 are 0; turned round the margin is the same.
        Assert.Equal(0, DominanceEvaluator.RankingLoss(scores, orders).item<float>());
        var worse = torch.tensor(new float[] { 0, 0.5f, 0 }, [1, 3]);
        // d(0,1) = +1, score difference −0.5: hinge 1.5; d(0,2): difference 0: hinge 1; each counted twice.
        Assert.Equal(1.25f, DominanceEvaluator.RankingLoss(worse, orders).item<float>(), 6);
    }

    [Fact]
    public void The_evaluator_learns_the_order_of_the_rule()
    {
        var table = Table(300);
        using var evaluator = DominanceEvaluator.Fit(table, table.Budgets(4), Quick, new Seeds(1));
        // Loose budgets leave only the accuracy, whose made-up noise is of the size of its differences.
        Assert.All(evaluator.HeldOutTau, tau => Assert.InRange(tau!.Value, 0.4, 1));
        Assert.InRange(evaluator.HeldOutTau[0]!.Value, 0.75, 1);
        Assert.True(evaluator.Losses[^1] < evaluator.Losses[0] / 2);
    }

    [Fact]
    public void The_generator_meets_budgets_it_was_trained_on_and_those_between()
    {
        var table = Table(300);
        var budgets = table.Budgets(4);
        using var evaluator = DominanceEvaluator.Fit(table, budgets, Quick, new Seeds(1));
        using var pnag = Pnag.Train(Macs, evaluator, budgets, new() { Iterations = 150 }, new Seeds(1));
        foreach (var budget in new[] { budgets[0], (budgets[1] + budgets[2]) / 2, budgets[3] })
        {
            var samples = pnag.Sample(budget, 100, new Rng(5));
            Assert.True(samples.Count(sample => sample.IsFeasible) >= 80, $"{samples.Count(sample => sample.IsFeasible)} of 100 within {budget}");
            Assert.True(pnag.Generate(budget, new Rng(6)).IsFeasible);
        }

        Assert.True(pnag.Greedy(budgets[3]).Cost > 1.3 * pnag.Greedy(budgets[0]).Cost);
    }

    [Fact]
    public void Without_the_accuracy_case_the_generator_makes_the_cheapest_networks()
    {
        var table = Table(300);
        var budgets = table.Budgets(3);
        using var evaluator = DominanceEvaluator.Fit(table, budgets, Quick with { Rule = DominanceRule.CostOnly }, new Seeds(2));
        using var pnag = Pnag.Train(Macs, evaluator, budgets, new() { Iterations = 150 }, new Seeds(2));
        Assert.All(budgets, budget => Assert.True(pnag.Greedy(budget).Cost <= 1.25 * Macs.Cost(Macs.Cheapest)));
    }

    [Fact]
    public void Same_seed_gives_the_same_generator_to_the_bit()
    {
        var (first, second) = (Train(NoCheckpoint.Instance), Train(NoCheckpoint.Instance));
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_training_continued_from_a_checkpoint_ends_as_if_never_stopped()
    {
        // A checkpoint is saved at step 100; saving at step 120 fails as a killed process would.
        var memory = new Memory { FailAt = 2 };
        Assert.Throws<OperationCanceledException>(() => Train(memory));
        Assert.Equal(Train(NoCheckpoint.Instance), Train(memory));
    }

    [Fact]
    public void A_budget_below_the_cheapest_architecture_says_what_the_cheapest_is()
    {
        var table = Table(60);
        var error = Assert.Throws<ArgumentException>(() =>
            Pnag.Train(Macs, Reward.Instance, [100_000], new(), new Seeds(1)));
        Assert.Contains("below the cheapest architecture of FM-MB-3", error.Message);
        Assert.Contains("1,1,1:3,0,0,3,0,0,3,0,0:2,0,0,2,0,0,2,0,0", error.Message);
        Assert.Contains("Ask for", error.Message);
    }

    [Fact]
    public void A_configuration_reports_all_its_problems()
    {
        var error = Assert.Throws<ArgumentException>(() => new PnagConfig { Iterations = 0, Entropy = -1 }.Validate());
        Assert.Contains("2 problems", error.Message);
        Assert.Contains("Iterations = 0", error.Message);
        Assert.Contains("Entropy = -1", error.Message);
    }

    [Fact]
    public void Random_search_takes_the_best_feasible_draw_for_each_budget()
    {
        var found = FrontierSearch.Random(Macs, Reward.Instance, [5e5, 1e6], 500, new Rng(3));
        var rng = new Rng(3);
        var draws = Enumerable.Range(0, 500).Select(_ => Space.Sample(rng)).ToArray();
        Assert.All(found, best => Assert.Equal(draws.Select(Macs.Cost).Where(cost => cost <= best.Budget).Max(), best.Cost));
    }

    private static double[] Train(ICheckpoint checkpoint)
    {
        using var pnag = Pnag.Train(Macs, Reward.Instance, [6e5, 1.2e6], new() { Iterations = 120, SamplesPerBudget = 4, Hidden = 16 }, new Seeds(3), checkpoint);
        return [.. pnag.Losses, pnag.Greedy(9e5).Cost];
    }

    // Deeper, wider and larger-kernel networks are better, with diminishing returns.
    private static ArchitectureTable Table(int rows) => new(Macs, ArchitectureTable.Draw(Space, rows, new Rng(9))
        .Select(architecture => (architecture, 0.6 + 0.3 * (1 - Math.Exp(-Macs.Cost(architecture) / 1e6)) + 0.01 * Math.Sin(architecture.Choices.Sum()))));

    /// <summary>The dearest feasible architecture is best.</summary>
    internal sealed class Reward : IBudgetReward
    {
        public static readonly Reward Instance = new();

        public string Name => "dearest feasible";

        public double[] Score(IReadOnlyList<Architecture> architectures, double budget) =>
            [.. architectures.Select(architecture => Macs.Cost(architecture)).Select(cost => cost <= budget ? cost : -cost)];
    }

    private sealed class Memory : ICheckpoint
    {
        private int saves;

        public int FailAt { get; init; }

        public bool TryLoad([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Snapshot? snapshot)
        {
            snapshot = saved;
            return saved is not null;
        }

        public void Save(Snapshot snapshot)
        {
            if (++saves == FailAt)
            {
                throw new OperationCanceledException();
            }

            saved = new Snapshot { State = new(snapshot.State), Tensors = snapshot.Tensors.ToDictionary(entry => entry.Key, entry => Backend.Detach(entry.Value.detach().clone())) };
        }

        private Snapshot? saved;
    }
}
