using NasKit.Cost;
using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Tests.Training;
using NasKit.Training;

namespace NasKit.Tests.Evaluation;

/// <summary>A benchmark that trains instead of looking up.</summary>
public sealed class TrainedBenchmarkTests
{
    private static readonly ImageTrainingConfig Config = new() { Epochs = 4, Batch = 32 };

    [Fact]
    public void It_answers_like_a_table_trains_each_network_once_a_budget_and_keeps_test_images_apart()
    {
        using var benchmark = Benchmark(budgets: [1]);
        var architecture = Stripes.Space.Sample(new Rng(1));
        var full = benchmark.Evaluate(architecture, null, seed: 1);
        var again = benchmark.Evaluate(architecture, 4, seed: 2);
        Assert.Equal(full, again with { Budget = null, Values = full.Values });
        Assert.Equal(full.Values.ToArray(), again.Values.ToArray());
        Assert.Equal(1, benchmark.Trainings);
        var low = benchmark.Evaluate(architecture, 1, seed: 1);
        Assert.Equal(4, full.Seconds!.Value / low.Seconds!.Value, 1e-9);
        Assert.Equal(3 * AdditiveCost.Macs(Stripes.Space).Cost(architecture) * 128 / 1e10, low.Seconds.Value, 1e-12);
        Assert.Equal(2, benchmark.Trainings);
        using var alone = new TrainedEvaluator(Stripes.Images(128), Stripes.Images(100, seed: 3), Config, new Seeds(1));
        Assert.Equal(100 * alone.Accuracy(architecture), benchmark.TestAccuracy(architecture));
        Assert.Equal(2, benchmark.Trainings);
    }

    [Fact]
    public void Costs_are_further_objectives_and_need_no_training()
    {
        using var benchmark = Benchmark(costs: [AdditiveCost.Macs(Stripes.Space), AdditiveCost.Parameters(Stripes.Space)]);
        var architecture = Stripes.Space.Sample(new Rng(2));
        Assert.Equal(["accuracy", "macs", "parameters"], benchmark.Objectives.Select(objective => objective.Name));
        Assert.Equal(AdditiveCost.Parameters(Stripes.Space).Cost(architecture), benchmark.Costs(architecture)[1]);
        Assert.Equal(0, benchmark.Trainings);
        Assert.Equal(benchmark.Costs(architecture).ToArray(), benchmark.Evaluate([architecture])[0].Values.ToArray()[1..]);
    }

    [Fact]
    public void Wrong_budgets_and_foreign_architectures_are_refused()
    {
        Assert.Contains("Budgets 4, 4 must rise", Assert.Throws<ArgumentException>(() => Benchmark(budgets: [4])).Message);
        using var benchmark = Benchmark(budgets: [1]);
        Assert.Contains("cannot train for 2 epochs, expected 1, 4", Assert.Throws<ArgumentException>(() => benchmark.Evaluate(Stripes.Space.Sample(new Rng(1)), 2, 1)).Message);
        Assert.Contains("belongs to space", Assert.Throws<ArgumentException>(() => benchmark.TestAccuracy(NasBench201Space.Cifar10.Sample(new Rng(1)))).Message);
    }

    private static TrainedBenchmark Benchmark(IReadOnlyList<ICostModel>? costs = null, IReadOnlyList<int>? budgets = null) => new(
        Stripes.Space, new ImageSplit(Stripes.Images(128), Stripes.Images(100, seed: 2), Stripes.Images(100, seed: 3)), Config, new Seeds(1), costs, budgets);
}
