using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Training;

public sealed class DropPathTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 0.1)]
    [InlineData(599, 0.2 * 599 / 600)]
    public void The_schedule_of_DARTS_rises_with_the_epoch_alone(int epoch, double expected)
    {
        var now = new TrainingMoment(epoch, 600, 0, 1);
        Assert.Equal(expected, DropPath.Rising(0.2).Probability(now, 0, 20), 12);
        Assert.Equal(expected, DropPath.Rising(0.2).Probability(now, 19, 20), 12);
    }

    [Theory]
    [InlineData(0, 0, 0.4 * 0.01 / 8)]
    [InlineData(49, 3, 0.4 * 0.5 * 0.5)]
    [InlineData(99, 7, 0.4)]
    [InlineData(150, 7, 0.4)]
    public void The_schedule_of_NASNet_rises_with_the_step_and_with_the_layer(int step, int layer, double expected) =>
        Assert.Equal(expected, DropPath.ByLayer(0.4).Probability(new(0, 1, step, 100), layer, 8), 12);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_probability_outside_0_and_1_is_refused(double probability) => Assert.Throws<ArgumentException>(() => DropPath.Rising(probability));

    [Fact]
    public void Factors_are_0_or_the_inverse_of_what_is_kept_and_1_on_average()
    {
        var dropping = Dropping(0.3);
        var factors = dropping.Factors(0, 1, zeros(20_000, 8, 1, 1))!;
        Assert.Equal([20_000, 1, 1, 1], factors.shape);
        var values = factors.data<float>().ToArray();
        Assert.Equal([0, 1 / 0.7f], values.Distinct().Order());
        Assert.Equal(1, values.Average(), 4 * Math.Sqrt(0.3 / 0.7 / 20_000)); // four standard deviations
    }

    [Fact]
    public void Identities_and_operators_without_a_way_around_them_are_never_dropped()
    {
        var (dropping, x) = (Dropping(0.5), zeros(4, 8, 1, 1));
        Assert.Null(dropping.Factors(0, 0, x));
        Assert.NotNull(dropping.Factors(1, 1, x));
        Assert.Null(dropping.Factors(2, 1, x)); // the second cell's only edge
        Assert.Null(Dropping(0).Factors(0, 1, x));
    }

    [Fact]
    public void Blocks_that_pass_their_input_by_are_dropped_although_nothing_leads_around_them()
    {
        var space = Stripes.Space; // unit 1: 8 to 8 channels, stride 1; unit 2: to 16, stride 2, then 16 to 16
        var dropping = new PathDropping(space.Graph, new Rng(1)) { Probability = (_, _) => 0.5 };
        bool Drops(int slot) => dropping.Factors(slot, 0, zeros(4, 8, 1, 1)) is not null;
        Assert.Equal([true, true, false, true], Enumerable.Range(0, 4).Select(Drops));
    }

    [Fact]
    public void Layers_are_cells_where_a_space_has_them_and_slots_elsewhere()
    {
        Assert.Equal((2, "0 0 1"), (Stripes.Cells.Graph.Layers, string.Join(' ', Stripes.Cells.Graph.Slots.Select(slot => slot.Layer))));
        Assert.Equal((4, "0 1 2 3"), (Stripes.Space.Graph.Layers, string.Join(' ', Stripes.Space.Graph.Slots.Select(slot => slot.Layer))));
        Assert.Equal(20, DartsSpace.Final("d", TaskShape.Cifar10, 4, 20).Graph.Layers);
        Assert.Equal(15, NasBench201Space.Cifar10.Graph.Layers);
    }

    [Fact]
    public void An_image_whose_operators_are_all_dropped_has_what_the_skips_give_and_evaluation_drops_nothing()
    {
        using var init = new Generator(3);
        var network = new Network(Stripes.Cells.Parse("01"), init); // skip + convolution
        var x = randn([6, 1, 12, 12], generator: init);
        using var inference = no_grad();
        network.eval();
        var whole = Floats(network.call(x));
        var dropping = new PathDropping(Stripes.Cells.Graph, new Rng(1)) { Probability = (_, _) => 1 - 1e-12 };
        ((IDropsPaths)network).Dropping = dropping;
        Assert.Equal(whole, Floats(network.call(x)));
        network.train();
        var dropped = Floats(network.call(x));
        ((IDropsPaths)network).Dropping = null;
        Assert.NotEqual(dropped, Floats(network.call(x)));
        // The convolution's weight has no say where it is dropped.
        network.state_dict()["graph.operators.2.weight"].mul_(5);
        ((IDropsPaths)network).Dropping = dropping;
        Assert.Equal(dropped, Floats(network.call(x)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_mixture_drops_each_candidate_by_itself(bool everything)
    {
        using var supernet = new MixtureSupernet(Stripes.Cells, 1);
        using var inference = no_grad();
        var x = randn([6, 1, 12, 12], generator: new Generator(3));
        var mixture = Mixture.Of(new ArchitectureDistribution(Stripes.Cells, 0, 0, new Rng(1)));
        float[] Scores() => Floats(supernet.call(x, mixture));
        supernet.train();
        ((IDropsPaths)supernet).Dropping = new(Stripes.Cells.Graph, new Rng(1)) { Probability = (_, _) => everything ? 1 - 1e-12 : 1e-12 };
        var before = Scores();
        supernet.state_dict()["graph.operators.2.weight"].mul_(5); // of the first cell's convolution
        Assert.Equal(everything, before.SequenceEqual(Scores()));
    }

    private static PathDropping Dropping(double probability) => new(Stripes.Cells.Graph, new Rng(1)) { Probability = (_, _) => probability };

    private static float[] Floats(Tensor tensor) => tensor.detach().contiguous().data<float>().ToArray();
}
