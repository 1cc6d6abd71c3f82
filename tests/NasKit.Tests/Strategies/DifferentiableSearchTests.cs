using NasKit.Cost;
using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.Darts;
using NasKit.Strategies.Gaea;
using NasKit.Strategies.ProxylessNas;
using NasKit.Strategies.Snas;
using NasKit.Tests.Training;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Strategies;

public sealed class DifferentiableSearchTests
{
    private static readonly SearchSpace Space = NasBench201Space.Build("nb201-12", Stripes.Space.Task, 4, 1);

    private static readonly AdditiveCost Macs = AdditiveCost.Macs(Space);

    internal static readonly Dictionary<string, Func<DifferentiableSearch>> Methods = new()
    {
        ["DARTS"] = () => Search(new SoftmaxRelaxation(), new AdamArchitecture(0.05)),
        ["GAEA"] = () => Search(new SoftmaxRelaxation(), new ExponentiatedGradient(1), Level.Single) with { LogitDeviation = 0 },
        ["SNAS"] = () => Search(new ConcreteRelaxation(Anneal.Linear(1, 0.03)), new AdamArchitecture(0.05), Level.Single),
        ["SNAS with drop-path"] = () => Dropping(Search(new ConcreteRelaxation(1), new AdamArchitecture(0.05), Level.Single)),
        ["DARTS with drop-path"] = () => Dropping(Search(new SoftmaxRelaxation(), new AdamArchitecture(0.05))),
        ["GDAS"] = () => Search(new StraightThroughRelaxation(Anneal.Linear(10, 0.1)), new AdamArchitecture(0.05)),
        ["ProxylessNAS"] = () => Search(new BinaryGateRelaxation(), new AdamArchitecture(0.05, Beta1: 0, WeightDecay: 0)),
        ["REINFORCE"] = () => Search(new ReinforceRelaxation(), new AdamArchitecture(0.05)),
        ["second-order DARTS"] = () => Search(new SoftmaxRelaxation(), new AdamArchitecture(0.05), Level.Unrolled),
        ["rewards"] = () => Search(new ReinforceRelaxation(Baseline.Moving(0.01), samples: 3), new AdamArchitecture(0.05)) with
        {
            Reward = new(Macs, 1e5), ArchitectureEvery = 2,
        },
        ["costs in the sample"] = () => Search(new ConcreteRelaxation(1), new AdamArchitecture(0.05), Level.Single) with { Cost = new(Macs, 0.1, 1e5, CostGradient.Weights) },
        ["costs of draws"] = () => Search(new ConcreteRelaxation(1), new AdamArchitecture(0.05)) with { Cost = new(Macs, 0.1, 1e5, CostGradient.Sampled) },
    };

    private static readonly ImageTrainingConfig Short = new() { Epochs = 2, Batch = 16, LearningRate = 0.05, WarmUp = 2, SaveEvery = 3, Nesterov = false };

