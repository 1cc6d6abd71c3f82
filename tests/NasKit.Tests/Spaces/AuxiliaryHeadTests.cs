using NasKit.Spaces;
using NasKit.Tests.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

public sealed class AuxiliaryHeadTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_network_with_a_second_classifier_has_the_weights_and_scores_of_one_without()
    {
        Network Made(bool auxiliary)
        {
            using var init = new Generator(5);
            return new Network(Stripes.Cells.Parse("01"), init, auxiliary);
        }

        var (plain, both, x) = (Made(false), Made(true), randn(3, 1, 12, 12));
        Assert.Equal((false, true), (plain.HasAuxiliary, both.HasAuxiliary));
        var (scores, auxiliary) = both.BothScores(x);
        Assert.Equal([3, 4], auxiliary!.shape);
        Assert.Equal(Floats(plain.call(x)), Floats(scores));
        Assert.Equal(Floats(plain.call(x)), Floats(both.call(x)));
        Assert.Null(plain.BothScores(x).Auxiliary);
        // 1×1 to 128, 2×2 to 768, each with scale and shift, and a linear layer with bias.
        Assert.Equal(8 * 128 + 2 * 128 + 128 * 768 * 4 + 2 * 768 + 768 * 4 + 4, both.parameters().Sum(one => one.numel()) - plain.parameters().Sum(one => one.numel()));
        Assert.Equal(plain.parameters().Sum(one => one.numel()), Stripes.Cells.Operators(Stripes.Cells.Parse("01")).Sum(spec => spec.Parameters)); // no cost counts it
    }

    [Theory]
    [InlineData(32, 8)] // the stride is 3, as in the released code for CIFAR-10
    [InlineData(28, 7)]
    public void The_final_networks_of_DARTS_have_their_place_after_two_thirds_of_the_cells(int side, int map)
    {
        var space = DartsSpace.Final("final", new TaskShape(new(3, side, side), 10), 4, 5);
        Assert.Equal(new TensorShape(64, map, map), space.Graph.Nodes[space.Graph.Auxiliary!.Value].Shape);
        Assert.Null(DartsSpace.Laptop.Graph.Auxiliary);
        using var init = new Generator(1);
        using var inference = no_grad();
        var network = new Network(space.Parse(DartsSpace.V2), init, withAuxiliary: true);
        Assert.Equal([2, 10], network.BothScores(randn(2, 3, side, side)).Auxiliary!.shape);
    }

    [Fact]
    public void A_space_without_a_place_or_with_too_small_a_map_there_is_refused()
    {
        using var init = new Generator(1);
        Assert.Contains("space stripes names no place for an auxiliary head",
            Assert.Throws<ArgumentException>(() => new Network(Stripes.Space.Sample(new Rng(1)), init, withAuxiliary: true)).Message);
        var small = DartsSpace.Final("small", new TaskShape(new(1, 16, 16), 10), 4, 3);
        Assert.Contains("the map of 64x4x4 at the auxiliary place of space small is smaller than 6×6",
            Assert.Throws<ArgumentException>(() => new Network(small.Parse(DartsSpace.V1), init, withAuxiliary: true)).Message);
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
