using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

/// <summary>The networks and supernets of the spaces, at small resolution.</summary>
public sealed class SpaceNetworkTests : IDisposable
{
    private static readonly TaskShape Small = new(new(3, 32, 32), 10);
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<string> Spaces => ["nas-bench-201", "nas-bench-macro", "fbnet", "fbnet-cifar100", "proxylessnas", "fairnas", "spos", "mb-28", "spos-28", "macro-28", "nb201-28", "dpp-net-28"];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Networks_train_one_step_and_have_the_counted_parameters(string name)
    {
        var space = At(name);
        using var init = new Generator(3);
        var rng = new Rng(4);
        for (var i = 0; i < 3; i++)
        {
            using var inner = NewDisposeScope();
            var architecture = space.Sample(rng);
            using var network = new Network(architecture, init);
            Assert.Equal(AdditiveCost.Parameters(space).Cost(architecture), network.parameters().Sum(parameter => parameter.numel()));
            TrainOneStep(space, network, network.call);
        }
    }

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Supernets_train_one_step(string name)
    {
        var space = At(name);
        using var supernet = new PathSupernet(space, 1);
        TrainOneStep(space, supernet, x => supernet.call(x, space.Sample(new Rng(2))));
    }

    [Theory]
    [InlineData("nb201-28")]
    [InlineData("dpp-net-28")]
    [InlineData("spos-28")]
    [InlineData("macro-28")]
    [InlineData("mb-28")]
    [InlineData("fbnet-cifar100")]
    [InlineData("darts-28")]
    public void A_path_computes_what_its_own_network_computes_with_the_same_weights(string name) => PathIsItsNetwork(At(name), space => new PathSupernet(space, 1));

    [Theory]
    [InlineData("nb201-28")]
    [InlineData("spos-28")]
    [InlineData("macro-28")]
    [InlineData("fbnet-cifar100")]
    [InlineData("fairnas")]
    [InlineData("proxylessnas")]
    [InlineData("darts-28")]
    public void A_path_of_a_mixture_computes_what_its_own_network_computes_with_the_same_weights(string name) => PathIsItsNetwork(At(name), space => new MixtureSupernet(space, 1));

    [Theory]
    [InlineData("nb201-28")]
    [InlineData("spos-28")]
    [InlineData("fbnet-cifar100")]
    [InlineData("darts-28")]
    public void Candidates_that_were_not_drawn_get_no_gradient(string name)
    {
        var space = At(name);
        using var supernet = new MixtureSupernet(space, 1);
        using var logits = new ArchitectureDistribution(space, 0, 0, new Rng(1)).ToTensor();
        var input = space.Task.Input;
        using var init = new Generator(7);
        var (x, y) = (randn([4, input.Channels, input.Height, input.Width], generator: init), tensor(new long[] { 0, 1, 2, 3 }));
        foreach (var relaxation in new Relaxation[] { new DsnasRelaxation(), new BinaryGateRelaxation(), new StraightThroughRelaxation(1, pathOnly: true), new ReinforceRelaxation() })
        {
            using var inner = NewDisposeScope();
            Backend.DropGradients(supernet);
            var estimate = relaxation.Estimate(logits, mixture => nn.functional.cross_entropy(supernet.call(x, mixture), y), new Rng(5));
            var path = space.Select(space.Create([.. estimate.Path!]));
            var (touched, moved) = (0, 0);
            foreach (var (slot, candidate, parameters) in Candidates(supernet))
            {
                var decision = space.Graph.Slots[slot].Decisions[0];
                var gradients = parameters.Select(parameter => Backend.Gradient(parameter)).OfType<Tensor>().ToArray();
                if (candidate == path[slot])
                {
                    touched += gradients.Length;
                }
                else if (estimate.Active[decision].Contains(candidate))
                {
                    moved += gradients.Length; // the gate that is shut: run for the product alone
                    Assert.All(gradients, gradient => Assert.All(Floats(gradient), value => Assert.Equal(0, value)));
                }
                else
                {
                    Assert.Empty(gradients);
                }
            }

            Assert.True(touched > 0, relaxation.Name);
            Assert.True(moved == 0 || relaxation is BinaryGateRelaxation, relaxation.Name);
        }
    }

