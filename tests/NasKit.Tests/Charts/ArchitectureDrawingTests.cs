using System.Text.Json.Nodes;
using NasKit.Charts;
using NasKit.Spaces;

namespace NasKit.Tests.Charts;

public class ArchitectureDrawingTests
{
    private const string Cell = "|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_1x1~1|none~2|";

    [Fact]
    public void A_cell_of_the_benchmark_has_four_nodes_and_six_edges()
    {
        var drawing = ArchitectureDrawing.Of(NasBench201Space.Cifar10.Parse(Cell));
        Assert.Equal(4, drawing.Nodes);
        Assert.Equal([(0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3)], drawing.Edges.Select(edge => (edge.From, edge.To)));
        Assert.Equal(["conv 3×3", "none", "avg pool 3×3", "skip", "conv 1×1", "none"], drawing.Edges.Select(edge => edge.Operator.Name));
        Assert.Equal([3, 0, 4, 1, 2, 0], drawing.Edges.Select(edge => edge.Operator.Candidate!.Value));
        Assert.Empty(drawing.Blocks);
        Assert.Equal("1 = conv 3×3 of 0\n2 = avg pool 3×3 of 1\n3 = skip of 0 + conv 1×1 of 1", drawing.Text);
    }

    [Fact]
    public void Cells_that_repeat_are_drawn_once_whatever_the_depth()
        => Assert.Equal(ArchitectureDrawing.Of(NasBench201Space.Cifar10.Parse(Cell)).Text, ArchitectureDrawing.Of(NasBench201Space.Laptop.Parse(Cell)).Text);

    [Fact]
    public void A_node_that_nothing_feeds_says_so()
        => Assert.StartsWith("1 = nothing\n", ArchitectureDrawing.Of(NasBench201Space.Cifar10.Parse("000000")).Text);

