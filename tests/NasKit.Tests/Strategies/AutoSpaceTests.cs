using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.AutoSpace;
using NasKit.Strategies.Dsnas;
using NasKit.Strategies.RandomSearch;
using NasKit.Strategies.RegularizedEvolution;
using NasKit.Strategies.Spos;
using NasKit.Tests.Spaces;
using NasKit.Tests.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Strategies;

public sealed class AutoSpaceTests
{
    private static readonly CellSkeleton Skeleton = CellSpaceTests.Skeleton;

    internal static readonly AutoSpaceConfig Short = new()
    {
        Population = 8, Sampled = 2, Kept = 3, StepsPerIteration = 3, Training = new() { Epochs = 2, Batch = 16, LearningRate = 0.05, WarmUp = 2, SaveEvery = 4 },
    };

    internal static AutoSpaceResult Run(AutoSpaceConfig config, ICheckpoint? checkpoint = null, long seed = 1, CellAlphabet? alphabet = null, IProgress<Progress>? progress = null) =>
        AutoSpace.Run(Skeleton, alphabet ?? CellAlphabet.Laptop, Stripes.Images(160), config, new Seeds(seed), checkpoint, progress);

    public static TheoryData<string> Configs => [.. Variants.Keys];

    private static readonly Dictionary<string, (AutoSpaceConfig Config, CellAlphabet Alphabet)> Variants = new()
    {
        ["plain"] = (Short, CellAlphabet.Laptop),
        ["no reference, ageing, cost"] = (Short with { Reference = null, Ageing = true, CostWeight = 0.1, MutationProbability = 1 }, CellAlphabet.Laptop),
        ["all genes"] = (Short with { Reference = AutoSpaceConfig.ResidualChain }, new() { Gates = true, Wide = 2 }),
        ["five nodes"] = (Short with { Reference = DagCell.Parse("0>1:1x1,1>2:dw3,2>4:1x1") }, new() { Nodes = 5 }),
    };

    [Theory]
    [MemberData(nameof(Configs))]
    public void It_learns_a_space_and_killed_anywhere_it_continues_with_the_same_populations(string name)
    {
        var (config, alphabet) = Variants[name];
        var whole = Run(config, alphabet: alphabet);
        using var one = whole.Bank;
        Assert.Equal(20, whole.Losses.Count);
        Assert.Equal(7, whole.Iterations.Count); // the last of two steps
        Assert.All(whole.Populations, population => Assert.Equal(8, population.Count));
        Assert.All(whole.Populations, population => Assert.Equal(8, population.Select(cell => cell.Cell.Canonical()).Distinct().Count()));
        Assert.All(whole.Populations.SelectMany(population => population), cell => Assert.InRange(cell.Fitness, -3, 3));
        Assert.Contains(whole.Populations.SelectMany(population => population), cell => cell.Fitness > 0);
        Assert.All(whole.Tried, tried => Assert.True(tried.Count > 2));
        for (var kill = 1; kill <= 4; kill++)
        {
            var memory = new MemoryCheckpoint { FailAt = kill };
            Assert.Throws<OperationCanceledException>(() => Run(config, memory, alphabet: alphabet));
            Same(whole, Run(config, memory, alphabet: alphabet));
        }

        var kept = new MemoryCheckpoint();
        Same(whole, Run(config, kept, alphabet: alphabet));
        Same(whole, Run(config, kept, alphabet: alphabet)); // of a finished search nothing is computed again
        Assert.NotEqual(whole.Losses, Run(config, seed: 2, alphabet: alphabet).Losses);
    }

