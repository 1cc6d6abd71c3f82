using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.Darts;
using NasKit.Strategies.Gaea;
using NasKit.Strategies.ProxylessNas;
using NasKit.Strategies.Snas;
using NasKit.Tests.Training;
using NasKit.Training;

namespace NasKit.Tests.Strategies;

/// <summary>What the methods with a folder are composed of, beside the numbers of the papers, and what they refuse.</summary>
public sealed class MethodCompositionTests
{
    private static readonly SearchSpace Space = NasBench201Space.Build("nb201-12", Stripes.Space.Task, 4, 1);

    private static readonly AdditiveCost Macs = AdditiveCost.Macs(Space);

    [Fact]
    public void DARTS_is_softmax_and_Adam_on_two_levels_with_the_numbers_of_the_paper()
    {
        var search = Darts.On(Space, new());
        Assert.IsType<SoftmaxRelaxation>(search.Relaxation);
        Assert.Null(search.Relaxation.Temperature);
        Assert.Equal(new AdamArchitecture(3e-4, 0.5, 1e-3), search.Optimiser);
        Assert.Equal(Level.Bilevel, search.Level);
        Assert.Equal((0, 1e-3), (search.LogitMean, search.LogitDeviation));
        Assert.Equal((0, 1), (search.WeightsOnlyEpochs, search.ArchitectureEvery));
        AssertTraining(search.Training, nesterov: false, 0.025, 0.001, 3e-4, batch: 64);
        Assert.Equal(Level.Unrolled, Darts.On(Space, new() { Order = DartsOrder.Second }).Level);
    }

    [Fact]
    public void GAEA_is_DARTS_with_exponentiated_gradient_from_an_even_start()
    {
        var search = Gaea.On(Space, new());
        Assert.IsType<SoftmaxRelaxation>(search.Relaxation);
        Assert.Equal(new ExponentiatedGradient(0.1, 1e-5), search.Optimiser);
        Assert.Equal(Level.Bilevel, search.Level); // its single level takes steps of their own on the same images
        Assert.Equal((0, 0), (search.LogitMean, search.LogitDeviation));
        AssertTraining(search.Training, nesterov: false, 0.025, 0.001, 3e-4, batch: 64);
        var result = Gaea.Run(Space, Stripes.Images(32), null, new() { Training = new() { Epochs = 1, Batch = 16 } }, new(1));
        using var supernet = result.Supernet;
        Assert.NotNull(result.Epochs[0].HeldLoss);
        Assert.True(search.KeepsBest);
        var same = (Gaea.On(Space, new(), singleLevel: true) with { Training = new() { Epochs = 1, Batch = 16 } }).Run(Stripes.Images(32), Stripes.Images(32), new(1));
        using var other = same.Supernet;
        Assert.Equal(same.Losses, result.Losses);
        Assert.Equal(same.Distribution.Logits, result.Distribution.Logits);
    }

