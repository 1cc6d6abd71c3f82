using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Strategies.Differentiable;
using NasKit.Tests.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Strategies;

public sealed class DifferentiableSearchTests
{
    private static readonly SearchSpace Space = NasBench201Space.Build("nb201-12", Stripes.Space.Task, 4, 1);

    private static readonly Dictionary<string, Func<DifferentiableSearch>> Methods = new()
    {
        ["DARTS"] = () => Search(new SoftmaxRelaxation(), new AdamArchitecture(0.05)),
        ["GAEA"] = () => Search(new SoftmaxRelaxation(), new ExponentiatedGradient(1), Level.Single) with { LogitDeviation = 0 },
        ["SNAS"] = () => Search(new ConcreteRelaxation(Anneal.Linear(1, 0.03)), new AdamArchitecture(0.05), Level.Single),
        ["GDAS"] = () => Search(new StraightThroughRelaxation(Anneal.Linear(10, 0.1)), new AdamArchitecture(0.05)),
        ["ProxylessNAS"] = () => Search(new BinaryGateRelaxation(), new AdamArchitecture(0.05, Beta1: 0, WeightDecay: 0)),
        ["REINFORCE"] = () => Search(new ReinforceRelaxation(), new AdamArchitecture(0.05)),
    };

    public static TheoryData<string> Names => [.. Methods.Keys];

    private static DifferentiableSearch Search(IRelaxation relaxation, ArchitectureOptimiser optimiser, Level level = Level.Bilevel) =>
        new(Space, relaxation, optimiser, level) { Training = new() { Epochs = 2, Batch = 16, LearningRate = 0.05, WarmUp = 2, SaveEvery = 3 }, WeightsOnlyEpochs = level == Level.Single ? 0 : 1 };

    private static DifferentiableResult Run(DifferentiableSearch search, ICheckpoint? checkpoint = null) =>
        search.Run(Stripes.Images(64), search.Level == Level.Bilevel ? Stripes.Images(48, seed: 2) : null, new Seeds(1), checkpoint);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_composition_learns_its_architecture_and_a_killed_one_continues_on_the_very_same_path(string name)
    {
        var search = Methods[name]();
        var whole = Run(search);
        using var one = whole.Supernet;
        Assert.Equal(8, whole.Losses.Count);
        Assert.Equal(2, whole.Epochs.Count);
        Assert.NotEqual(whole.Epochs[0].Probabilities[0], whole.Epochs[1].Probabilities[0]);
        Assert.All(whole.Epochs, epoch => Assert.All(epoch.Probabilities, row => Assert.Equal(1, row.Sum(), 1e-9)));
        Assert.Equal(Space, whole.Architecture.Space);
        var memory = new MemoryCheckpoint { FailAt = 2 };
        Assert.Throws<OperationCanceledException>(() => Run(search, memory));
        var resumed = Run(search, memory);
        using var other = resumed.Supernet;
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.Equal(whole.Distribution.Logits, resumed.Distribution.Logits);
        Assert.Equal(whole.Epochs.Select(epoch => epoch.Entropy), resumed.Epochs.Select(epoch => epoch.Entropy));
    }

    [Fact]
    public void Weights_alone_learn_in_the_first_epochs()
    {
        var result = Run(Methods["DARTS"]());
        using var supernet = result.Supernet;
        Assert.Equal(Math.Log(5), result.Epochs[0].Entropy, 1e-4);
        Assert.True(result.Epochs[1].Entropy < result.Epochs[0].Entropy);
    }

    [Fact]
    public void Exponentiated_gradient_takes_the_step_of_its_formula()
    {
        var space = SearchSpaces.Named("digits:3");
        var policy = new ArchitectureDistribution(space, 0, 0, new Rng(1));
        policy.Update(logits => new[] { Math.Log(0.2), Math.Log(0.3), Math.Log(0.5) }.CopyTo(logits, 0));
        var table = tensor(new[] { 1.0, 0, -1 }, [1, 3], dtype: ScalarType.Float64);
        new ExponentiatedGradient().Start(policy).Step(new() { Gradient = table, WeightGradient = table, Loss = 0, Paths = [], Active = [], Weights = table });
        Assert.All(policy.Probabilities(0).Zip([0.175093, 0.290261, 0.534647]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
    }

    [Fact]
    public void A_combination_that_cannot_be_is_named()
    {
        var search = Methods["DARTS"]();
        Assert.Contains("Level = Bilevel needs images", Assert.Throws<ArgumentException>(() => search.Run(Stripes.Images(64), null, new Seeds(1))).Message, StringComparison.Ordinal);
        Assert.Contains("Level = Single takes no further", Assert.Throws<ArgumentException>(() => (search with { Level = Level.Single }).Run(Stripes.Images(64), Stripes.Images(64), new Seeds(1))).Message, StringComparison.Ordinal);
        Assert.Contains("exponentiated gradient", Assert.Throws<ArgumentException>(() => Run(Methods["REINFORCE"]() with { Optimiser = new ExponentiatedGradient() })).Message, StringComparison.OrdinalIgnoreCase);
    }
}