    // Every composition above, and the methods that have a folder, by their own Run.
    internal static readonly Dictionary<string, Func<ICheckpoint?, DifferentiableResult>> Runs = Methods
        .Select(method => KeyValuePair.Create<string, Func<ICheckpoint?, DifferentiableResult>>(method.Key, checkpoint => Run(method.Value(), checkpoint))).Concat(
        [
            Of("Darts.Run, first order", checkpoint => Darts.Run(Space, Images, Held, new() { Training = Short, ArchitectureLearningRate = 0.05 }, new(1), checkpoint)),
            Of("Darts.Run, second order", checkpoint => Darts.Run(Space, Images, Held, new() { Training = Short, ArchitectureLearningRate = 0.05, Order = DartsOrder.Second }, new(1), checkpoint)),
            Of("Gaea.Run, two levels", checkpoint => Gaea.Run(Space, Images, Held, new() { Training = Short, ArchitectureLearningRate = 1 }, new(1), checkpoint)),
            Of("Gaea.Run, one level", checkpoint => Gaea.Run(Space, Images, null, new() { Training = Short, ArchitectureLearningRate = 1 }, new(1), checkpoint)),
            Of("Snas.Run", checkpoint => Snas.Run(Space, Images, new() { Training = Short with { DropPath = DropPath.Rising(0.3) }, ArchitectureLearningRate = 0.05 }, new(1), checkpoint)),
            Of("Snas.Run with a cost of draws", checkpoint => Snas.Run(
                Space, Images, new() { Training = Short, ArchitectureLearningRate = 0.05, Cost = new(new Noisy(), 0.1, 1, CostGradient.Sampled) }, new(1), checkpoint)),
            Of("ProxylessNas.Run, two gates", checkpoint => ProxylessNas.Run(Space, Images, Held, Proxyless with { Cost = Macs, Reference = 1e5 }, new(1), checkpoint)),
            Of("ProxylessNas.Run, all gates", checkpoint => ProxylessNas.Run(
                Space, Images, Held, Proxyless with { Gradient = ProxylessNasGradient.AllGates, Cost = Macs, Reference = 1e5, CostForm = CostForm.Product }, new(1), checkpoint)),
            Of("ProxylessNas.Run, REINFORCE", checkpoint => ProxylessNas.Run(
                Space, Images, Held, Proxyless with { Gradient = ProxylessNasGradient.Reinforce, Samples = 3, Cost = Macs, Reference = 1e5 }, new(1), checkpoint)),
        ]).ToDictionary();

    private static ProxylessNasConfig Proxyless => new() { Training = Short, ArchitectureEvery = 2, ArchitectureLearningRate = 0.05 };

    private static ImageDataSet Images => Stripes.Images(64);

    private static ImageDataSet Held => Stripes.Images(48, seed: 2);

    public static TheoryData<string> Names => [.. Runs.Keys];

    private static KeyValuePair<string, Func<ICheckpoint?, DifferentiableResult>> Of(string name, Func<ICheckpoint?, DifferentiableResult> run) => new(name, run);

    private static DifferentiableSearch Search(IRelaxation relaxation, ArchitectureOptimiser optimiser, Level level = Level.Bilevel) =>
        new(Space, relaxation, optimiser, level) { Training = new() { Epochs = 2, Batch = 16, LearningRate = 0.05, WarmUp = 2, SaveEvery = 3, Nesterov = false }, WeightsOnlyEpochs = level == Level.Single ? 0 : 1 };

    private static DifferentiableSearch Dropping(DifferentiableSearch search) => search with { Training = search.Training with { DropPath = DropPath.ByLayer(0.5) } };

