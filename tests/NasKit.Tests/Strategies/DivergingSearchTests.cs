using NasKit.Cost;
using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.Darts;
using NasKit.Strategies.Dsnas;
using NasKit.Strategies.Gaea;
using NasKit.Strategies.ProxylessNas;
using NasKit.Strategies.Snas;
using NasKit.Strategies.Spos;
using NasKit.Tests.Training;
using NasKit.Training;

namespace NasKit.Tests.Strategies;

/// <summary>Every weight-sharing method, driven out of the numbers.</summary>
public sealed class DivergingSearchTests
{
    private static readonly SearchSpace Space = NasBench201Space.Build("nb201-12", Stripes.Space.Task, 4, 1);

    private static readonly ImageDataSet Images = Stripes.Images(64);

    // Four steps an epoch; every step is saved.
    private static readonly ImageTrainingConfig Sound = new() { Epochs = 2, Batch = 16, LearningRate = 0.05, WarmUp = 0, SaveEvery = 1, Nesterov = false };

    private static readonly Dictionary<string, Func<ImageTrainingConfig, ImageDataSet, ICheckpoint, object>> Methods = new()
    {
        ["DARTS, first order"] = (training, held, checkpoint) => Darts.Run(Space, Images, held, new() { Training = training, WeightsOnlyEpochs = 1 }, new(1), checkpoint),
        ["DARTS, second order"] = (training, held, checkpoint) => Darts.Run(Space, Images, held, new() { Training = training, WeightsOnlyEpochs = 1, Order = DartsOrder.Second }, new(1), checkpoint),
        ["GAEA, two levels"] = (training, held, checkpoint) => Gaea.Run(Space, Images, held, new() { Training = training, WeightsOnlyEpochs = 1 }, new(1), checkpoint),
        ["ProxylessNAS, two gates"] = (training, held, checkpoint) => ProxylessNas.Run(Space, Images, held, new() { Training = training, ArchitectureEvery = 1 }, new(1), checkpoint),
        ["ProxylessNAS, all gates"] = (training, held, checkpoint) =>
            ProxylessNas.Run(Space, Images, held, new() { Training = training, ArchitectureEvery = 1, Gradient = ProxylessNasGradient.AllGates }, new(1), checkpoint),
        ["GDAS"] = (training, held, checkpoint) => new DifferentiableSearch(Space, new StraightThroughRelaxation(Anneal.Linear(10, 0.1), pathOnly: true), new AdamArchitecture())
        {
            Training = training, WeightsOnlyEpochs = 1,
        }.Run(Images, held, new(1), checkpoint),
        ["REINFORCE on the loss"] = (training, held, checkpoint) => new DifferentiableSearch(Space, new ReinforceRelaxation(), new AdamArchitecture())
        {
            Training = training, WeightsOnlyEpochs = 1,
        }.Run(Images, held, new(1), checkpoint),
        ["ProxylessNAS, REINFORCE"] = (training, held, checkpoint) =>
            ProxylessNas.Run(Space, Images, held, new() { Training = training, ArchitectureEvery = 1, Gradient = ProxylessNasGradient.Reinforce }, new(1), checkpoint),
        ["GAEA, one level"] = (training, _, checkpoint) => Gaea.Run(Space, Images, null, new() { Training = training }, new(1), checkpoint),
        ["SNAS"] = (training, _, checkpoint) => Snas.Run(Space, Images, new() { Training = training }, new(1), checkpoint),
        ["DSNAS"] = (training, _, checkpoint) => Dsnas.Run(Space, Images, new() { Training = training, SearchEpochs = 2, WeightsOnlyEpochs = 0 }, new(1), checkpoint: checkpoint),
        ["SPOS"] = (training, held, checkpoint) => new Spos(Space) { Training = training, Evaluations = 1 }.Run(Images, held, new(1), checkpoint),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    /// <summary>Those whose logits follow a loss of images of their own, in the second epoch.</summary>
    public static TheoryData<string> TwoLevels => [.. Methods.Keys.Take(7)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Weights_that_diverge_end_the_search_with_step_rate_and_the_checkpoint_that_is_kept(string name)
    {
        var memory = new MemoryCheckpoint();
        Methods[name](Sound, Stripes.Images(48, seed: 2), new MemoryCheckpoint()); // at a sound rate nothing is wrong
        var error = Assert.Throws<NasKitException>(() => Methods[name](Sound with { LearningRate = 1e25 }, Stripes.Images(48, seed: 2), memory));
        Assert.Matches("^The .+ of step [2-8] is (NaN|∞|-∞) at the learning rate [0-9.]+E\\+2[0-9]: training has diverged\\.", error.Message);
        Assert.Contains("Lower the learning rate", error.Hint, StringComparison.Ordinal);
        Assert.Contains($"The checkpoint of step {memory.Saves}, the last that is finite, is kept.", error.Hint, StringComparison.Ordinal);
        AssertFinite(memory);
    }

    [Theory]
    [MemberData(nameof(TwoLevels))]
    public void An_architectures_loss_that_is_no_number_ends_the_search_before_anything_follows_it(string name)
    {
        var memory = new MemoryCheckpoint();
        var error = Assert.Throws<NasKitException>(() => Methods[name](Sound, Broken(), memory));
        Assert.StartsWith("The architecture's loss of step 5 is NaN at the learning rate", error.Message, StringComparison.Ordinal);
        Assert.Contains("The checkpoint of step 4, the last that is finite, is kept.", error.Hint, StringComparison.Ordinal);
        AssertFinite(memory);
    }

    [Fact]
    public void Logits_that_diverge_end_the_search_too()
    {
        var macs = AdditiveCost.Macs(Space);
        foreach (var search in new[]
        {
            Darts.On(Space, new() { Training = Sound, ArchitectureLearningRate = double.MaxValue }),
            Gaea.On(Space, new() { Training = Sound, ArchitectureLearningRate = double.MaxValue }) with { Cost = new(macs, 1e10, 1) },
            Snas.On(Space, new() { Training = Sound, Cost = new(macs, double.MaxValue, 1, CostGradient.Sampled) }),
        })
        {
            var memory = new MemoryCheckpoint();
            var error = Assert.Throws<NasKitException>(() => search.Run(Images, search.Level == Level.Single ? null : Images, new(1), memory));
            Assert.StartsWith("The furthest logit of step", error.Message, StringComparison.Ordinal);
        }
    }

    // Values over the least deviation that there is are infinite.
    private static StoredImages Broken() => new("broken", [.. Enumerable.Repeat((byte)255, 48 * 144)], new int[48], 1, 12, 12, ["a", "b", "c", "d"], [0f], [float.Epsilon]);

    private static void AssertFinite(MemoryCheckpoint memory)
    {
        Assert.True(memory.TryLoad(out var kept));
        Assert.All(kept.Tensors.Where(entry => entry.Key.StartsWith("weights/", StringComparison.Ordinal)), entry => Assert.True(entry.Value.isfinite().all().item<bool>()));
        if (kept.State.TryGetValue("logits", out var logits))
        {
            Assert.DoesNotContain("NaN", logits, StringComparison.Ordinal);
        }
    }
}