    private static void PathIsItsNetwork<TSupernet>(SearchSpace space, Func<SearchSpace, TSupernet> build) where TSupernet : nn.Module, ISupernet
    {
        using var init = new Generator(7);
        using var supernet = build(space);
        var input = space.Task.Input;
        var x = randn([4, input.Channels, input.Height, input.Width], generator: init);
        var rng = new Rng(3);
        for (var i = 0; i < 3; i++)
        {
            using var inner = NewDisposeScope();
            using var inference = no_grad();
            var architecture = space.Sample(rng);
            using var network = new Network(architecture, init);
            Copy(supernet, space, network, space.Select(architecture));
            supernet.eval(); // dropout
            network.eval();
            var (expected, actual) = (Floats(network.call(x)), Floats(supernet.Path(x, architecture)));
            Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second)); // the same operators in the same order
        }
    }

    [Fact]
    public void Candidates_of_these_spaces_have_weights_of_their_own()
    {
        var space = NasBench201Space.Laptop;
        using var supernet = new PathSupernet(space, 1);
        // Three cells of six edges: five operators each, and 9 fixed ones.
        Assert.Equal(3 * 6 * 5 + space.Graph.Nodes.Count(node => node is FixedNode), supernet.modules().OfType<OperatorModule>().Count());
    }

    [Fact]
    public void A_cell_without_edges_gives_zeros_and_a_skip_gives_its_input()
    {
        var shape = new TensorShape(4, 6, 6);
        using var init = new Generator(1);
        var x = randn([2, 4, 6, 6], generator: init);
        Assert.All(Floats(Run(new ZeroSpec(shape), x, init)), value => Assert.Equal(0, value));
        Assert.Equal(Floats(x), Floats(Run(new IdentitySpec(shape), x, init)));
        Assert.All(Floats(Run(new PoolSpec(shape, Pooling.Average, 3, 1), ones(2, 4, 6, 6), init)), value => Assert.Equal(1, value, 1e-6)); // the padding does not count
        Assert.Equal([2, 4, 3, 3], Run(new PoolSpec(shape, Pooling.Average, 2, 2), x, init).shape);
    }

    [Fact]
    public void Channels_are_shuffled_between_groups_and_split_into_even_and_odd()
    {
        var x = arange(6, dtype: ScalarType.Float32).reshape(1, 6, 1, 1);
        Assert.Equal([0, 3, 1, 4, 2, 5], Floats(ChannelOrder.Shuffle(x, 2)));
        var (even, odd) = ChannelOrder.Split(x);
        Assert.Equal([0, 2, 4], Floats(even));
        Assert.Equal([1, 3, 5], Floats(odd));
    }

    [Fact]
    public void A_shuffle_unit_with_stride_1_passes_the_even_half_on()
    {
        using var init = new Generator(1);
        var x = randn([2, 8, 5, 5], generator: init);
        var y = Run(new ShuffleUnitSpec(new(8, 5, 5), 8, 5, 1, Xception: false), x, init);
        Assert.Equal([2, 8, 5, 5], y.shape);
        Assert.Equal(Floats(ChannelOrder.Split(x).Even), Floats(y.narrow(1, 0, 4)));
    }

    private static Tensor Run(OperatorSpec spec, Tensor x, Generator init)
    {
        using var module = spec.Build(init);
        return module.call(x, spec);
    }

    private static SearchSpace At(string name) => name switch
    {
        "fbnet" => FbNetSpace.ImageNet(Small),
        "proxylessnas" => ProxylessNasSpace.Proxyless(Small),
        "fairnas" => ProxylessNasSpace.Fair(Small),
        "spos" => ShuffleNetSpace.Spos(Small),
        _ => SearchSpaces.Named(name),
    };

    private static void TrainOneStep(SearchSpace space, nn.Module module, Func<Tensor, Tensor> forward)
    {
        using var inner = NewDisposeScope();
        var input = space.Task.Input;
        var x = randn(4, input.Channels, input.Height, input.Width);
        var y = tensor(new long[] { 0, 1, 2, 3 });
        using var optimizer = optim.SGD(module.parameters(), 0.01);
        module.train();
        var classifier = module.parameters().Last();
        var before = Floats(classifier);
        var scores = forward(x);
        Assert.Equal([4, space.Task.Classes], scores.shape);
        var loss = nn.functional.cross_entropy(scores, y);
        loss.backward();
        optimizer.step();
        Assert.True(double.IsFinite(loss.item<float>()));
        Assert.NotEqual(before, Floats(classifier));
        Assert.All(module.parameters(), parameter => Assert.All(Floats(parameter).Take(50), value => Assert.True(float.IsFinite(value))));
    }

    private const string Operators = "graph.operators.";

    private static IEnumerable<(int Slot, int Candidate, TorchSharp.Modules.Parameter[] Parameters)> Candidates(MixtureSupernet supernet)
    {
        var (graph, all, next) = (supernet.Space.Graph, supernet.named_parameters().ToArray(), 0);
        foreach (var node in graph.Nodes)
        {
            if (node is FixedNode)
            {
                next++;
            }
            else if (node is SlotNode { Slot: var slot })
            {
                for (var candidate = 0; candidate < graph.Slots[slot].Candidates.Length; candidate++)
                {
                    var prefix = $"{Operators}{next++}.";
                    yield return (slot, candidate, [.. all.Where(entry => entry.name.StartsWith(prefix, StringComparison.Ordinal)).Select(entry => entry.parameter)]);
                }
            }
        }
    }

    private static void Copy(nn.Module supernet, SearchSpace space, Network network, int[] selection)
    {
        // Operators are numbered in the order of the graph: one for a fixed one, one for each candidate of a slot in the supernet.
        var graph = space.Graph;
        var source = new List<int>();
        var next = 0;
        foreach (var node in graph.Nodes)
        {
            if (node is FixedNode)
            {
                source.Add(next++);
            }
            else if (node is SlotNode { Slot: var slot })
            {
                source.Add(next + selection[slot]);
                next += graph.Slots[slot].Candidates.Length;
            }
        }

        var state = supernet.state_dict();
        network.load_state_dict(network.state_dict().ToDictionary(entry => entry.Key, entry =>
        {
            var parts = entry.Key[Operators.Length..].Split('.', 2);
            return state[$"{Operators}{source[int.Parse(parts[0])]}.{parts[1]}"];
        }));
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
