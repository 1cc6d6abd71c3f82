using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>A cell as one operator: a candidate of a slot.</summary>
/// <remarks>
/// Candidates of a slot that are cells of one place share one bank of weights: what stands on the same edge with the same operator and shapes has the same weights in all of them.
/// Multiplying by a gate counts as nothing, as activations do.
/// </remarks>
/// <param name="Input">Shape of one input.</param>
/// <param name="Cell">The cell; a path leads from its input to its output. Dead edges cost nothing.</param>
/// <param name="Channels">Channels of the output and of every node that is not wide.</param>
/// <param name="Stride">Stride of the edges that leave the input, at least 1.</param>
/// <param name="Expansion">Channels of a wide node over <paramref name="Channels"/>.</param>
public sealed record CellSpec(TensorShape Input, DagCell Cell, int Channels, int Stride, int Expansion = 2) : OperatorSpec(Input)
{
    /// <summary>The cell.</summary>
    /// <exception cref="ArgumentException">No path leads from its input to its output.</exception>
    public DagCell Cell { get; init; } = Cell.IsValid ? Cell
        : throw new ArgumentException($"Cell '{Cell}' has no path from node 0 to node {Cell.Nodes - 1}, so that it computes nothing; connect its input with its output.", nameof(Cell));

    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Channels, 1, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => Parts.SelectMany(part => part.Operator.Layers);

    /// <inheritdoc/>
    public override string ShortName => $"cell of {Parts.Count()}";

    /// <inheritdoc/>
    public override string Key => $"cell-{Input}-c{Channels}-s{Stride}-e{Expansion}-{Cell}";

    /// <summary>What stands on its live edges, by the node that reads, then by the node that is read.</summary>
    internal IEnumerable<CellPart> Parts
    {
        get
        {
            var cell = Cell.Pruned();
            return cell.Wiring.Edges.Select(edge => Part(cell, edge.From, edge.To, cell[edge.From, edge.To]));
        }
    }

    /// <inheritdoc/>
    public override bool Contains(OperatorSpec smaller) => Bank.Contains(smaller);

    /// <inheritdoc/>
    public override OperatorSpec? Union(OperatorSpec other) => Bank.Union(other);

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => Bank.Build(init);

    private CellBankSpec Bank => new(Input, Channels, Stride, Expansion, [.. Parts]);

    /// <summary>What an operator is on an edge of a cell at this place.</summary>
    internal CellPart Part(DagCell cell, int from, int to, CellOperator one)
    {
        int Width(int node) => node == 0 ? Input.Channels : node <= cell.Wide && node < cell.Nodes - 1 ? Expansion * Channels : Channels;
        var input = from == 0 ? Input : Output with { Channels = Width(from) };
        return new(from, to, CellEdge.Of(one, input, Width(to), from == 0 ? Stride : 1));
    }
}

/// <summary>An operator on an edge.</summary>
internal readonly record struct CellPart(int From, int To, OperatorSpec Operator);
