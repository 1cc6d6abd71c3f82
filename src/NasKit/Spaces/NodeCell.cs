using System.Collections.Immutable;

namespace NasKit.Spaces;

/// <summary>What a node of a <see cref="NodeCell"/> computes; both end in batch normalisation.</summary>
public enum NodeOperator
{
    /// <summary>A depthwise 3×3 convolution and a 1×1 convolution.</summary>
    Separable3x3,

    /// <summary>A 1×1 convolution.</summary>
    Convolution1x1,
}

/// <summary>A cell with its operators on the nodes: node 0 is the input, each other node reads the concatenation of its predecessors, and the leaves side by side are the output.</summary>
/// <remarks>
/// All convolutions have stride 1; a cell that reduces its maps takes the
/// largest of each window at node 0. Widths follow from the wiring, so every cell has a graph of its own and no supernet.
/// Source: the released code of AutoShrink (searching/cnn/metagraph.py, ops_gen.py).
/// </remarks>
public sealed record NodeCell : WiredNodes<NodeOperator>
{
    /// <summary>Makes a cell.</summary>
    /// <param name="wiring">Which node feeds which; edges that the input does not reach are dropped.</param>
    /// <param name="operators">The operators of nodes 1, 2, …, one for each node of the wiring but the first.</param>
    /// <exception cref="ArgumentException">No edge leads away from the input, or there is not one operator for each node.</exception>
    public NodeCell(Wiring wiring, params IReadOnlyList<NodeOperator> operators) : base(wiring, operators)
    {
    }

    /// <summary>Draws the operators of a search: half of the nodes, rounded up, are separable convolutions, the rest 1×1 convolutions, in random order.</summary>
    /// <param name="nodes">Nodes of the wiring, the input among them, at least 2.</param>
    /// <param name="rng">Source of the order.</param>
    public static ImmutableArray<NodeOperator> DrawOperators(int nodes, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 2);
        ArgumentNullException.ThrowIfNull(rng);
        NodeOperator[] operators = [.. Enumerable.Range(0, nodes - 1).Select(i => 2 * i < nodes - 1 ? NodeOperator.Separable3x3 : NodeOperator.Convolution1x1)];
        rng.Shuffle(operators.AsSpan());
        return [.. operators];
    }

    /// <summary>Reads a cell such as <c>0&gt;1 0&gt;2 1&gt;2 : Separable3x3 Convolution1x1</c>, edges and then operators.</summary>
    /// <param name="text">The cell.</param>
    /// <exception cref="FormatException">The text is not of that form.</exception>
    /// <exception cref="ArgumentException">No edge leads away from the input.</exception>
    public static NodeCell Parse(string text)
    {
        var (wiring, operators) = Read(text);
        return new(wiring, operators);
    }

    /// <summary>Adds the cell behind the node that was added last.</summary>
    /// <param name="graph">The graph that is built.</param>
    /// <param name="channels">Output channels of each node.</param>
    /// <param name="pool">What node 0 divides height and width by: 1 for the identity, 2 for the largest of 2×2 windows.</param>
    /// <param name="residual">Whether the input is added to the output, through a 1×1 convolution where their channels differ; then leaves are linear.</param>
    /// <returns>Index of the output's node.</returns>
    /// <exception cref="ArgumentException">The map is too small to be reduced.</exception>
    public int AddTo(NetworkGraph.Builder graph, int channels, int pool = 1, bool residual = false)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(pool, 1);
        var at = new int[Wiring.Nodes];
        at[0] = pool == 1 ? graph.Last : graph.Fixed(shape => new PoolSpec(shape, Pooling.Max, pool, pool));
        var leaves = Wiring.Leaves;
        for (var node = 1; node < Wiring.Nodes; node++)
        {
            if (Wiring.Predecessors(node) is { IsEmpty: false } read)
            {
                var source = Joined(read);
                var activation = residual && leaves.Contains(node) ? Activation.None : Activation.ReLU;
                at[node] = graph.Fixed(
                    shape => Operator(node) == NodeOperator.Separable3x3 ? new DepthwiseSeparableSpec(shape, channels, 3, activation) : new ConvolutionSpec(shape, channels, 1, 1, activation), source);
            }
        }

        var output = Joined(leaves);
        if (!residual)
        {
            return output;
        }

        var width = graph.Shape(output).Channels;
        var input = graph.Shape(at[0]).Channels == width ? at[0] : graph.Fixed(shape => new ConvolutionSpec(shape, width, 1, 1, Activation.None), at[0]);
        return graph.Sum(input, output);

        int Joined(ImmutableArray<int> nodes) => nodes is [var only] ? at[only] : graph.Concat([.. nodes.Select(node => at[node])]);
    }
}
