using NasKit.Cost;
using NasKit.Spaces;
using NasKit.Strategies.Dsnas;
using NasKit.Supernets;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

/// <summary>Networks of cells: the raw space of edges, spaces of given cells, and the weights that cells share.</summary>
public sealed class CellSpaceTests
{
    internal static readonly CellSkeleton Skeleton = new("cells-12", new(new(1, 12, 12), 4), 8, 1, [new(8, 1), new(12, 2)]);

    private static readonly CellAlphabet Every = new() { Gates = true, Wide = 2 };

    [Fact]
    public void The_raw_space_has_a_decision_for_each_edge_and_the_strings_of_its_cells()
    {
        var raw = CellSkeleton.FashionMnist.Raw(CellAlphabet.Laptop);
        Assert.Equal(18, raw.Decisions.Length);
        Assert.Equal(System.Numerics.BigInteger.Pow(15_625, 3), raw.Size);
        const string text = "0>1:1x1,1>2:dw3,2>3:1x1|0>3:identity|0>3:dw5,2>3:dw3";
        Assert.Equal(text, raw.Parse(text).ToString());
        Assert.Equal(text, string.Join('|', CellSkeleton.FashionMnist.Cells(raw.Parse(text))));
        Assert.Contains("expected 3", Assert.Throws<FormatException>(() => raw.Parse("0>3:dw3")).Message, StringComparison.Ordinal);
        Assert.Contains("operator that", Assert.Throws<FormatException>(() => raw.Parse("0>3:dw7|0>3:dw3|0>3:dw3")).Message, StringComparison.Ordinal);
        Assert.Contains("without gates and wide nodes", Assert.Throws<ArgumentException>(() => Skeleton.Raw(Every)).Message, StringComparison.Ordinal);
        Assert.Contains("fm-cell-3", Assert.Throws<ArgumentException>(() => CellSkeleton.FashionMnist.Cells(NasBench201Space.Laptop.Sample(new Rng(1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cell_costs_what_its_edges_cost()
    {
        // 16 channels on 14×14 places: 1×1 is 256 weights, depthwise 3×3 is 144; each has a scale and a shift for every channel.
        var spec = CellSkeleton.FashionMnist.At(0, DagCell.Parse("0>1:1x1,1>2:dw3,2>3:1x1,0>2:identity"));
        Assert.Equal(2 * 256 + 144 + 3 * 32, spec.Parameters);
        Assert.Equal((2 * 256 + 144) * 196, spec.Macs);
        Assert.Equal(spec.Macs, CellSkeleton.FashionMnist.At(0, spec.Cell.Pruned()).Macs);
        // Wide nodes have twice the channels: expand, depthwise, project, in that order.
        var wide = CellSkeleton.FashionMnist.At(0, DagCell.Parse("0>1:dw3,1>3:dw3;wide=1"));
        Assert.Equal((16 * 32 + 32 * 9 + 32 * 9 + 32 * 16) * 196, wide.Macs);
        // Behind stride 2 there are 7×7 places.
        Assert.Equal(256 * 49, CellSkeleton.FashionMnist.At(1, DagCell.Parse("0>3:1x1")).Macs);
        Assert.Equal(0, CellSkeleton.FashionMnist.At(1, DagCell.Parse("0>3:identity")).Macs);
    }

    [Fact]
    public void Networks_have_the_parameters_and_shapes_that_are_counted()
    {
        var rng = new Rng(4);
        using var init = new Generator(1);
        for (var i = 0; i < 30; i++)
        {
            using var scope = NewDisposeScope();
            var space = Skeleton.Of("one", [[Every.Sample(rng)], [Every.Sample(rng)]]);
            var architecture = space.At(0);
            using var network = new Network(architecture, init);
            Assert.Equal(network.parameters().Sum(parameter => parameter.numel()), (long)AdditiveCost.Parameters(space).Cost(architecture));
            var scores = network.call(rand(2, 1, 12, 12));
            Assert.Equal([2L, 4], scores.shape);
            Assert.True(scores.isfinite().all().item<bool>());
        }
    }

    [Fact]
    public void A_cell_and_the_edges_of_the_raw_space_compute_the_same()
    {
        var raw = Skeleton.Raw(CellAlphabet.Laptop);
        var rng = new Rng(9);
        using var init = new Generator(1);
        for (var i = 0; i < 20; i++)
        {
            using var scope = NewDisposeScope();
            var cells = new[] { CellAlphabet.Laptop.Sample(rng).Pruned(), CellAlphabet.Laptop.Sample(rng).Pruned() };
            var edges = raw.Parse(string.Join('|', cells));
            var whole = Skeleton.Of("one", [[cells[0]], [cells[1]]]);
            Assert.Equal(AdditiveCost.Macs(whole).Cost(whole.At(0)), AdditiveCost.Macs(raw).Cost(edges));
            using var first = new Network(edges, init);
            using var second = new Network(whole.At(0), init);
            foreach (var parameter in first.parameters().Concat(second.parameters()))
            {
                using var untracked = no_grad();
                // No order of the weights matters where equal shapes have equal values.
                parameter.copy_(tensor(Enumerable.Range(0, (int)parameter.numel()).Select(k => MathF.Sin(1.7f * k)).ToArray()).reshape(parameter.shape));
            }

            var x = rand(3, 1, 12, 12);
            Assert.True((first.call(x) - second.call(x)).abs().max().item<float>() < 1e-4); // sums in another order
        }
    }

    [Fact]
    public void A_network_with_a_cell_without_a_path_gives_every_image_the_same_scores()
    {
        var raw = Skeleton.Raw(CellAlphabet.Laptop);
        using var init = new Generator(1);
        using var scope = NewDisposeScope();
        using var network = new Network(raw.Parse("0>3:dw3|0>1:dw3;nodes=4"), init);
        var scores = network.call(rand(3, 1, 12, 12));
        Assert.Equal(0, (scores - scores.narrow(0, 0, 1)).abs().max().item<float>());
        Assert.False(Skeleton.Cells(raw.Parse("0>3:dw3|0>1:dw3;nodes=4"))[1].IsValid);
    }

    [Fact]
    public void The_options_of_such_a_network_get_no_credit()
    {
        var raw = Skeleton.Raw(CellAlphabet.Laptop);
        using var supernet = new MixtureSupernet(raw, 1);
        using var scope = NewDisposeScope();
        var (x, y) = (rand(4, 1, 12, 12), tensor(new long[] { 0, 1, 2, 3 }));
        Assert.All(CreditCheck.Credits(supernet, raw.Parse("0>3:dw3|0>1:dw3;nodes=4").Choices, x, y).Credits, credit => Assert.Equal(0, credit));
        Assert.Contains(CreditCheck.Credits(supernet, raw.Parse("0>3:dw3|0>3:dw3").Choices, x, y).Credits, credit => credit != 0);
    }

    [Fact]
    public void Cells_of_a_layer_share_the_weights_of_equal_edges_and_no_others()
    {
        DagCell[] cells = [DagCell.Parse("0>1:dw3,1>3:1x1"), DagCell.Parse("0>1:dw3,1>3:dw5"), DagCell.Parse("0>2:dw3,2>3:1x1")];
        var space = Skeleton.Of("three", [cells, [DagCell.Parse("0>3:1x1")]]);
        using var supernet = new PathSupernet(space, 1);
        using var alone = new PathSupernet(Skeleton.Of("one", [[cells[0]], [DagCell.Parse("0>3:1x1")]]), 1);
        // Besides those of the first cell: one depthwise 5×5, one 3×3, one 1×1, each with scale and shift.
        Assert.Equal(8 * (25 + 9 + 8 + 3 * 2), supernet.parameters().Sum(parameter => parameter.numel()) - alone.parameters().Sum(parameter => parameter.numel()));
        Assert.Equal(supernet.parameters().Sum(parameter => parameter.numel()), MemoryEstimate.Of(space, 8, allPaths: false).Parameters);
    }

    [Fact]
    public void Another_space_of_the_skeleton_runs_on_the_same_weights()
    {
        var bank = new MixtureSupernet(Skeleton.Bank(CellAlphabet.Laptop), 1);
        using var owner = bank;
        using var scope = NewDisposeScope();
        var cells = new[] { DagCell.Parse("0>1:dw3,1>3:1x1"), DagCell.Parse("0>1:dw3,1>2:1x1,2>3:identity,0>3:dw5") };
        var (one, two) = (bank.On(Skeleton.Of("a", [[cells[0]], [cells[1]]])), bank.On(Skeleton.Of("b", [[cells[1], cells[0]], [cells[0], cells[1]]])));
        var x = rand(2, 1, 12, 12);
        bank.train();
        Assert.Equal(one.Path(x, one.Space.At(0)).data<float>().ToArray(), two.Path(x, two.Space.Create([1, 1])).data<float>().ToArray());
        Assert.Contains("layer1", Assert.Throws<ArgumentException>(() => bank.On(Skeleton.Of("c", [[DagCell.Parse("0>3:dw7")], [cells[0]]]))).Message, StringComparison.Ordinal);
        Assert.Contains("same skeleton", Assert.Throws<ArgumentException>(() => bank.On((Skeleton with { StemChannels = 4 }).Of("d", [[cells[0]], [cells[0]]]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gates_multiply_by_the_sigmoid_of_the_mean_of_all_else_that_arrives()
    {
        using var scope = NewDisposeScope();
        using var init = new Generator(1);
        var cell = DagCell.Parse("0>1:identity,0>3:identity,1>3:identity;gate=3");
        var spec = new CellSpec(new(2, 4, 4), cell, 2, 1);
        using var module = spec.Build(init);
        var x = rand(3, 2, 4, 4);
        Assert.True((module.call(x, spec) - x * x.mean([2, 3], true).sigmoid()).abs().max().item<float>() < 1e-6); // one rounding
    }

    [Fact]
    public void Lists_of_cells_that_do_not_fit_are_told()
    {
        var cell = DagCell.Parse("0>3:dw3");
        Assert.Contains("2 layers, got lists of cells for 1", Assert.Throws<ArgumentException>(() => Skeleton.Of("x", [[cell]])).Message, StringComparison.Ordinal);
        Assert.Contains("Layer 2 has 2 cells, 1 of them different", Assert.Throws<ArgumentException>(() => Skeleton.Of("x", [[cell], [cell, cell]])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_learned_space_comes_back_from_its_file_and_is_refused_for_another_skeleton()
    {
        var learned = new LearnedSpace(Skeleton, [[new(DagCell.Parse("0>3:dw3"), 0.25), new(DagCell.Parse("0>3:1x1"), null)], [new(DagCell.Parse("0>1:dw3,1>3:1x1;wide=1"), -1)]]);
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "space.json");
        learned.Save(file);
        var back = LearnedSpace.Load(file, Skeleton);
        Assert.Equal(learned.Space.Name, back.Space.Name);
        Assert.Equal(learned.Layers.SelectMany(layer => layer), back.Layers.SelectMany(layer => layer));
        Assert.Equal([file], Directory.GetFiles(folder.Path));
        Assert.Contains("skeleton cells-12", Assert.Throws<NasKitException>(() => LearnedSpace.Load(file, CellSkeleton.FashionMnist)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<NasKitException>(() => LearnedSpace.Load(file + "x", Skeleton)).Message, StringComparison.Ordinal);
        Assert.Contains("operator 'conv'", Assert.Throws<NasKitException>(() => LearnedSpace.FromJson(learned.ToJson().Replace("0>3:1x1", "0>3:conv", StringComparison.Ordinal), Skeleton)).Message, StringComparison.Ordinal);
        Assert.Contains("no path", Assert.Throws<NasKitException>(() => LearnedSpace.FromJson(learned.ToJson().Replace("0>3:1x1", "0>2:1x1;nodes=4", StringComparison.Ordinal), Skeleton)).Message, StringComparison.Ordinal);
        foreach (var text in new[] { "", "[]", "{}", "{\"Format\":\"other\"}", $"{{\"Format\":\"naskit-learned-space-1\",\"Skeleton\":\"{Skeleton}\",\"Layers\":[[null],null]}}" })
        {
            Assert.Contains("no learned space", Assert.Throws<NasKitException>(() => LearnedSpace.FromJson(text, Skeleton)).Message, StringComparison.Ordinal);
        }
    }
}
