using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

public sealed class DartsSpaceTests
{
    private static readonly SearchSpace Space = DartsSpace.Supernet("darts-8", new(new(1, 8, 8), 10), 4, 3);

    [Fact]
    public void The_paper_s_supernet_has_the_published_number_of_parameters()
    {
        using var supernet = new MixtureSupernet(DartsSpace.Cifar10, 1);
        Assert.Equal(1_930_618, supernet.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(1, 3_169_414)]
    [InlineData(2, 3_349_342)]
    public void The_paper_s_networks_have_the_published_number_of_parameters(int version, long expected)
    {
        var space = DartsSpace.Final("darts-final", TaskShape.Cifar10, 36, 20);
        Assert.Equal(expected, AdditiveCost.Parameters(space).Cost(space.Parse(version == 1 ? DartsSpace.V1 : DartsSpace.V2)));
    }

    [Fact]
    public void A_network_of_either_space_has_the_parameters_that_are_counted()
    {
        using var init = new Generator(1);
        foreach (var space in new[] { Space, DartsSpace.Final("final", Space.Task, 4, 3) })
        {
            var architecture = DartsSpace.Sample(space, new Rng(3));
            using var network = new Network(architecture, init);
            Assert.Equal((long)AdditiveCost.Parameters(space).Cost(architecture), network.parameters().Sum(parameter => parameter.numel()));
        }
    }

    [Fact]
    public void A_decoded_genotype_has_two_edges_at_each_node_and_never_none()
    {
        var rng = new Rng(7);
        for (var i = 0; i < 50; i++)
        {
            // none weighs most everywhere
            var weights = Enumerable.Range(0, 28).Select(_ => (IReadOnlyList<double>)[2, .. Enumerable.Range(0, 7).Select(_ => rng.NextDouble())]).ToArray();
            var genotype = DartsSpace.Derive(Space, weights);
            foreach (var node in genotype.Choices.Index().GroupBy(choice => (choice.Index / 14, DartsSpace.Edges[choice.Index % 14].To)))
            {
                Assert.Equal(2, node.Count(choice => choice.Item != 0));
                var kept = node.Where(choice => choice.Item != 0).Min(choice => weights[choice.Index].Skip(1).Max());
                Assert.All(node.Where(choice => choice.Item == 0), choice => Assert.True(weights[choice.Index].Skip(1).Max() <= kept));
            }

            Assert.Equal(genotype, Space.Parse(genotype.ToString()));
        }
    }

    [Fact]
    public void Genotypes_are_drawn_uniformly_over_edges_and_operators()
    {
        var rng = new Rng(11);
        var counts = new int[28, 8];
        const int draws = 4000;
        for (var i = 0; i < draws; i++)
        {
            foreach (var (edge, choice) in DartsSpace.Sample(Space, rng).Choices.Index())
            {
                counts[edge, choice]++;
            }
        }

        for (var edge = 0; edge < 28; edge++)
        {
            var present = 2.0 / DartsSpace.Edges[edge % 14].To; // two of the edges that arrive
            for (var option = 1; option < 8; option++)
            {
                Assert.Equal(draws * present / 7, counts[edge, option], 5 * Math.Sqrt(draws * present / 7)); // five standard deviations
            }
        }
    }

    [Fact]
    public void Published_genotypes_are_read_and_written_in_the_order_of_what_an_edge_reads()
    {
        var v1 = Space.Parse(DartsSpace.V1);
        Assert.StartsWith("Genotype(normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), ('sep_conv_3x3', 1)", v1.ToString(), StringComparison.Ordinal);
        Assert.Equal(v1, Space.Parse(v1.ToString()));
        Assert.Equal(3, DartsSpace.SkipConnections(v1));
    }

    [Theory]
    [InlineData("normal=[] reduce=[]", "has 0 entries")]
    [InlineData("reduce=[]", "no list of its normal cell")]
    [InlineData("normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 0), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1)] reduce=[]", "reads node 0 twice")]
    [InlineData("normal=[('sep_conv_3x3', 0), ('sep_conv_3x3', 2), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1)] reduce=[]", "may only read earlier nodes (0…1)")]
    [InlineData("normal=[('none', 0), ('sep_conv_3x3', 1), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1), ('skip_connect', 0), ('skip_connect', 1)] reduce=[]", "is none, expected one of")]
    public void A_wrong_genotype_is_named(string text, string message) =>
        Assert.Contains(message, Assert.Throws<FormatException>(() => Space.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Images_that_cannot_be_halved_twice_and_too_few_cells_are_named_at_once()
    {
        var message = Assert.Throws<ArgumentException>(() => DartsSpace.Supernet("x", new(new(1, 14, 14), 10), 4, 2)).Message;
        Assert.Contains("1x14x14 cannot be halved twice", message, StringComparison.Ordinal);
        Assert.Contains("cells = 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_factorised_reduction_reads_every_pixel_once()
    {
        using var init = new Generator(1);
        var spec = new FactorizedReduceSpec(new(1, 4, 4), 2);
        using var module = spec.Build(init);
        using var scope = NewDisposeScope();
        var x = rand([1, 1, 4, 4], generator: init).requires_grad_(true);
        var y = module.call(x, spec);
        Assert.Equal([1, 2, 2, 2], y.shape);
        (y * rand([1, 2, 2, 2], generator: init)).sum().backward();
        var moved = Backend.Gradient(x)!.abs().flatten().data<float>().ToArray();
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal((i / 4 + i % 4) % 2 == 0 && (i / 4) % 2 == (i % 4) % 2, moved[i] > 0));
    }

    [Fact]
    public void Edges_of_none_cost_no_work_and_change_nothing()
    {
        using var init = new Generator(5);
        using var scope = NewDisposeScope();
        using var supernet = new MixtureSupernet(Space, 1);
        supernet.eval();
        var x = randn([2, 1, 8, 8], generator: init);
        var all = Space.Create(new int[28]); // none everywhere: the classifier alone
        Assert.All(supernet.Path(x, all).data<float>().ToArray(), score => Assert.Equal(0, score));
    }
}