    [Fact]
    public void GAEA_with_two_levels_answers_with_the_epoch_that_classified_the_held_images_best_and_with_one_with_the_last()
    {
        var config = new GaeaConfig { Training = new() { Epochs = 6, Batch = 16, LearningRate = 0.5, FinalLearningRate = 0.5 }, ArchitectureLearningRate = 2 };
        var early = 0;
        foreach (var seed in Enumerable.Range(1, 4))
        {
            var result = Gaea.Run(Space, Stripes.Images(64), Stripes.Images(48, seed: 2), config, new(seed));
            using var supernet = result.Supernet;
            var best = result.Epochs.MaxBy(epoch => epoch.HeldAccuracy)!;
            early += best.HeldAccuracy > result.Epochs[^1].HeldAccuracy ? 1 : 0;
            Assert.All(result.Epochs, epoch => Assert.InRange(epoch.HeldAccuracy!.Value, 0, 1));
            Assert.All(best.Probabilities.Select((row, d) => (row, d)), of => Assert.All(of.row.Zip(result.Distribution.Probabilities(of.d)), pair => Assert.Equal(pair.First, pair.Second, 1e-12)));
            Assert.Equal(best.Probabilities.Select(row => row.ToList().IndexOf(row.Max())), result.Architecture.Choices);
        }

        foreach (var seed in Enumerable.Range(1, 4))
        {
            // One epoch of search: the even start of the others is no answer, however well they did.
            var late = Gaea.Run(Space, Stripes.Images(64), Stripes.Images(48, seed: 2), config with { WeightsOnlyEpochs = 5 }, new(seed));
            using var supernet = late.Supernet;
            Assert.All(late.Epochs[^1].Probabilities[0].Zip(late.Distribution.Probabilities(0)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
            Assert.NotEqual(late.Epochs[0].Probabilities[0], late.Distribution.Probabilities(0));
        }

        Assert.InRange(early, 1, 4); // else the last epoch would do as well
        var one = Gaea.Run(Space, Stripes.Images(64), null, config, new(1));
        using var single = one.Supernet;
        Assert.All(one.Epochs, epoch => Assert.Null(epoch.HeldAccuracy));
        Assert.Equal(one.Epochs[^1].Probabilities[0], one.Distribution.Probabilities(0));
    }

    [Fact]
    public void SNAS_is_a_concrete_sample_and_Adam_on_one_level_with_the_numbers_of_the_paper()
    {
        var cost = new CostTerm(Macs, 1.5e-3, 1e5);
        var search = Snas.On(Space, new() { Cost = cost });
        Assert.IsType<ConcreteRelaxation>(search.Relaxation);
        Assert.Equal(Anneal.Linear(1, 0.03), search.Relaxation.Temperature);
        Assert.Equal(new AdamArchitecture(3e-4, 0.5, 1e-3), search.Optimiser);
        Assert.Equal(Level.Single, search.Level);
        Assert.Equal((1, 0.1), (search.LogitMean, search.LogitDeviation)); // N(1, 0.01)
        Assert.Same(cost, search.Cost);
        Assert.Equal(DropPath.Rising(0.3), search.Training.DropPath);
        AssertTraining(search.Training, nesterov: false, 0.025, 0.001, 3e-4, batch: 64);
    }

    [Fact]
    public void ProxylessNAS_is_two_gates_and_Adam_without_momentum_every_fifth_step()
    {
        var search = ProxylessNas.On(Space, new() { Cost = Macs, Reference = 2e5 });
        Assert.Equal(BinaryGates.Two, Assert.IsType<BinaryGateRelaxation>(search.Relaxation).Gates);
        Assert.Equal(new AdamArchitecture(1e-3, 0, 0), search.Optimiser);
        Assert.Equal(Level.Bilevel, search.Level);
        Assert.Equal((0, 1e-3), (search.LogitMean, search.LogitDeviation));
        Assert.Equal(5, search.ArchitectureEvery);
        Assert.Equal(new CostTerm(Macs, 0.1, 2e5), search.Cost);
        Assert.Null(search.Reward);
        Assert.True(search.Training.Nesterov);
        Assert.Equal((4e-5, 0.1), (search.Training.WeightDecay, search.Training.LabelSmoothing));
        var multiplied = ProxylessNas.On(Space, new() { Cost = Macs, Reference = 2e5, CostForm = CostForm.Product, Gradient = ProxylessNasGradient.AllGates });
        Assert.Equal(new CostTerm(Macs, 0.2, 2e5, Form: CostForm.Product), multiplied.Cost);
        Assert.Equal(0.3, multiplied.Cost!.Exponent);
        Assert.Equal(BinaryGates.Full, Assert.IsType<BinaryGateRelaxation>(multiplied.Relaxation).Gates);
        Assert.Null(ProxylessNas.On(Space, new()).Cost);
    }

    [Fact]
    public void The_REINFORCE_variant_of_ProxylessNAS_rewards_ten_drawn_networks_for_accuracy_and_low_cost()
    {
        var config = new ProxylessNasConfig { Gradient = ProxylessNasGradient.Reinforce, Cost = Macs, Reference = 2e5 };
        var search = ProxylessNas.On(Space, config);
        Assert.Equal("REINFORCE, moving average 0.01, 10 samples", search.Relaxation.Name);
        Assert.Null(search.Cost);
        Assert.Equal(0.8 * Math.Pow(2e5 / Macs.Cost(Macs.Dearest), 0.1), search.Reward!.Of(0.8, Macs.Dearest), 1e-12);
        Assert.True(search.Reward.Of(0.8, Macs.Cheapest) > search.Reward.Of(0.8, Macs.Dearest));
        Assert.Equal(0.8, ProxylessNas.On(Space, new() { Gradient = ProxylessNasGradient.Reinforce }).Reward!.Of(0.8, Macs.Dearest));
    }

    [Fact]
    public void Cells_of_DARTS_become_genotypes_and_other_decisions_their_likeliest_options()
    {
        var cells = DartsSpace.Supernet("darts-4", TaskShape.FashionMnist, 2, 3);
        foreach (var (space, same) in new[] { (cells, false), (Space, true) })
        {
            var policy = new ArchitectureDistribution(space, 0, 1, new Rng(1));
            foreach (var search in new[] { Darts.On(space, new()), Gaea.On(space, new()), Snas.On(space, new()), ProxylessNas.On(space, new()) })
            {
                var derived = search.Derive(policy);
                Assert.Equal(same ? policy.Best() : DartsSpace.Derive(space, [.. Enumerable.Range(0, policy.Frozen.Count).Select(policy.Probabilities)]), derived);
            }
        }
    }

    [Fact]
    public void Settings_that_cannot_be_fail_when_a_method_is_composed_all_at_once()
    {
        var training = new ImageTrainingConfig { Epochs = 2, Nesterov = false };
        Fails(() => Darts.On(Space, new() { Training = training with { Nesterov = true, DropPath = DropPath.Rising(0.2) }, Order = DartsOrder.Second }), "Order = Second", "Training.Nesterov = True", "Training.DropPath");
        Fails(() => Darts.On(Space, new() { Training = training, ArchitectureLearningRate = 0, ArchitectureWeightDecay = -1, WeightsOnlyEpochs = 2 }),
            "ArchitectureLearningRate = 0", "ArchitectureWeightDecay = -1", "WeightsOnlyEpochs = 2 must be in 0…1");
        Fails(() => Gaea.On(Space, new() { Training = training, ArchitectureLearningRate = -1, WeightsOnlyEpochs = -1 }), "ArchitectureLearningRate = -1", "WeightsOnlyEpochs = -1");
        Fails(() => new DifferentiableSearch(Space, new ConcreteRelaxation(1), new AdamArchitecture(), Level.Single) { KeepsBest = true }.Validate(), "Level = Single has none", "KeepsBest scores the mixture");
        Fails(() => Snas.On(Space, new() { Training = training, ArchitectureLearningRate = 0, ArchitectureWeightDecay = -1 }), "ArchitectureLearningRate = 0", "ArchitectureWeightDecay = -1");
        Fails(() => Snas.On(Space, new() { Training = training, Cost = new(Macs, 1, 1, CostGradient.Weights, CostForm.Product) }), "Form = Product", "Gradient = Expected, not Weights");
        Fails(() => Darts.On(Stripes.Space, new()), "is there only under a condition");
        Fails(() => Darts.On(Space, new() { Training = training with { Batch = 0 } }), "Batch = 0");
        Fails(() => new DifferentiableSearch(Space, new SoftmaxRelaxation(), new AdamArchitecture(LearningRate: 0, Beta1: 1)).Validate(), "LearningRate = 0", "Beta1 = 1");

        var gates = new ProxylessNasConfig { Training = training };
        var reinforce = gates with { Gradient = ProxylessNasGradient.Reinforce };
        Fails(() => ProxylessNas.On(Space, reinforce with { Cost = Macs, Reference = -3, CostForm = CostForm.Product, CostWeight = 7 }),
            "Reference = -3 must be positive", "CostForm = Product says nothing with Gradient = Reinforce", "CostWeight = 7 says nothing with Gradient = Reinforce");
        Fails(() => ProxylessNas.On(Space, gates with { Samples = 3, RewardExponent = 0.1 }), "Samples = 3 says nothing with Gradient = Gates", "RewardExponent = 0.1 says nothing with Gradient = Gates");
        Fails(() => ProxylessNas.On(Space, gates with { CostWeight = 1, CostForm = CostForm.Linear }), "CostWeight = 1 says nothing without a Cost", "CostForm = Linear says nothing without a Cost");
        Fails(() => ProxylessNas.On(Space, reinforce with { RewardExponent = 0.3 }), "RewardExponent = 0.3 says nothing without a Cost");
        Fails(() => ProxylessNas.On(Space, gates with { Cost = Macs }), "Cost = macs needs a Reference");
        Fails(() => ProxylessNas.On(Space, reinforce with { Samples = 0, ArchitectureEvery = 0, ArchitectureLearningRate = 0, WeightsOnlyEpochs = 2 }),
            "Samples = 0", "ArchitectureEvery = 0", "ArchitectureLearningRate = 0", "WeightsOnlyEpochs = 2");

        static void Fails(Action compose, params string[] parts)
        {
            var message = Assert.Throws<ArgumentException>(compose).Message;
            Assert.All(parts, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }
    }

    private static void AssertTraining(ImageTrainingConfig training, bool nesterov, double from, double to, double decay, int batch)
    {
        Assert.Equal((from, to, decay, batch, nesterov), (training.LearningRate, training.FinalLearningRate, training.WeightDecay, training.Batch, training.Nesterov));
        Assert.Equal((0.9, 5, 0), (training.Momentum, training.ClipNorm, training.WarmUp));
    }
}
