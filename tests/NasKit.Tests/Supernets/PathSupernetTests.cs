using NasKit.Cost;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Tests.Training;
using NasKit.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Supernets;

public sealed class PathSupernetTests : IDisposable
{
    private const string Operators = "graph.operators.";
    private static readonly ImageTrainingConfig Short = new() { Epochs = 2, Batch = 32, SaveEvery = 3 };
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("laptop")]
    [InlineData("stripes")] // with squeeze-and-excitation
    public void A_path_computes_what_its_own_network_computes_with_the_same_weights(string name)
    {
        var space = name == "laptop" ? MobileNetV3Space.Laptop : Stripes.Space;
        using var init = new Generator(7);
        var supernet = new PathSupernet(space, 1);
        var input = space.Task.Input;
        var (x, calibration) = (randn([5, input.Channels, input.Height, input.Width], generator: init), randn([8, input.Channels, input.Height, input.Width], generator: init));
        var rng = new Rng(3);
        for (var i = 0; i < 8; i++)
        {
            using var inner = NewDisposeScope();
            using var inference = no_grad();
            var architecture = space.Sample(rng);
            var network = new Network(architecture, init);
            supernet.Recalibrate(architecture, [calibration]);
            Copy(supernet, network, space.Select(architecture));
            network.eval();
            AssertClose(network.call(x), supernet.call(x, architecture));
            network.train();
            supernet.train();
            AssertClose(network.call(x), supernet.call(x, architecture));
        }
    }

    [Fact]
    public void All_candidates_of_a_slot_share_one_owners_weights()
    {
        var space = MobileNetV3Space.Laptop;
        var supernet = new PathSupernet(space, 1);
        var nodes = space.Graph.Nodes.Count(node => node is FixedNode or SlotNode);
        Assert.Equal(nodes, supernet.modules().OfType<OperatorModule>().Count());
        var largest = AdditiveCost(space);
        Assert.Equal(largest, supernet.parameters().Sum(parameter => parameter.numel()));

        static long AdditiveCost(SearchSpace space) => space.Graph.Nodes.Sum(node => node switch
        {
            FixedNode { Operator: var spec } => spec.Parameters,
            SlotNode { Slot: var slot } => space.Graph.Slots[slot].Candidates.Max(spec => spec.Parameters),
            _ => 0,
        });
    }

    [Fact]
    public void Recalibration_sets_the_statistics_of_the_batches()
    {
        var space = Stripes.Space;
        var supernet = new PathSupernet(space, 1);
        using var init = new Generator(4);
        var (a, b) = (randn([6, 1, 12, 12], generator: init), randn([6, 1, 12, 12], generator: init));
        var architecture = space.Sample(new Rng(2));
        var state = supernet.state_dict();
        (Tensor Mean, Tensor Variance) Statistics(Tensor x)
        {
            var y = nn.functional.conv2d(x, state[$"{Operators}0.weight"], null, [1, 1], [1, 1]).permute(1, 0, 2, 3).flatten(1); // [C, N·H·W]
            var mean = y.mean([1], true);
            return (mean.squeeze(-1), (y - mean).pow(2).sum([1]) / (y.shape[1] - 1));
        }

        supernet.Recalibrate(architecture, [a]);
        AssertClose(Statistics(a).Mean, state[$"{Operators}0.norm.mean"]);
        AssertClose(Statistics(a).Variance, state[$"{Operators}0.norm.variance"]);
        supernet.Recalibrate(architecture, [a, b]);
        AssertClose((Statistics(a).Mean + Statistics(b).Mean) / 2, state[$"{Operators}0.norm.mean"]);
        AssertClose((Statistics(a).Variance + Statistics(b).Variance) / 2, state[$"{Operators}0.norm.variance"]);
        Assert.False(supernet.training);
    }

    [Fact]
    public void Statistics_stay_as_they_are_when_a_recalibration_fails()
    {
        var supernet = new PathSupernet(Stripes.Space, 1);
        var architecture = Stripes.Space.Sample(new Rng(2));
        var x = randn(4, 1, 12, 12);
        supernet.Recalibrate(architecture, [x]);
        var before = Floats(supernet.call(x, architecture));
        Assert.ThrowsAny<Exception>(() => supernet.Recalibrate(architecture, [x, randn(4, 3, 12, 12)]));
        // Still recalibrating, another batch would change them.
        supernet.call(randn(4, 1, 12, 12), architecture);
        Assert.Equal(before, Floats(supernet.call(x, architecture)));
    }

    [Fact]
    public void A_training_step_changes_the_weights_of_its_path_only()
    {
        var space = Stripes.Space;
        var supernet = new PathSupernet(space, 1);
        var smallest = space.Create(new int[space.Decisions.Length]); // depth 1, so each unit's second slot is absent
        var before = supernet.state_dict().ToDictionary(entry => entry.Key, entry => Floats(entry.Value));
        var optimizer = optim.SGD(supernet.parameters(), 0.1, momentum: 0.9, weight_decay: 0.1);
        nn.functional.cross_entropy(supernet.call(randn(8, 1, 12, 12), smallest), tensor(new long[] { 0, 1, 2, 3, 0, 1, 2, 3 })).backward();
        optimizer.step();
        foreach (var (name, value) in supernet.state_dict())
        {
            var node = int.Parse(name[Operators.Length..].Split('.')[0]) + 1;
            var absent = space.Graph.Nodes[node] is SlotNode { Slot: 1 or 3 };
            Assert.True(!absent || Floats(value).SequenceEqual(before[name]), name);
        }

        var expand = supernet.state_dict()[$"{Operators}1.expand"]; // [24, 8, 1, 1], of which expansion 2 has the first 16
        var rows = Floats(expand).Zip(before[$"{Operators}1.expand"]).Chunk(8).Select(row => row.All(pair => pair.First == pair.Second)).ToArray();
        Assert.DoesNotContain(true, rows[..16]);
    }

    [Fact]
    public void Two_threads_train_two_supernets_with_the_numbers_of_each_alone()
    {
        double[][] Both(bool together)
        {
            var losses = new double[2][];
            var threads = Enumerable.Range(0, 2).Select(i => new Thread(() => losses[i] = Trained(i, NoCheckpoint.Instance))).ToArray();
            foreach (var thread in threads)
            {
                thread.Start();
                if (!together)
                {
                    thread.Join();
                }
            }

            Array.ForEach(threads, thread => thread.Join());
            return losses;
        }

        var alone = Both(together: false);
        Assert.Equal(alone, Both(together: true));
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Fact]
    public void A_training_continued_from_a_checkpoint_has_the_losses_of_an_uninterrupted_one()
    {
        var checkpoint = new MemoryCheckpoint { FailAt = 3 };
        Assert.Throws<OperationCanceledException>(() => Trained(1, checkpoint)); // 6 of 10 steps are saved
        Assert.Equal(Trained(1, NoCheckpoint.Instance), Trained(1, checkpoint));
        Assert.Equal(3 + 2, checkpoint.Saves); // after 9 and 10
    }

    [Fact]
    public void A_training_by_ranges_of_cost_continues_from_a_checkpoint_as_if_it_had_not_stopped()
    {
        var cost = AdditiveCost.Macs(Stripes.Space);
        var sampling = PathSampling.ByCost(cost, cost.Cost(cost.Cheapest), cost.Cost(cost.Dearest), 4, tries: 20);
        var checkpoint = new MemoryCheckpoint { FailAt = 3 };
        Assert.Throws<OperationCanceledException>(() => Trained(1, checkpoint, sampling));
        var whole = Trained(1, NoCheckpoint.Instance, sampling);
        Assert.Equal(whole, Trained(1, checkpoint, sampling));
        Assert.NotEqual(whole, Trained(1, NoCheckpoint.Instance));
        Assert.NotEqual(whole, Trained(1, checkpoint)); // another sampling's checkpoint is not continued
    }

    [Fact]
    public void Fewer_images_than_a_batch_are_refused() => Assert.Contains("Use a smaller batch",
        Assert.Throws<ArgumentException>(() => PathSupernet.Train(Stripes.Space, Stripes.Images(20), Short, new Seeds(1))).Message);

    [Fact]
    public void An_architecture_of_another_space_is_refused() => Assert.Contains("belongs to space FM-MB-3, expected stripes",
        Assert.Throws<ArgumentException>(() => new PathSupernet(Stripes.Space, 1).call(zeros(1, 1, 12, 12), MobileNetV3Space.Laptop.Sample(new Rng(1)))).Message);

    // Losses, and the scores of one path at the end.
    private static double[] Trained(long seed, ICheckpoint checkpoint, PathSampling? sampling = null)
    {
        using var inner = NewDisposeScope();
        using var supernet = PathSupernet.Train(Stripes.Space, Stripes.Images(160), Short, new Seeds(seed), checkpoint, sampling: sampling);
        using var inference = no_grad();
        supernet.train();
        return [.. supernet.Losses, .. Floats(supernet.call(ones(2, 1, 12, 12), Stripes.Space.Sample(new Rng(1)))).Select(value => (double)value)];
    }

    private static void Copy(PathSupernet supernet, Network network, int[] selection)
    {
        // Operators are numbered in the order of the graph; a network lacks those of absent slots.
        var present = supernet.Space.Graph.Nodes.Where(node => node is FixedNode or SlotNode)
            .Select((node, index) => (Index: index, Absent: node is SlotNode slot && selection[slot.Slot] == NetworkGraph.Absent))
            .Where(entry => !entry.Absent).Select(entry => entry.Index).ToArray();
        var source = supernet.state_dict();
        var copied = network.state_dict().ToDictionary(entry => entry.Key, entry =>
        {
            var parts = entry.Key[Operators.Length..].Split('.', 2);
            return Sliced(source[$"{Operators}{present[int.Parse(parts[0])]}.{parts[1]}"], entry.Value.shape);
        });
        network.load_state_dict(copied);
    }

    // The first channels in and out, and the centre of a kernel.
    private static Tensor Sliced(Tensor owner, long[] shape)
    {
        for (var dimension = 0; dimension < shape.Length; dimension++)
        {
            var start = dimension < 2 ? 0 : (owner.shape[dimension] - shape[dimension]) / 2;
            owner = owner.narrow(dimension, start, shape[dimension]);
        }

        return owner.contiguous();
    }

    // 1e-5: sums of some hundred float32 products in another order.
    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        Assert.All(Floats(expected).Zip(Floats(actual)), pair => Assert.InRange(pair.Second, pair.First - 1e-5f, pair.First + 1e-5f));
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
