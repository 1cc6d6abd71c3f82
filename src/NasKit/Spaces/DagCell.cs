using System.Numerics;
using System.Text.Json.Serialization;

namespace NasKit.Spaces;

/// <summary>A small cell as a directed acyclic graph: node 0 is its input, the last node its output, and on each edge from a lower to a higher node stands an operator or none.</summary>
/// <remarks>
/// A value of 64 bits: its genes are an operator for each edge, for each node from 2 on whether it gates what arrives (<see cref="Gates"/>) instead of adding it, and how many inner
/// nodes are wide (<see cref="Wide"/>). Source of the form: AutoSpace (Zhou et al., ICCV 2021), figure 2 and the released files, whose <c>feature_mix_mode_idx</c> and
/// <c>dim_conv_idx</c> are here read as gates and width; what they mean exactly was never published.
/// </remarks>
[JsonConverter(typeof(DagCellConverter))]
public readonly partial record struct DagCell
{
    /// <summary>Most nodes that a cell can have.</summary>
    public const int MostNodes = 6;

    /// <summary>Most inner nodes that can be wide.</summary>
    public const int MostWide = 2;

    private const int Bits = 3; // of an operator; that of edge i → j is number j (j − 1) / 2 + i
    private const int GateShift = 48; // from here a bit for each node
    private const int WideShift = 56;

    private readonly ulong genes;

    private DagCell(int nodes, ulong genes) => (Nodes, this.genes) = (nodes, genes);

    /// <summary>Number of nodes n.</summary>
    public int Nodes { get; }

    /// <summary>How many inner nodes, from node 1 on, carry more channels than the cell's output: 0, 1 or 2.</summary>
    public int Wide => (int)(genes >> WideShift) & 3;

    /// <summary>Which node feeds which.</summary>
    public Wiring Wiring
    {
        get
        {
            var bits = 0UL;
            for (var (edge, left) = (0, genes & ((1UL << GateShift) - 1)); left != 0; edge++, left >>= Bits)
            {
                bits |= (left & 7) != 0 ? 1UL << edge : 0;
            }

            return Wiring.OfBits(Nodes, bits);
        }
    }

    /// <summary>Whether a path of operators leads from the input to the output.</summary>
    public bool IsValid => Wiring.OnPaths().Count > 0;

    /// <summary>The operator on an edge.</summary>
    /// <param name="from">The node that is read.</param>
    /// <param name="to">The node that reads.</param>
    /// <exception cref="ArgumentException">The edge does not lead from a lower to a higher node of the cell.</exception>
    public CellOperator this[int from, int to] => (CellOperator)(genes >> Bits * Index(from, to) & 7);

    /// <summary>A cell of given edges, all other genes 0.</summary>
    /// <param name="nodes">Number of nodes, 2…<see cref="MostNodes"/>.</param>
    /// <param name="edges">The edges; of one that is given twice the last counts.</param>
    /// <exception cref="ArgumentException">There are fewer or more nodes, or an edge does not lead from a lower to a higher node.</exception>
    public static DagCell Of(int nodes, params IEnumerable<(int From, int To, CellOperator Operator)> edges)
    {
        ArgumentNullException.ThrowIfNull(edges);
        var cell = nodes is >= 2 and <= MostNodes ? new DagCell(nodes, 0)
            : throw new ArgumentOutOfRangeException(nameof(nodes), nodes, $"A cell has 2 to {MostNodes} nodes.");
        foreach (var (from, to, one) in edges)
        {
            cell = cell.With(from, to, one);
        }

        return cell;
    }

    /// <summary>The same cell with another operator on an edge.</summary>
    /// <param name="from">The node that is read.</param>
    /// <param name="to">The node that reads.</param>
    /// <param name="one">The operator.</param>
    /// <exception cref="ArgumentException">The edge does not lead from a lower to a higher node of the cell, or there is no such operator.</exception>
    public DagCell With(int from, int to, CellOperator one)
    {
        var shift = Bits * Index(from, to);
        return Enum.IsDefined(one) ? new(Nodes, genes & ~(7UL << shift) | (ulong)one << shift) : throw new ArgumentException($"There is no operator {one}.", nameof(one));
    }

    /// <summary>Whether a node multiplies what arrives from its last source, channel by channel, by the sigmoid of the mean of all else that arrives; otherwise it adds.</summary>
    /// <param name="node">A node; one that fewer than two edges lead to has nothing to gate.</param>
    public bool Gates(int node) => (genes >> GateShift + node & 1) == 1;

    /// <summary>The same cell with a node that gates or adds.</summary>
    /// <param name="node">A node, 2…n − 1.</param>
    /// <param name="gates">Whether it gates.</param>
    /// <exception cref="ArgumentOutOfRangeException">The node is not in that range.</exception>
    public DagCell WithGate(int node, bool gates = true) => node >= 2 && node < Nodes ? new(Nodes, genes & ~(1UL << GateShift + node) | (gates ? 1UL : 0) << GateShift + node)
        : throw new ArgumentOutOfRangeException(nameof(node), node, $"Nodes 2 to {Nodes - 1} of a cell of {Nodes} nodes can gate.");

    /// <summary>The same cell with more or fewer wide nodes.</summary>
    /// <param name="wide">How many inner nodes are wide, 0…min(n − 2, 2).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is not in that range.</exception>
    public DagCell WithWide(int wide) => wide >= 0 && wide <= Math.Min(Nodes - 2, MostWide) ? new(Nodes, genes & ~(3UL << WideShift) | (ulong)wide << WideShift)
        : throw new ArgumentOutOfRangeException(nameof(wide), wide, $"A cell of {Nodes} nodes has 0 to {Math.Min(Nodes - 2, MostWide)} wide nodes.");

    /// <summary>In how many genes two cells of equally many nodes differ.</summary>
    /// <param name="other">The other cell.</param>
    /// <exception cref="ArgumentException">It has another number of nodes.</exception>
    public int Distance(DagCell other)
    {
        if (other.Nodes != Nodes)
        {
            throw new ArgumentException($"Cells of {Nodes} and of {other.Nodes} nodes have no genes in common.", nameof(other));
        }

        var difference = genes ^ other.genes;
        var edges = difference & ((1UL << GateShift) - 1);
        var gates = difference >> GateShift & 0xFF;
        return BitOperations.PopCount((edges | edges >> 1 | edges >> 2) & FirstBits) + BitOperations.PopCount(gates) + (difference >> WideShift != 0 ? 1 : 0);
    }

    private const ulong FirstBits = 0x0492_4924_9249; // of the 15 operators

    private int Index(int from, int to) => from >= 0 && from < to && to < Nodes ? to * (to - 1) / 2 + from
        : throw new ArgumentException($"{from}>{to} is no edge of a cell of {Nodes} nodes; an edge leads from a lower to a higher one of 0…{Nodes - 1}.");
}
