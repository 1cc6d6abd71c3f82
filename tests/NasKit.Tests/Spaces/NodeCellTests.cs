using FsCheck;
using FsCheck.Fluent;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Tests.Spaces;

/// <summary>Cells with operators on the nodes, and the networks that repeat one.</summary>
public sealed class NodeCellTests
{
    private static readonly NodeOperator[] Both = [NodeOperator.Separable3x3, NodeOperator.Convolution1x1];

    [Fact]
    public void The_released_ShrinkCNN_A_has_its_published_size()
    {
        var network = ShrinkCnn.Released;
        var norms = network.Operators([]).Where(one => one is not ClassifierSpec).SelectMany(one => one.Layers).Sum(layer => layer.Biases);
        Assert.Equal(3_600_981, network.Parameters - norms); // 3.601 M weights
        Assert.Equal(16_104, norms); // 0.016 M of normalisations
        Assert.Equal(383_677_672, network.Macs); // 383.7 M
        Assert.Equal(new TensorShape(1001, 1, 1), network.Output);
        Assert.Equal<int>([3, 4], ShrinkCnn.ReleasedCell.Wiring.Leaves);
    }

    [Fact]
    public void Built_it_has_as_many_parameters_as_are_counted()
    {
        var small = ShrinkCnn.Build(new(new(3, 32, 32), 7), ShrinkCnn.ReleasedCell, stem: 6, [new(1, 4, 1), new(2, 5, 2)], residual: true, head: 9);
        using var init = new Generator(1);
        using var network = new Network(small, init);
        Assert.Equal(small.Parameters, network.parameters().Sum(parameter => parameter.numel()));
        using var scope = NewDisposeScope();
        Assert.Equal([2L, 7L], network.call(randn(2, 3, 32, 32)).shape);
    }

    [Fact]
    public void A_node_reads_its_predecessors_side_by_side_and_leaves_side_by_side_are_the_output()
    {
        var graph = new NetworkGraph.Builder(new(8, 14, 14));
        var output = new NodeCell(Wiring.Of(4, (0, 1), (0, 2), (1, 2), (0, 3)), NodeOperator.Separable3x3, NodeOperator.Convolution1x1, NodeOperator.Convolution1x1).AddTo(graph, 5);
        Assert.Equal(new TensorShape(10, 14, 14), graph.Shape(output)); // nodes 2 and 3
        var operators = graph.Build().Operators([]).ToArray();
        Assert.Equal([8, 13, 8], operators.Select(one => one.Input.Channels));
        Assert.Equal([8 * 9 + 8 * 5 + 10, 13 * 5 + 10, 8 * 5 + 10], operators.Select(one => one.Parameters));
        Assert.Equal([14 * 14 * (8 * 9 + 8 * 5), 14 * 14 * 13 * 5, 14 * 14 * 8 * 5], operators.Select(one => one.Macs));
    }

    [Fact]
    public void A_reducing_cell_takes_the_largest_of_windows_first_and_convolves_at_the_smaller_size()
    {
        var graph = new NetworkGraph.Builder(new(8, 14, 14));
        new NodeCell(Wiring.Full(3), Both).AddTo(graph, 6, pool: 2);
        var built = graph.Build();
        Assert.Equal(new PoolSpec(new(8, 14, 14), Pooling.Max, 2, 2), built.Operators([]).First());
        Assert.Equal(new TensorShape(6, 7, 7), built.Output);
    }

    [Fact]
    public void Only_leaves_of_a_residual_cell_are_linear_and_its_input_is_projected_where_widths_differ()
    {
        Activation[] Activations(int channels)
        {
            var graph = new NetworkGraph.Builder(new(8, 14, 14));
            new NodeCell(Wiring.Full(3), NodeOperator.Convolution1x1, NodeOperator.Convolution1x1).AddTo(graph, channels, residual: true);
            return [.. graph.Build().Operators([]).Cast<ConvolutionSpec>().Select(one => one.Activation)];
        }

        Assert.Equal([Activation.ReLU, Activation.None], Activations(8));
        Assert.Equal([Activation.ReLU, Activation.None, Activation.None], Activations(6));
    }

