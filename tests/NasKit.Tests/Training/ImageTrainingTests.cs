using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Training;

public sealed class ImageTrainingTests : IDisposable
{
    private static readonly ImageTrainingConfig Everything = new()
    {
        Epochs = 3, Batch = 32, LearningRate = 0.025, FinalLearningRate = 0.001, Nesterov = false, WarmUp = 0, DecayNormalisation = false, LabelSmoothing = 0.1,
        DropPath = DropPath.Rising(0.3), AuxiliaryWeight = 0.4, AverageDecay = 0.9, Augmentation = new() { CropPadding = 1, Cutout = 3 }, SaveEvery = 2,
    };

    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_training_with_drop_path_a_second_classifier_and_an_average_continues_from_a_kill_to_the_bit()
    {
        var whole = new MemoryCheckpoint();
        var accuracy = Accuracy(Everything, whole);
        Assert.Equal(5, whole.Saves); // 9 steps
        for (var kill = 2; kill <= 4; kill++)
        {
            var killed = new MemoryCheckpoint { FailAt = kill };
            Assert.Throws<OperationCanceledException>(() => Accuracy(Everything, killed));
            Assert.Equal(accuracy, Accuracy(Everything, killed));
            AssertSame(whole, killed);
            Assert.Equal(accuracy, Accuracy(Everything, killed)); // read, not repeated: the average takes the weights' place again
        }
    }

    [Fact]
    public void Dropped_paths_of_a_supernet_continue_from_a_kill_to_the_bit()
    {
        void Train(ICheckpoint checkpoint) => PathSupernet.Train(
            Stripes.Space, Stripes.Images(96), new() { Epochs = 3, Batch = 32, DropPath = DropPath.ByLayer(0.5), SaveEvery = 2 }, new Seeds(1), checkpoint).Dispose();
        var (whole, killed) = (new MemoryCheckpoint(), new MemoryCheckpoint { FailAt = 3 });
        Train(whole);
        Assert.Throws<OperationCanceledException>(() => Train(killed));
        Train(killed);
        AssertSame(whole, killed);
    }

    [Theory]
    [InlineData("Nesterov")]
    [InlineData("FinalLearningRate")]
    [InlineData("DecayNormalisation")]
    [InlineData("DropPath")]
    [InlineData("AuxiliaryWeight")]
    [InlineData("AverageDecay")]
    public void Every_setting_of_the_trainer_changes_what_is_trained(string setting)
    {
        var plain = new ImageTrainingConfig { Epochs = 2, Batch = 32, WarmUp = 0, WeightDecay = 0.1 };
        var changed = setting switch
        {
            "Nesterov" => plain with { Nesterov = false },
            "FinalLearningRate" => plain with { FinalLearningRate = 0.05 },
            "DecayNormalisation" => plain with { DecayNormalisation = false },
            "DropPath" => plain with { DropPath = DropPath.Rising(0.9) },
            "AuxiliaryWeight" => plain with { AuxiliaryWeight = 0.4 },
            _ => plain with { AverageDecay = 0.5 },
        };
        Assert.NotEqual(Trained(plain), Trained(changed));
    }

    [Fact]
    public void The_result_of_an_averaged_training_is_the_average_of_its_weights()
    {
        // Two steps and a decay of at least a half: the plain mean of the weights after each.
        var config = new ImageTrainingConfig { Epochs = 2, Batch = 32, WarmUp = 0, SaveEvery = 1, AverageDecay = 0.9 };
        var every = new Every();
        using var init = new Generator(2);
        using var network = new Network(Stripes.Cells.Parse("11"), init);
        ImageTraining.Run(network, network.call, Stripes.Images(32), config, new Seeds(1), new Dictionary<string, Rng>(), every, null);
        Assert.Equal(2, every.Weights.Count);
        Assert.All(Floats(network.state_dict()["graph.operators.0.weight"]).Zip(every.Weights[0], every.Weights[1]),
            of => Assert.Equal((of.Second + of.Third) / 2, of.First, 1e-6f)); // rounding
    }

    [Fact]
    public void Weight_decay_leaves_normalisations_alone_where_it_shall()
    {
        Dictionary<string, float[]> After(double decay, bool normalisation) =>
            Trained(new() { Epochs = 1, Batch = 32, WarmUp = 0, WeightDecay = decay, DecayNormalisation = normalisation }, images: 32); // one step
        var (without, apart, all) = (After(0, true), After(0.5, false), After(0.5, true));
        Assert.Equal(without["graph.operators.0.norm.weight"], apart["graph.operators.0.norm.weight"]);
        Assert.NotEqual(without["graph.operators.0.weight"], apart["graph.operators.0.weight"]);
        Assert.NotEqual(without["graph.operators.0.norm.weight"], all["graph.operators.0.norm.weight"]);
        Assert.Equal(apart["graph.operators.0.weight"], all["graph.operators.0.weight"]);
    }

