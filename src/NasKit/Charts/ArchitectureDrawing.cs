using System.Collections.Immutable;
using System.Globalization;
using NasKit.Spaces;

namespace NasKit.Charts;

/// <summary>An operator in a drawing.</summary>
/// <param name="Name">What it is called, as in <see cref="OperatorSpec.ShortName"/>.</param>
/// <param name="Candidate">Which candidate of its slot it is; null where every architecture has it.</param>
/// <param name="Operator">The operator; null in a space without networks.</param>
public sealed record DrawnOperator(string Name, int? Candidate, OperatorSpec? Operator)
{
    /// <summary>Whether nothing passes through it.</summary>
    public bool IsNothing => Operator is ZeroSpec;
}

/// <summary>An operator between two nodes of a cell.</summary>
/// <param name="From">The node it reads.</param>
/// <param name="To">The node it feeds, larger than <paramref name="From"/>.</param>
/// <param name="Operator">The operator.</param>
public sealed record DrawnEdge(int From, int To, DrawnOperator Operator);

/// <summary>A block of a chain.</summary>
/// <param name="Row">Which row it stands in, from above.</param>
/// <param name="Column">Where in the row, from the left.</param>
/// <param name="Operator">The operator.</param>
public sealed record DrawnBlock(int Row, int Column, DrawnOperator Operator);

/// <summary>The data of a drawing of one architecture: a cell as a graph of nodes and operators, or a chain as rows of blocks.</summary>
/// <remarks>
/// It follows from the space's <see cref="NetworkGraph"/>. Where every operator reads the one before it, the network is a chain: its blocks stand in rows of one
/// resolution. Elsewhere a cell is what the slots of each decision's first occurrence span; where decisions shape several equal cells, the first one is drawn.
/// </remarks>
public sealed record ArchitectureDrawing
{
    /// <summary>The most blocks in a row.</summary>
    internal const int Columns = 6;

    private ArchitectureDrawing(Architecture architecture) => Architecture = architecture;

    /// <summary>The architecture.</summary>
    public Architecture Architecture { get; }

    /// <summary>Title above the drawing; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Number of nodes of the cell, the first being its input and the last its output; 0 for a chain.</summary>
    public int Nodes { get; private init; }

    /// <summary>The cell's operators, by the node that they feed; empty for a chain.</summary>
    public ImmutableArray<DrawnEdge> Edges { get; private init; } = [];

    /// <summary>The chain's blocks, in order; empty for a cell. A block that the architecture leaves out is not among them.</summary>
    public ImmutableArray<DrawnBlock> Blocks { get; private init; } = [];

    /// <summary>What is drawn, in words, with the network's size.</summary>
    public string Caption
    {
        get
        {
            var space = Architecture.Space;
            var what = Nodes > 0 ? $"cell of {Nodes} nodes, {Edges.Length} edges" : $"chain of {Blocks.Length} blocks";
            var size = space.HasNetworks
                ? string.Create(CultureInfo.InvariantCulture, $", {space.Operators(Architecture).Sum(one => one.Parameters):N0} parameters and {space.Operators(Architecture).Sum(one => one.Macs):N0} MACs in all") : "";
            return ChartAxis.Opening(Title, $"{what}{size}: {Architecture} of {space.Name}.");
        }
    }

    /// <summary>The drawing in a few lines of text: what feeds each node of a cell, or a chain's rows of blocks.</summary>
    public string Text => Nodes > 0
        ? string.Join('\n', Enumerable.Range(1, Nodes - 1).Select(node =>
        {
            var fed = Edges.Where(edge => edge.To == node && !edge.Operator.IsNothing).Select(edge => $"{edge.Operator.Name} of {edge.From}").ToArray();
            return $"{node} = {(fed.Length == 0 ? "nothing" : string.Join(" + ", fed))}";
        }))
        : string.Join('\n', Blocks.GroupBy(block => block.Row).Select(row => $"{Size(Resolution(row.Key))}{string.Join(" · ", row.Select(block => block.Operator.Name))}"));

