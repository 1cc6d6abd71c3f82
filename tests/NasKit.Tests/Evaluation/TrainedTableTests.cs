using System.Text.Json;
using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Tests.Training;
using NasKit.Training;

namespace NasKit.Tests.Evaluation;

/// <summary>A space of which every network is trained.</summary>
public sealed class TrainedTableTests
{
    private static readonly SearchSpace Space = ChainSpace.Build(new(
        "two-blocks", Stripes.Space.Task, stem => stem.Fixed(shape => new ConvolutionSpec(shape, 8, 3, 1, Activation.ReLU)), [new(8, 2, 1)],
        place => [("identity", new IdentitySpec(place.Input)), ("k3", new InvertedResidualSpec(place.Input, place.Channels, 3, 1, 2, Activation.ReLU, false))],
        ChainSpace.Head(16, Stripes.Space.Task, Activation.ReLU)));

    private static readonly ImageSplit Images = new(Stripes.Images(128), Stripes.Images(60, seed: 2), Stripes.Images(60, seed: 3));
    private static readonly ImageTrainingConfig Config = new() { Epochs = 4, Batch = 32, WarmUp = 2 };

    [Fact]
    public void Every_network_is_trained_as_often_as_asked_the_same_again_and_beats_chance()
    {
        var progress = new List<Progress>();
        var rows = TrainedTable.Train(Space, Images, Config, new Seeds(1), runs: 2, new Listener(progress));
        Assert.Equal(["00", "01", "10", "11"], rows.Select(row => row.Architecture).Order());
        Assert.All(rows, row => Assert.Equal((2, 2), (row.Validation.Count, row.Test.Count)));
        Assert.True(rows.Average(row => row.Test.Average()) > 0.35, JsonSerializer.Serialize(rows)); // chance is 0.25
        Assert.Equal([1, 2, 3, 4], progress.Select(value => value.Done).Order());
        Assert.Equal(JsonSerializer.Serialize(rows), JsonSerializer.Serialize(TrainedTable.Train(Space, Images, Config, new Seeds(1), runs: 2)));
    }

    [Fact]
    public void The_table_has_every_run_their_means_and_what_networks_cost()
    {
        var table = TrainedTable.Of(Space, [new("00", [0.5, 0.7], [0.4, 0.6]), new("11", [0.6, 0.9], [0.7, 0.8])]);
        var architecture = Space.Parse("11");
        Assert.Equal(["val1", "val2", "test1", "test2", "val", "test", "macs", "parameters", "memory"], table.Columns.Select(column => column.Name));
        Assert.Equal(60, table.Value(Space.Parse("00"), "val"), 9);
        Assert.Equal(90, table.Value(architecture, "val2"), 9);
        Assert.Equal(75, table.Value(architecture, "test"), 9);
        Assert.Equal(Space.Operators(architecture).Sum(one => one.Macs), table.Value(architecture, "macs"));
        Assert.Equal(Space.Operators(architecture).Sum(one => one.Parameters), table.Value(architecture, "parameters"));
    }

    [Fact]
    public void A_space_that_is_too_large_is_refused()
    {
        var message = Assert.Throws<ArgumentException>(() => TrainedTable.Train(NasBenchMacroSpace.Laptop, Images, Config, new Seeds(1), runs: 0)).Message;
        Assert.Contains("has 6561 architectures, at most 1000", message, StringComparison.Ordinal);
        Assert.Contains("runs = 0 must be at least 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_micro_space_has_27_networks_for_small_grey_images()
    {
        Assert.Equal(27, (int)NasBenchMacroSpace.Micro.Size);
        Assert.All(NasBenchMacroSpace.Micro.All(), architecture => Assert.True(NasBenchMacroSpace.Micro.Operators(architecture).Sum(one => one.Macs) < 2_000_000));
    }

    private sealed class Listener(List<Progress> heard) : IProgress<Progress>
    {
        public void Report(Progress value)
        {
            lock (heard)
            {
                heard.Add(value);
            }
        }
    }
}