    [Fact]
    public void A_cell_alone_is_drawn_with_its_live_edges()
    {
        var drawing = ArchitectureDrawing.Of(CellSkeleton.FashionMnist.At(1, DagCell.Parse("0>1:dw3,0>2:1x1,1>3:dw5,2>3:identity,0>3:identity;gate=3")), "best");
        Assert.Equal("1 = dw 3×3 of 0\n2 = conv 1×1 of 0\n3 = avg pool 3×3 of 0 + dw 5×5 of 1 + skip, gated of 2", drawing.Text);
        Assert.Equal("Best cell of 4 nodes, 5 edges.", drawing.Caption);
        Assert.Equal([3, 2, 1, 4, 1], drawing.Edges.Select(edge => edge.Operator.Candidate!.Value));
        var figure = Plot.Cells("Two cells", drawing, ArchitectureDrawing.Of(CellSkeleton.FashionMnist.At(0, DagCell.Parse("0>1:dw3,2>3:1x1,0>3:1x1")), "worst"));
        Assert.Contains("worst cell of 4 nodes, 1 edges", figure.Caption, StringComparison.Ordinal);
        Assert.Contains("dw 5×5", figure.Table.ToString(), StringComparison.Ordinal);
        Assert.Contains("at least one cell", Assert.Throws<ArgumentException>(() => Plot.Cells("none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Networks_of_cells_are_drawn_layer_by_layer()
    {
        var space = CellSkeleton.FashionMnist.Of("cells", [[DagCell.Parse("0>3:dw3"), DagCell.Parse("0>3:dw5")], [DagCell.Parse("0>3:1x1")], [DagCell.Parse("0>1:dw3,1>3:1x1")]]);
        var drawings = ArchitectureDrawing.Cells(space.Create([1, 0, 0]));
        Assert.Equal(["layer1", "layer2", "layer3"], drawings.Select(drawing => drawing.Kind));
        Assert.EndsWith("3 = dw 5×5 of 0", drawings[0].Text, StringComparison.Ordinal);
        Assert.Contains("of cells.", drawings[0].Caption, StringComparison.Ordinal);
        var raw = CellSkeleton.FashionMnist.Raw(CellAlphabet.Laptop);
        Assert.Equal(["layer1", "layer2", "layer3"], ArchitectureDrawing.Cells(raw.Sample(new Rng(1))).Select(drawing => drawing.Kind));
    }

    [Fact]
    public void A_chain_stands_in_rows_of_one_resolution()
    {
        var drawing = ArchitectureDrawing.Of(NasBenchMacroSpace.Cifar10.Parse("22012210"));
        Assert.Equal(0, drawing.Nodes);
        Assert.Equal("32×32: conv 3×3\n16×16: MB k5 e6 · MB k5 e6\n8×8: conv 1×1 · MB k3 e3 · MB k5 e6\n4×4: MB k5 e6 · MB k3 e3 · skip · conv 1×1 · mean · linear 10", drawing.Text);
        Assert.Equal(Enumerable.Range(0, 12), drawing.Blocks.Select((_, i) => i));
    }

    [Fact]
    public void Layers_that_an_architecture_leaves_out_are_not_drawn()
    {
        var space = MobileNetV3Space.Laptop;
        var rng = new Rng(3);
        for (var i = 0; i < 50; i++)
        {
            var architecture = space.Sample(rng);
            var drawing = ArchitectureDrawing.Of(architecture);
            Assert.Equal(space.Operators(architecture).Select(one => one.ShortName), drawing.Blocks.Select(block => block.Operator.Name));
            Assert.Equal(drawing.Blocks.Length, drawing.Blocks.Select(block => (block.Row, block.Column)).Distinct().Count());
            Assert.All(drawing.Blocks, block => Assert.InRange(block.Column, 0, ArchitectureDrawing.Columns - 1));
        }
    }

    [Fact]
    public void Every_known_space_can_be_drawn_and_a_plain_one_shows_its_choices()
    {
        foreach (var name in SearchSpaces.Names)
        {
            var drawing = ArchitectureDrawing.Of(SearchSpaces.Named(name).Sample(new Rng(1)));
            Assert.True(drawing.Nodes > 0 == (name.Contains("201", StringComparison.Ordinal) || name.StartsWith("darts", StringComparison.Ordinal) || name.Contains("cell", StringComparison.Ordinal)), name);
            Assert.NotEmpty(Plot.Architecture(drawing).Table.Rows);
        }
        var plain = SearchSpaces.Named("digits:3,2").Parse("21");
        Assert.Equal([2, 1], ArchitectureDrawing.Of(plain).Blocks.Select(block => block.Operator.Candidate!.Value));
        Assert.Equal(["NA", "NA"], Plot.Architecture(plain).Table.Rows.Select(row => row[5]));
    }

    /// <summary>Two inputs of a concatenation, one of them the image itself, and an operator on the way that no decision changes.</summary>
    [Fact]
    public void A_cell_of_another_graph_is_drawn_with_its_shortcut()
    {
        var graph = new NetworkGraph.Builder(new(4, 8, 8));
        graph.Slot("a", shape => [new IdentitySpec(shape), new PoolSpec(shape, Pooling.Average, 3, 1)], [0]);
        graph.Fixed(shape => new ConvolutionSpec(shape, 4, 3, 1, Activation.ReLU));
        var second = graph.Slot("b", shape => [new IdentitySpec(shape), new ZeroSpec(shape)], [1]);
        graph.Concat(0, second);
        var space = new SearchSpace("own", new(new(4, 8, 8), 10), [new("a", "a", ["skip", "pool"]), new("b", "b", ["skip", "none"])], graph.Build(), new DigitFormat());
        var drawing = ArchitectureDrawing.Of(space.Parse("10"));
        Assert.Equal(4, drawing.Nodes);
        Assert.Equal([(0, 1, "avg pool 3×3"), (1, 2, "conv 3×3"), (0, 3, "skip"), (2, 3, "skip")], drawing.Edges.Select(edge => (edge.From, edge.To, edge.Operator.Name)));
    }

    [Fact]
    public void Arcs_of_a_cell_do_not_cross_and_edges_of_one_pair_lie_apart()
    {
        var drawing = ArchitectureDrawing.Of(NasBench201Space.Cifar10.Parse(Cell));
        var heights = new ArcHeights(drawing.Edges).Of;
        Assert.Equal([0, 0.8, 0, 1.6, -0.8, 0], heights);
        Assert.Equal(2, new ArcHeights([new(0, 1, drawing.Edges[0].Operator), new(0, 1, drawing.Edges[1].Operator)]).Of.Distinct().Count());
    }

    [Fact]
    public void Pointing_at_a_front_shows_the_drawing_and_at_the_others_the_string()
    {
        var space = NasBench201Space.Cifar10;
        var (good, bad) = (space.Parse(Cell), space.Parse("000000"));
        var figure = Plot.Pareto("", new("latency", "ms"), new("accuracy"), new ParetoSeries("s", [ParetoPoint.Of(good, 1, 0.9), ParetoPoint.Of(bad, 2, 0.1)]));
        var texts = JsonNode.Parse(figure.PlotlyJson)!["data"]!.AsArray().Where(trace => trace!["text"] is not null).ToDictionary(trace => (string)trace!["name"]!, trace => (string)trace!["text"]![0]!);
        Assert.Equal(bad.ToString(), texts["dominated"]);
        Assert.Equal($"{good}<br>1 = conv 3×3 of 0<br>2 = avg pool 3×3 of 1<br>3 = skip of 0 + conv 1×1 of 1", texts["s (n = 2)"]);
        Assert.Equal(good.ToString(), figure.Table.Rows[0][3]);
    }

    [Fact]
    public void Cells_of_darts_are_drawn_each_for_itself_with_two_inputs_four_nodes_and_an_output()
    {
        foreach (var space in new[] { DartsSpace.Laptop, DartsSpace.Cifar10, DartsSpace.Final("final", TaskShape.Cifar10, 36, 20) })
        {
            var cells = ArchitectureDrawing.Cells(space.Parse(DartsSpace.V2));
            Assert.Equal(["normal", "reduce"], cells.Select(cell => cell.Kind));
            Assert.All(cells, cell => Assert.Equal((7, 2, 8), (cell.Nodes, cell.Inputs, cell.Edges.Length)));
            Assert.All(cells, cell => Assert.Equal([2, 3, 4, 5], cell.Joined.ToArray()));
            Assert.All(cells, cell => Assert.DoesNotContain(cell.Edges, edge => edge.Operator.IsNothing));
            Assert.Equal(
                "2 = sep conv 3×3 of c(k-2) + sep conv 3×3 of c(k-1)\n3 = sep conv 3×3 of c(k-2) + sep conv 3×3 of c(k-1)\n"
                + "4 = skip of c(k-2) + sep conv 3×3 of c(k-1)\n5 = skip of c(k-2) + dil conv 3×3 of 2\n6 = 2, 3, 4, 5 side by side", cells[0].Text);
            Assert.Equal([(0, 2), (1, 2), (1, 3), (2, 3), (0, 4), (2, 4), (1, 5), (2, 5)], cells[1].Edges.Select(edge => (edge.From, edge.To)));
        }
    }

    [Fact]
    public void Every_architecture_of_darts_has_the_edges_of_its_choices()
    {
        var rng = new Rng(4);
        for (var i = 0; i < 20; i++)
        {
            var architecture = i % 2 == 0 ? DartsSpace.Laptop.Sample(rng) : DartsSpace.Sample(DartsSpace.Laptop, rng);
            foreach (var (cell, c) in ArchitectureDrawing.Cells(architecture).Select((cell, c) => (cell, c)))
            {
                var chosen = DartsSpace.Edges.Select((edge, e) => (edge.From, edge.To, Choice: architecture.Choices[(c * DartsSpace.Edges.Length) + e])).Where(edge => edge.Choice != 0);
                Assert.Equal(chosen, cell.Edges.Select(edge => (edge.From, edge.To, edge.Operator.Candidate!.Value)));
            }
        }
    }

    [Fact]
    public void One_kind_of_cell_is_asked_for_by_its_name()
    {
        var architecture = DartsSpace.Laptop.Parse(DartsSpace.V1);
        Assert.Equal(ArchitectureDrawing.Cells(architecture)[1].Text, ArchitectureDrawing.Of(architecture, "reduce").Text);
        Assert.Equal("normal", ArchitectureDrawing.Of(architecture).Kind);
        Assert.Contains("It has normal, reduce.", Assert.Throws<ArgumentException>(() => ArchitectureDrawing.Of(architecture, "first")).Message);
        Assert.Contains("no kinds of cells", Assert.Throws<ArgumentException>(() => ArchitectureDrawing.Of(NasBench201Space.Cifar10.Parse(Cell), "normal")).Message);
        Assert.StartsWith("Reduce cell of 7 nodes, 8 edges, ", ArchitectureDrawing.Of(architecture, "reduce").Caption);
        var whole = Plot.Architecture(architecture);
        Assert.StartsWith("Normal cell of 7 nodes, 8 edges; reduce cell of 7 nodes, 8 edges, ", whole.Caption);
        Assert.Equal(16, whole.Table.Rows.Count);
        Assert.Equal(["normal", "c(k-2) → 2", "sep conv 3×3"], whole.Table.Rows[0].Take(3));
        Assert.Contains("normal:\n2 = ", ParetoPoint.Of(architecture, 1, 1).Drawing);
    }

    [Fact]
    public void Names_of_edges_of_a_crowded_cell_stand_at_different_heights_where_they_are_close()
    {
        var edges = ArchitectureDrawing.Of(DartsSpace.Laptop.Parse(DartsSpace.V2)).Edges;
        var heights = new ArcHeights(edges, 1.6).Of;
        Assert.DoesNotContain(0, heights);
        for (var i = 0; i < edges.Length; i++)
        {
            for (var j = 0; j < i; j++) Assert.True(Math.Abs(edges[i].From + edges[i].To - edges[j].From - edges[j].To) >= 3.2 || Math.Abs(heights[i] - heights[j]) >= 0.79, $"{edges[i]} and {edges[j]}");
        }
    }
}