    [Fact]
    public void Settings_that_a_training_cannot_have_are_refused_before_its_first_step_naming_both()
    {
        var split = new ImageSplit(Stripes.Images(64), Stripes.Images(64), Stripes.Images(64));
        var error = Assert.Throws<ArgumentException>(() => new TrainedBenchmark(Stripes.Space, split, Everything, new Seeds(1))).Message;
        Assert.Contains("AuxiliaryWeight = 0.4", error);
        Assert.Contains("space stripes names no place", error);
        error = Assert.Throws<ArgumentException>(() => PathSupernet.Train(Stripes.Cells, Stripes.Images(64), Everything, new Seeds(1))).Message;
        Assert.Contains("AuxiliaryWeight = 0.4 cannot be used with a PathSupernet", error);
        error = Assert.Throws<ArgumentException>(() => new ImageTrainingConfig { FinalLearningRate = 1, AuxiliaryWeight = -1, AverageDecay = 1 }.Validate()).Message;
        Assert.Contains("FinalLearningRate = 1", error);
        Assert.Contains("AuxiliaryWeight = -1", error);
        Assert.Contains("AverageDecay = 1", error);
    }

    [Fact]
    public void Images_of_another_shape_than_the_networks_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => PathSupernet.Train(MobileNetV3Space.Laptop, Stripes.Images(64), new() { Batch = 32 }, new Seeds(1))).Message;
        Assert.Contains("The images are [32, 1, 12, 12], expected [N, 1, 28, 28]", error);
    }

    [Fact]
    public void Images_too_small_for_the_reductions_of_a_space_are_refused_when_it_is_built()
    {
        SearchSpace Build(int side) => MobileNetV3Space.Build(new(
            "small", new TaskShape(new(1, side, side), 4), [.. Enumerable.Range(0, 4).Select(unit => new MobileUnit(8, 2, Activation.ReLU, false))], [1, 2], [3, 5], [2, 3],
            stem => stem.Fixed(shape => new ConvolutionSpec(shape, 8, 3, 1, Activation.ReLU)),
            head =>
            {
                head.Fixed(shape => new GlobalPoolSpec(shape));
                head.Fixed(shape => new ClassifierSpec(shape, 4));
            }));
        Assert.Equal(4, Build(9).Graph.Output.Channels);
        Assert.Contains("images of 1x8x8 are too small for this network", Assert.Throws<ArgumentException>(() => Build(8)).Message);
        Assert.Contains("too small", Assert.Throws<ArgumentException>(() => new NetworkGraph.Builder(new(1, 1, 1)).Fixed(shape => new PoolSpec(shape, Pooling.Average, 2, 2))).Message);
    }

    private static double Accuracy(ImageTrainingConfig config, ICheckpoint checkpoint)
    {
        using var inner = NewDisposeScope();
        using var evaluator = new TrainedEvaluator(Stripes.Images(96), Stripes.Images(64, 2), config, new Seeds(4));
        return evaluator.Accuracy(Stripes.Cells.Parse("01"), checkpoint);
    }

    private static Dictionary<string, float[]> Trained(ImageTrainingConfig config, int images = 64)
    {
        using var inner = NewDisposeScope();
        using var init = new Generator(2);
        using var network = new Network(Stripes.Cells.Parse("11"), init, config.AuxiliaryWeight > 0);
        ImageTraining.Run(
            network, x => network.BothScores(x) is var (scores, auxiliary) && auxiliary is not null ? scores + auxiliary : scores, Stripes.Images(images), config, new Seeds(1),
            new Dictionary<string, Rng>(), NoCheckpoint.Instance, null);
        return network.state_dict().Where(entry => entry.Key.StartsWith("graph", StringComparison.Ordinal)).ToDictionary(entry => entry.Key, entry => Floats(entry.Value));
    }

    private static void AssertSame(MemoryCheckpoint expected, MemoryCheckpoint actual)
    {
        Assert.True(expected.TryLoad(out var first));
        Assert.True(actual.TryLoad(out var second));
        Assert.Equal(first.State, second.State);
        Assert.Equal(first.Tensors.Keys.Order(), second.Tensors.Keys.Order());
        Assert.All(first.Tensors, entry => Assert.Equal(entry.Value.contiguous().bytes.ToArray(), second.Tensors[entry.Key].contiguous().bytes.ToArray()));
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();

    /// <summary>Keeps one weight of every checkpoint.</summary>
    private sealed class Every : ICheckpoint
    {
        public List<float[]> Weights { get; } = [];

        public bool TryLoad([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Snapshot? snapshot)
        {
            snapshot = null;
            return false;
        }

        public void Save(Snapshot snapshot) => Weights.Add(Floats(snapshot.Tensors["weights/graph.operators.0.weight"]));
    }
}