    private static void Same(AutoSpaceResult expected, AutoSpaceResult actual)
    {
        using var bank = actual.Bank;
        Assert.Equal(expected.Losses, actual.Losses);
        Assert.Equal(expected.Populations, actual.Populations);
        Assert.Equal(expected.Tried, actual.Tried);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(expected.Iterations), System.Text.Json.JsonSerializer.Serialize(actual.Iterations));
        Assert.Equal(expected.Learned().ToJson(), actual.Learned().ToJson());
    }

    [Fact]
    public void Fitness_is_written_back_by_the_formula()
    {
        var result = Run(Short with { CostWeight = 0.2, ScoreLearningRate = 0.3 });
        using var bank = result.Bank;
        var (layer, first) = (1, result.Iterations[0].Layers[1]);
        Assert.Equal(3, first.Cells.Count);
        Assert.Equal(AutoSpaceConfig.Chain, first.Cells[^1].Cell);
        Assert.All(first.Weights[0], weight => Assert.Equal(1 / 3.0, weight, 1e-12)); // all fitness is 0
        // Adam's first step is the learning rate, so that scores are −0.3, 0 or 0.3 after it; what it adds to a small root shows in the fifth decimal.
        var steps = first.Weights[1].Select(weight => Math.Log(weight)).ToArray();
        Assert.All(steps, score => Assert.Contains(Math.Round((score - steps[0]) / 0.3, 3), new[] { -2.0, 0, 2 }));
        var reference = (double)Skeleton.At(layer, AutoSpaceConfig.Chain).Macs;
        var costs = first.Cells.Select(cell => Skeleton.At(layer, cell.Cell).Macs / reference).ToArray();
        // What is left when the cost is taken out is centred, and so is the cost.
        Assert.Equal(0, first.Cells.Sum(cell => cell.Fitness), 1e-9);
        Assert.Equal(0, first.Cells.Select((cell, k) => cell.Fitness + 0.2 * (costs[k] - costs.Average())).Sum(), 1e-9);
        var again = Run(Short with { ScoreLearningRate = 0.3 });
        using var other = again.Bank;
        Assert.All(first.Cells.Zip(again.Iterations[0].Layers[1].Cells).Index(), pair =>
            Assert.Equal(pair.Item.Second.Fitness - 0.2 * (costs[pair.Index] - costs.Average()), pair.Item.First.Fitness, 1e-9));
    }

    [Fact]
    public void Back_propagation_prefers_what_helps()
    {
        // Where nothing but a depthwise convolution and an identity can be had, the identity of the input alone does not tell stripes apart behind the first layers' strides.
        var result = Run(Short with { Training = Short.Training with { Epochs = 12 }, ScoreLearningRate = 0.1 });
        using var bank = result.Bank;
        Assert.True(result.Losses.TakeLast(10).Average() < 0.8 * result.Losses.Take(10).Average());
        Assert.All(result.Populations, population => Assert.True(population[0].Fitness > 0.05));
    }

    [Fact]
    public void Every_method_searches_a_learned_space_as_any_other()
    {
        var result = Run(Short);
        using var bank = result.Bank;
        var learned = result.Learned(AutoSpaceConfig.Chain, AutoSpaceConfig.ResidualChain);
        Assert.All(learned.Layers, layer => Assert.InRange(layer.Length, 4, 5));
        var space = learned.Space;
        var images = Stripes.Images(64);
        foreach (var config in new StrategyConfig[] { new RandomSearchConfig(), new RegularizedEvolutionConfig { Population = 4, Sample = 2 } })
        {
            var searcher = config.Start(new(space, [NasKit.Evaluation.Objective.Maximise("accuracy")]), new Seeds(1));
            for (var i = 0; i < 12; i++)
            {
                var proposal = Assert.Single(searcher.Ask(1));
                searcher.Tell(new(proposal, [proposal.Architecture.Choices.Sum()]));
            }
        }

        var dsnas = Dsnas.Run(space, images, new() { Training = Short.Training with { Epochs = 3 }, SearchEpochs = 2 }, new Seeds(1));
        using var one = dsnas.Supernet;
        Assert.Equal(space, dsnas.Architecture.Space);
        var spos = new Spos(space) { Training = Short.Training, Evaluations = 8, Evolution = new() { Population = 4, Keep = 2, Mutants = 2, Crossovers = 2 } }.Run(images, Stripes.Images(32, seed: 2), new Seeds(1));
        using var other = spos.Supernet;
        Assert.Equal(8, spos.Trials.Count);
        // The search's own weights know its networks too.
        using var oneShot = new NasKit.Evaluation.OneShotEvaluator(bank.On(space), images, Stripes.Images(32, seed: 2), 32);
        Assert.InRange(oneShot.Accuracy(space.Sample(new Rng(1))), 0, 1);
    }

    [Fact]
    public void Every_method_searches_the_raw_space_as_any_other()
    {
        var raw = Skeleton.Raw(CellAlphabet.Laptop);
        var images = Stripes.Images(64);
        using var one = Dsnas.Run(raw, images, new() { Training = Short.Training with { Epochs = 3 }, SearchEpochs = 2 }, new Seeds(1)).Supernet;
        using var other = new Spos(raw) { Training = Short.Training, Evaluations = 8, Evolution = new() { Population = 4, Keep = 2, Mutants = 2, Crossovers = 2 } }.Run(images, Stripes.Images(32, seed: 2), new Seeds(1)).Supernet;
    }

    [Fact]
    public void All_settings_out_of_range_are_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => Run(Short with { Sampled = 8, WriteBack = 0, Reference = DagCell.Parse("0>3:dw7") }));
        Assert.Contains("3 problems", error.Message, StringComparison.Ordinal);
        Assert.Contains("Sampled = 8 must be in 1…7", error.Message, StringComparison.Ordinal);
        Assert.Contains("Reference = 0>3:dw7", error.Message, StringComparison.Ordinal);
    }
}