    internal static DifferentiableResult Run(DifferentiableSearch search, ICheckpoint? checkpoint = null) =>
        search.Run(Images, search.Level != Level.Single ? Held : null, new Seeds(1), checkpoint);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_composition_learns_its_architecture_and_a_killed_one_continues_on_the_very_same_path(string name)
    {
        var run = Runs[name];
        var whole = run(null);
        using var one = whole.Supernet;
        Assert.Equal(8, whole.Losses.Count);
        Assert.Equal(2, whole.Epochs.Count);
        Assert.NotEqual(whole.Epochs[0].Probabilities[0], whole.Epochs[1].Probabilities[0]);
        Assert.All(whole.Epochs, epoch => Assert.All(epoch.Probabilities, row => Assert.Equal(1, row.Sum(), 1e-9)));
        Assert.Equal(Space, whole.Architecture.Space);
        var memory = new MemoryCheckpoint { FailAt = 2 };
        Assert.Throws<OperationCanceledException>(() => run(memory));
        var resumed = run(memory);
        using var other = resumed.Supernet;
        Assert.Equal(whole.Losses, resumed.Losses);
        Assert.Equal(whole.Distribution.Logits, resumed.Distribution.Logits);
        Assert.Equal(whole.Epochs.Select(epoch => epoch.Entropy), resumed.Epochs.Select(epoch => epoch.Entropy));
        Assert.Equal(whole.Architecture, resumed.Architecture);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void A_checkpoint_of_another_setting_is_not_continued(string name, DifferentiableSearch one, DifferentiableSearch other)
    {
        var memory = new MemoryCheckpoint();
        using var first = Run(one, memory).Supernet;
        var (saves, whole) = (memory.Saves, Run(one, memory));
        using var again = whole.Supernet;
        Assert.Equal(saves, memory.Saves); // it was read, and no step was taken
        var found = Run(other, memory);
        using var second = found.Supernet;
        Assert.Equal(2 * saves, memory.Saves);
        var expected = Run(other);
        using var third = expected.Supernet;
        Assert.True(expected.Losses.SequenceEqual(found.Losses), name);
        Assert.Equal(expected.Distribution.Logits, found.Distribution.Logits);
    }

    public static TheoryData<string, DifferentiableSearch, DifferentiableSearch> Others()
    {
        var data = new TheoryData<string, DifferentiableSearch, DifferentiableSearch>();
        void Relaxations(string what, Relaxation one, Relaxation other) => data.Add(what, Search(one, new AdamArchitecture(0.05)), Search(other, new AdamArchitecture(0.05)));
        Relaxations("temperature", new ConcreteRelaxation(Anneal.Linear(1, 0.03)), new ConcreteRelaxation(Anneal.Linear(1, 0.030001)));
        Relaxations("annealing", new SoftmaxRelaxation(Anneal.Linear(1, 0.1)), new SoftmaxRelaxation(Anneal.Exponential(1, 0.1)));
        Relaxations("eta of REBAR", new RebarRelaxation(1), new RebarRelaxation(0.5));
        Relaxations("rate of REBAR", new RebarRelaxation(), new RebarRelaxation(learningRate: 0.1));
        Relaxations("seed of RELAX", new RelaxRelaxation(1), new RelaxRelaxation(2));
        Relaxations("surrogate of LAX", new LaxRelaxation(1, 1), new LaxRelaxation(1, 1, hidden: 5));
        Relaxations("baseline", new ReinforceRelaxation(Baseline.Moving(0.9)), new ReinforceRelaxation(Baseline.Moving(0.9001)));
        Relaxations("entropy", new EntropyRegularised(new SoftmaxRelaxation(), 0.1), new EntropyRegularised(new SoftmaxRelaxation(), 0.2));
        var rewarded = Search(new ReinforceRelaxation(), new AdamArchitecture(0.05)) with { Reward = new(Macs, 1e5) };
        data.Add("exponent of the reward", rewarded, rewarded with { Reward = new(Macs, 1e5, 0.3) });
        data.Add("reference of the reward", rewarded, rewarded with { Reward = new(Macs, 2e5) });
        data.Add("no cost in the reward", rewarded, rewarded with { Reward = new() });
        var charged = Search(new SoftmaxRelaxation(), new AdamArchitecture(0.05)) with { Cost = new(Macs, 1, 1e5, Form: CostForm.Product) };
        data.Add("exponent of the cost", charged, charged with { Cost = charged.Cost with { Exponent = 0.5 } });
        var drawn = Search(new DsnasRelaxation(), new AdamArchitecture(0.05)) with { Cost = new(Macs, 0.1, 1e5, CostGradient.Drawn) };
        data.Add("limit of the cost", drawn, drawn with { Cost = drawn.Cost with { Limit = 1e4 } });
        return data;
    }

    [Fact]
    public void Costs_lower_the_expected_cost_for_every_optimiser_and_form()
    {
        foreach (var optimiser in new ArchitectureOptimiser[] { new AdamArchitecture(0.1), new ExponentiatedGradient(1) })
        {
            var search = Search(new SoftmaxRelaxation(), optimiser);
            var plain = Expected(search);
            foreach (var form in Enum.GetValues<CostForm>())
            {
                Assert.True(Expected(search with { Cost = new(Macs, form == CostForm.Linear ? 3 : 1, 1e5, Form: form) { Exponent = 9 } }) < plain, $"{optimiser} {form}");
            }
        }

        double Expected(DifferentiableSearch search)
        {
            var result = Run(search);
            result.Supernet.Dispose();
            return Macs.Expected(result.Distribution);
        }
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
    public void Steps_of_weights_alone_leave_the_logits_and_train_what_their_relaxation_trains()
    {
        foreach (var (name, make) in Methods)
        {
            var relaxation = make().Relaxation;
            using var scope = NewDisposeScope();
            var logits = zeros(1, 3, dtype: ScalarType.Float64);
            var weight = new TorchSharp.Modules.Parameter(ones(3));
            var (weights, differentiates, single) = (Array.Empty<float>(), true, false);
            var value = relaxation.Train(logits, mixture =>
            {
                (weights, differentiates, single) = (mixture.Weights.to(float32).flatten().data<float>().ToArray(), mixture.NeedsGradient, mixture.IsSinglePath);
                return (mixture.Weights.to(float32).flatten() * weight).sum();
            }, new Rng(1));
            Assert.Equal(1, value, 1e-6); // weights add up to 1
            Assert.False(differentiates, name);
            Assert.Equal(weights, Backend.Gradient(weight)!.data<float>().ToArray());
            Assert.True(single || relaxation.NeedsAllPaths, name);
        }
    }

    [Fact]
    public void A_combination_that_cannot_be_is_named()
    {
        void Fails(DifferentiableSearch search, params string[] both)
        {
            var message = Assert.Throws<ArgumentException>(search.Validate).Message;
            Assert.All(both, part => Assert.Contains(part, message, StringComparison.Ordinal));
        }

        var snas = Methods["SNAS"]();
        Fails(snas with { Level = Level.Unrolled }, "Unrolled", "concrete");
        Fails(Methods["DARTS"]() with { Level = Level.Unrolled, Training = new() { Epochs = 2 } }, "Unrolled", "Nesterov = True");
        Fails(Dropping(Methods["second-order DARTS"]()), "Unrolled", "LayeredDropPath");
        Fails(snas with { ArchitectureEvery = 5 }, "ArchitectureEvery = 5", "Level = Single");
        Fails(snas with { Reward = new() }, "Reward", "concrete");
        Fails(Methods["DARTS"]() with { Cost = new(Macs, 1, 1, CostGradient.Sampled) }, "Sampled", "softmax");
        Fails(Methods["REINFORCE"]() with { Cost = new(Macs, 1, 1, CostGradient.Weights) }, "Weights", "REINFORCE");
        Fails(Methods["GAEA"]() with { Relaxation = new ConcreteRelaxation(1), Cost = new(Macs, 1, 1, CostGradient.Drawn) }, "Drawn", "ExponentiatedGradient");
        Fails(snas with { Cost = new(Macs, 1, 2, CostGradient.Weights, CostForm.Product) }, "Product", "Weights");
        Fails(snas with { Cost = new(AdditiveCost.Macs(NasBench201Space.Laptop), 1, 2) }, "nb201-28", "nb201-12");
        Fails(snas with { Cost = new(new Noisy(), 1, 2) }, "Expected", "noise");
        Fails(Methods["REINFORCE"]() with { Optimiser = new ExponentiatedGradient() }, "ExponentiatedGradient", "REINFORCE");
        var search = Methods["DARTS"]();
        Assert.Contains("Level = Bilevel needs images", Assert.Throws<ArgumentException>(() => search.Run(Stripes.Images(64), null, new Seeds(1))).Message, StringComparison.Ordinal);
        Assert.Contains("Level = Single takes no further", Assert.Throws<ArgumentException>(() => (search with { Level = Level.Single }).Run(Stripes.Images(64), Stripes.Images(64), new Seeds(1))).Message, StringComparison.Ordinal);
    }

    private sealed class Noisy : ICostModel
    {
        public string Name => "noise";

        public string Unit => "ms";

        public string Device => "any";

        public double Cost(Architecture architecture) => 1 + architecture.Choices[0];
    }
}