    /// <summary>Draws an architecture.</summary>
    /// <param name="architecture">An architecture of any space; where it builds no network, its choices stand as blocks.</param>
    public static ArchitectureDrawing Of(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var space = architecture.Space;
        if (!space.HasNetworks)
        {
            return new(architecture)
            {
                Blocks = [.. space.Decisions.Select((decision, i) => new DrawnBlock(i / Columns, i % Columns, new($"{decision.Name} {decision.Labels[architecture.Choices[i]]}", architecture.Choices[i], null)))],
            };
        }
        var nodes = space.Graph.Nodes;
        var chain = Enumerable.Range(1, nodes.Length - 1).All(i => nodes[i].Inputs is [var input] && input == i - 1);
        return chain ? Chain(architecture) : Cell(architecture);
    }

    /// <summary>Height of the feature maps in a row, null where it is not known.</summary>
    internal TensorShape? Resolution(int row) => Blocks.FirstOrDefault(block => block.Row == row)?.Operator.Operator?.Output;

    private static string Size(TensorShape? shape) => shape is { } known ? $"{known.Height}×{known.Width}: " : "";

    private static DrawnOperator Drawn(NetworkGraph graph, GraphNode node, int[] selection) => node switch
    {
        FixedNode always => new(always.Operator.ShortName, null, always.Operator),
        SlotNode slot when selection[slot.Slot] is >= 0 and var candidate => new(graph.Slots[slot.Slot].Candidates[candidate].ShortName, candidate, graph.Slots[slot.Slot].Candidates[candidate]),
        _ => new("skip", null, new IdentitySpec(node.Shape)),
    };

    private static ArchitectureDrawing Chain(Architecture architecture)
    {
        var (graph, selection) = (architecture.Space.Graph, architecture.Space.Select(architecture));
        var blocks = new List<DrawnBlock>();
        var (row, column, height) = (-1, 0, 0);
        foreach (var node in graph.Nodes.Skip(1).Where(node => node is not SlotNode slot || selection[slot.Slot] != NetworkGraph.Absent))
        {
            // A new row for each resolution and for what is too long; what follows the last feature map stays in its row.
            if (row < 0 || column == Columns || (node.Shape.Height != height && node.Shape.Height > 1))
            {
                (row, column, height) = (row + 1, 0, node.Shape.Height);
            }
            blocks.Add(new(row, column++, Drawn(graph, node, selection)));
        }
        return new(architecture) { Blocks = [.. blocks] };
    }

    private static ArchitectureDrawing Cell(Architecture architecture)
    {
        var (graph, selection) = (architecture.Space.Graph, architecture.Space.Select(architecture));
        var known = new HashSet<int>();
        var first = graph.Slots.Select(slot => slot.Decisions.Count(known.Add) == slot.Decisions.Length).ToArray();
        var spanned = Enumerable.Range(0, graph.Nodes.Length).Where(i => graph.Nodes[i] is SlotNode slot && first[slot.Slot]).ToArray();
        var consumers = Enumerable.Range(0, graph.Nodes.Length).SelectMany(i => graph.Nodes[i].Inputs.Select(input => (Input: input, By: i))).ToLookup(use => use.Input, use => use.By);
        // An operator that only one sum or concatenation reads leads to that; any other leads to a node of its own.
        int Target(int node) => graph.Nodes[node] is SlotNode or FixedNode && consumers[node].ToArray() is [var only] && graph.Nodes[only] is SumNode or ConcatNode ? only : node;
        var start = spanned.Min(node => graph.Nodes[node].Inputs[0]);
        var end = spanned.Max(Target);
        var drawn = Enumerable.Range(start + 1, end - start).SelectMany(node => graph.Nodes[node] is SumNode or ConcatNode
            ? graph.Nodes[node].Inputs.Where(input => Target(input) == input).Select(input => (From: input, To: node, Operator: new DrawnOperator("skip", null, new IdentitySpec(graph.Nodes[node].Shape))))
            : graph.Nodes[node].Inputs.Select(input => (From: Target(input), To: Target(node), Operator: Drawn(graph, graph.Nodes[node], selection)))).ToArray();
        var numbers = drawn.SelectMany(edge => new[] { edge.From, edge.To }).Distinct().Order().Select((node, number) => (node, number)).ToDictionary(pair => pair.node, pair => pair.number);
        return new(architecture) { Nodes = numbers.Count, Edges = [.. drawn.Select(edge => new DrawnEdge(numbers[edge.From], numbers[edge.To], edge.Operator)).OrderBy(edge => edge.To).ThenBy(edge => edge.From)] };
    }
}