    [Fact]
    public void Edges_that_the_input_does_not_reach_are_no_part_of_a_cell()
    {
        var cell = new NodeCell(Wiring.Of(4, (1, 2), (0, 3)), Both.Append(NodeOperator.Separable3x3).ToArray());
        Assert.Equal(Wiring.Of(4, (0, 3)), cell.Wiring);
        Assert.Equal<int>([3], cell.Wiring.Leaves);
        Assert.Equal(cell, NodeCell.Parse("0>3 : Separable3x3 Convolution1x1 Separable3x3"));
    }

    [Fact]
    public void A_cell_with_no_path_from_its_input_or_of_other_operators_is_refused_in_a_sentence()
    {
        Assert.Contains("No edge of '1>2' leads away from the input", Assert.Throws<ArgumentException>(() => new NodeCell(Wiring.Of(3, (1, 2)), Both)).Message);
        Assert.Contains("It has 2 operators, expected 3", Assert.Throws<ArgumentException>(() => new NodeCell(Wiring.Full(4), Both)).Message);
        Assert.Contains("'pool' in '0>1 : pool' is no operator", Assert.Throws<FormatException>(() => NodeCell.Parse("0>1 : pool")).Message);
        Assert.Contains("'0' in '0>1 : 0' is no operator", Assert.Throws<FormatException>(() => NodeCell.Parse("0>1 : 0")).Message);
        Assert.Contains("is no cell", Assert.Throws<FormatException>(() => NodeCell.Parse("0>1 :")).Message);
        Assert.Contains("is no cell", Assert.Throws<FormatException>(() => NodeCell.Parse("0>1")).Message);
    }

    [Fact]
    public void The_network_of_the_released_search_has_three_stages_of_rising_width_and_falling_size()
    {
        var cell = new NodeCell(Wiring.Full(8), [.. NodeCell.DrawOperators(8, new Rng(1))]);
        var network = ShrinkCnn.Search(TaskShape.Cifar10, cell);
        Assert.Equal(
            [new(16, 32, 32), new(32, 16, 16), new(64, 8, 8)],
            network.Nodes.OfType<FixedNode>().Where(node => node.Operator is DepthwiseSeparableSpec or ConvolutionSpec).Select(node => node.Shape).Distinct());
        Assert.Equal(64, ((FixedNode)network.Nodes[^1]).Operator.Input.Channels); // one leaf
        Assert.Equal(2, network.Operators([]).Count(one => one is PoolSpec));
    }

    [Fact]
    public void A_graph_with_slots_is_no_network_by_itself()
    {
        using var init = new Generator(1);
        Assert.Contains("slots", Assert.Throws<ArgumentException>(() => new Network(NasBench201Space.Laptop.Graph, init)).Message);
        Assert.Throws<InvalidOperationException>(() => NasBench201Space.Laptop.Graph.Macs);
    }

    [Fact]
    public void Half_of_drawn_operators_are_separable_and_a_cell_survives_its_text() => Prop.ForAll(ArbMap.Default.ArbFor<long>(), seed =>
    {
        var rng = new Rng(seed);
        var nodes = 2 + rng.NextInt(9);
        var operators = NodeCell.DrawOperators(nodes, rng);
        Assert.Equal(nodes / 2, operators.Count(one => one == NodeOperator.Separable3x3));
        var cell = new NodeCell(Wiring.Draw(nodes, 0.5, rng), [.. operators]);
        Assert.Equal(cell, NodeCell.Parse(cell.ToString()));
        Assert.Equal(cell.GetHashCode(), NodeCell.Parse(cell.ToString()).GetHashCode());
    }).QuickCheckThrowOnFailure();
}
