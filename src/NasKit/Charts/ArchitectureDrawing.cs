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
/// First occurrences in slots whose names differ before the last point are cells of different kinds, as the normal and the reducing one of DARTS.
/// </remarks>
public sealed partial record ArchitectureDrawing
{
    /// <summary>The most blocks in a row.</summary>
    internal const int Columns = 6;

    private ArchitectureDrawing(Architecture? architecture) => Architecture = architecture;

    /// <summary>The architecture; null of a cell alone.</summary>
    public Architecture? Architecture { get; }

    /// <summary>Title above the drawing; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The kind of the cell, as in <c>normal</c>; empty where there is one kind, and for a chain.</summary>
    public string Kind { get; private init; } = "";

    /// <summary>Number of nodes of the cell, its inputs first and the last its output; 0 for a chain.</summary>
    public int Nodes { get; private init; }

    /// <summary>Number of the cell's inputs, the outputs of the cells before, the nearest last; 0 for a chain.</summary>
    public int Inputs { get; private init; }

    /// <summary>The cell's operators, by the node that they feed; empty for a chain. In a large cell those that pass nothing are left out.</summary>
    public ImmutableArray<DrawnEdge> Edges { get; private init; } = [];

    /// <summary>The nodes whose outputs side by side are the cell's; empty where an operator or a sum is the last node.</summary>
    public ImmutableArray<int> Joined { get; private init; } = [];

    /// <summary>The chain's blocks, in order; empty for a cell. A block that the architecture leaves out is not among them.</summary>
    public ImmutableArray<DrawnBlock> Blocks { get; private init; } = [];

    /// <summary>What is drawn, in words, with the network's size.</summary>
    public string Caption => CaptionOf([this]);

    internal static string CaptionOf(IReadOnlyList<ArchitectureDrawing> drawings)
    {
        var what = string.Join("; ", drawings.Select(one => one.Nodes > 0 ? $"{(one.Kind.Length > 0 ? one.Kind + " " : "")}cell of {one.Nodes} nodes, {one.Edges.Length} edges" : $"chain of {one.Blocks.Length} blocks"));
        if (drawings[0].Architecture is not { } architecture) return ChartAxis.Opening(drawings[0].Title, $"{what}.");
        var space = architecture.Space;
        var size = space.HasNetworks
            ? string.Create(CultureInfo.InvariantCulture, $", {space.Operators(architecture).Sum(one => one.Parameters):N0} parameters and {space.Operators(architecture).Sum(one => one.Macs):N0} MACs in all") : "";
        return ChartAxis.Opening(drawings[0].Title, $"{what}{size}: {architecture} of {space.Name}.");
    }

    /// <summary>The drawing in a few lines of text: what feeds each node of a cell, or a chain's rows of blocks.</summary>
    public string Text => Nodes > 0
        ? string.Join('\n', Enumerable.Range(Inputs, Nodes - Inputs).Select(node =>
        {
            if (node == Nodes - 1 && Joined.Length > 0) return $"{node} = {string.Join(", ", Joined.Select(Named))} side by side";
            var fed = Edges.Where(edge => edge.To == node && !edge.Operator.IsNothing).Select(edge => $"{edge.Operator.Name} of {Named(edge.From)}").ToArray();
            return $"{node} = {(fed.Length == 0 ? "nothing" : string.Join(" + ", fed))}";
        }))
        : string.Join('\n', Blocks.GroupBy(block => block.Row).Select(row => $"{Size(Resolution(row.Key))}{string.Join(" · ", row.Select(block => block.Operator.Name))}"));

    /// <summary>Draws an architecture of one kind of cell, or a chain.</summary>
    /// <param name="architecture">An architecture of any space; where it builds no network, its choices stand as blocks. Of several kinds of cells the first is drawn.</param>
    public static ArchitectureDrawing Of(Architecture architecture) => Cells(architecture)[0];

    /// <summary>Draws a cell alone, without its dead edges.</summary>
    /// <param name="cell">The cell at its place.</param>
    /// <param name="name">What stands above it; may be empty.</param>
    public static ArchitectureDrawing Of(CellSpec cell, string name = "")
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(name);
        return Of(cell, name, null);
    }

    /// <summary>Draws one kind of an architecture's cells.</summary>
    /// <param name="architecture">An architecture whose cells are of several kinds.</param>
    /// <param name="cell">The kind, as in <c>normal</c>.</param>
    /// <exception cref="ArgumentException">It has no cell of that kind.</exception>
    public static ArchitectureDrawing Of(Architecture architecture, string cell)
    {
        var all = Cells(architecture);
        return all.FirstOrDefault(one => one.Kind == cell)
            ?? throw new ArgumentException($"{architecture.Space.Name} has no cell of kind '{cell}'. It has {(all is [{ Kind: "" }] ? "no kinds of cells" : string.Join(", ", all.Select(one => one.Kind)))}.", nameof(cell));
    }

    /// <summary>Draws every kind of an architecture's cells; a chain, and what has one kind of cell, is one drawing.</summary>
    /// <param name="architecture">An architecture of any space.</param>
    public static ImmutableArray<ArchitectureDrawing> Cells(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var space = architecture.Space;
        if (!space.HasNetworks)
        {
            return [new(architecture)
            {
                Blocks = [.. space.Decisions.Select((decision, i) => new DrawnBlock(i / Columns, i % Columns, new($"{decision.Name} {decision.Labels[architecture.Choices[i]]}", architecture.Choices[i], null)))],
            }];
        }
        var nodes = space.Graph.Nodes;
        if (space.Graph.Slots.Length > 0 && space.Graph.Slots.All(slot => slot.Candidates.All(candidate => candidate is CellSpec)))
        {
            return [.. space.Graph.Slots.Zip(space.Select(architecture), (slot, candidate) => Of((CellSpec)slot.Candidates[candidate], slot.Name, architecture))];
        }
        var chain = Enumerable.Range(1, nodes.Length - 1).All(i => nodes[i].Inputs is [var input] && input == i - 1);
        return chain ? [Chain(architecture)] : KindsOf(architecture);
    }

    /// <summary>What is drawn of an architecture, in a few lines of text; each kind of cell under its name.</summary>
    internal static string Describe(Architecture architecture)
        => string.Join('\n', Cells(architecture).Select(cell => cell.Kind.Length > 0 ? $"{cell.Kind}:\n{cell.Text}" : cell.Text));

    /// <summary>What a node is called: its number, or for several inputs how many cells before it they come from.</summary>
    internal string Named(int node) => Inputs > 1 && node < Inputs ? $"c(k-{Inputs - node})" : $"{node}";

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
}
