using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace NasKit.Spaces;

/// <summary>Which node of a small directed acyclic graph feeds which: nodes 0…n−1, every edge leads from a lower to a higher one, node 0 is the input.</summary>
/// <remarks>A value: equal wirings have the same nodes and edges. What stands on nodes and edges is not its matter.</remarks>
public readonly record struct Wiring
{
    /// <summary>Most nodes that a wiring can have.</summary>
    public const int MostNodes = 11; // 55 edges, which one number holds

    private readonly ulong edges;

    private Wiring(int nodes, ulong edges) => (Nodes, this.edges) = (nodes, edges);

    /// <summary>Number of nodes.</summary>
    public int Nodes { get; }

    /// <summary>Number of edges.</summary>
    public int Count => BitOperations.PopCount(edges);

    /// <summary>The edges, by the node that reads, then by the node that is read.</summary>
    public IEnumerable<(int From, int To)> Edges
    {
        get
        {
            for (var to = 1; to < Nodes; to++)
            {
                for (var from = 0; from < to; from++)
                {
                    if (Has(from, to))
                    {
                        yield return (from, to);
                    }
                }
            }
        }
    }

    /// <summary>The edges as bits: that from i to j stands at j (j − 1) / 2 + i.</summary>
    internal ulong Bits => edges;

    /// <summary>The nodes that an input at node 0 reaches and that feed no other, in order: node 0 itself where nothing reads it.</summary>
    public ImmutableArray<int> Leaves
    {
        get
        {
            var (wiring, reached) = (this, Reached());
            return [.. Enumerable.Range(0, Nodes).Where(node => (reached >> node & 1) == 1 && wiring.Successors(node) == 0)];
        }
    }

    /// <summary>The wiring in which every node reads all nodes before it.</summary>
    /// <param name="nodes">Number of nodes, 2…<see cref="MostNodes"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer or more nodes.</exception>
    public static Wiring Full(int nodes) => new(Checked(nodes), (1UL << nodes * (nodes - 1) / 2) - 1);

    /// <summary>A wiring of given edges.</summary>
    /// <param name="nodes">Number of nodes, 2…<see cref="MostNodes"/>.</param>
    /// <param name="edges">The edges; one that is given twice counts once.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer or more nodes.</exception>
    /// <exception cref="ArgumentException">An edge does not lead from a lower to a higher node of the graph.</exception>
    public static Wiring Of(int nodes, params IEnumerable<(int From, int To)> edges) =>
        edges.Aggregate(new Wiring(Checked(nodes), 0), (wiring, edge) => wiring.With(edge.From, edge.To));

    /// <summary>Draws each edge with a probability, again until the input reaches one, and drops those that it does not reach.</summary>
    /// <param name="nodes">Number of nodes, 2…<see cref="MostNodes"/>.</param>
    /// <param name="probability">Probability of an edge, in (0, 1].</param>
    /// <param name="rng">Source of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer or more nodes, or the probability is out of range.</exception>
    public static Wiring Draw(int nodes, double probability, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        if (!(probability is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "The probability of an edge must be in (0, 1].");
        }

        Wiring drawn;
        do
        {
            drawn = Of(nodes, Full(nodes).Edges.Where(_ => rng.NextBool(probability))).Reachable();
        }
        while (drawn.Count == 0);
        return drawn;
    }

    /// <summary>A wiring of edges given as <see cref="Bits"/>.</summary>
    internal static Wiring OfBits(int nodes, ulong edges) => new(Checked(nodes), edges & Full(nodes).edges);

    /// <summary>Reads edges such as <c>0&gt;1 0&gt;2 1&gt;2</c>.</summary>
    /// <param name="nodes">Number of nodes, 2…<see cref="MostNodes"/>.</param>
    /// <param name="text">The edges, separated by spaces.</param>
    /// <exception cref="FormatException">An edge is not of that form or leads backwards.</exception>
    public static Wiring Parse(int nodes, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Of(nodes, text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Edge));

        (int, int) Edge(string edge) => edge.Split('>') is [var from, var to]
            && int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var i)
            && int.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var j) && i < j && j < nodes ? (i, j)
            : throw new FormatException($"'{edge}' in '{text}' is no edge of a graph of {nodes} nodes; expected FROM>TO with 0 ≤ FROM < TO ≤ {nodes - 1}, such as 0>1.");
    }

    /// <summary>Whether one node feeds another.</summary>
    /// <param name="from">The node that is read.</param>
    /// <param name="to">The node that reads.</param>
    public bool Has(int from, int to) => (edges >> Index(from, to) & 1) == 1;

    /// <summary>The same wiring with one more edge.</summary>
    /// <param name="from">The node that is read.</param>
    /// <param name="to">The node that reads.</param>
    /// <exception cref="ArgumentException">The edge does not lead from a lower to a higher node of the graph.</exception>
    public Wiring With(int from, int to) => new(Nodes, edges | 1UL << Index(from, to));

    /// <summary>The same wiring without an edge.</summary>
    /// <param name="from">The node that is read.</param>
    /// <param name="to">The node that reads.</param>
    /// <exception cref="ArgumentException">The edge does not lead from a lower to a higher node of the graph.</exception>
    public Wiring Without(int from, int to) => new(Nodes, edges & ~(1UL << Index(from, to)));

    /// <summary>The nodes that a node reads, in order.</summary>
    /// <param name="node">The node.</param>
    public ImmutableArray<int> Predecessors(int node)
    {
        var wiring = this;
        return [.. Enumerable.Range(0, node).Where(from => wiring.Has(from, node))];
    }

    /// <summary>Without the edges that nothing reaches: those whose source no path from node 0 leads to.</summary>
    public Wiring Reachable()
    {
        var (kept, reached) = (edges, Reached());
        for (var to = 1; to < Nodes; to++)
        {
            kept &= ~(((1UL << to) - 1 & ~reached) << Row(to));
        }

        return new(Nodes, kept);
    }

    /// <summary>Only the edges that lie on a path from node 0 to the last node; none where there is no path.</summary>
    public Wiring OnPaths()
    {
        var kept = Reachable().edges;
        var useful = 1UL << Nodes - 1;
        for (var to = Nodes - 1; to > 0; to--)
        {
            var mask = (1UL << to) - 1;
            if ((useful >> to & 1) == 1)
            {
                useful |= kept >> Row(to) & mask;
            }
            else
            {
                kept &= ~(mask << Row(to));
            }
        }

        return new(Nodes, kept);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', Edges.Select(edge => string.Create(CultureInfo.InvariantCulture, $"{edge.From}>{edge.To}")));

    // The sources of node j stand in j neighbouring bits, so that one shift gives them all.
    private static int Row(int to) => to * (to - 1) / 2;

    private static int Checked(int nodes) => nodes is >= 2 and <= MostNodes ? nodes
        : throw new ArgumentOutOfRangeException(nameof(nodes), nodes, $"A wiring has 2 to {MostNodes} nodes.");

    // Bits of the nodes that a path from node 0 leads to.
    private ulong Reached()
    {
        var reached = 1UL;
        for (var to = 1; to < Nodes; to++)
        {
            reached |= (edges >> Row(to) & (1UL << to) - 1 & reached) != 0 ? 1UL << to : 0;
        }

        return reached;
    }

    private ulong Successors(int from)
    {
        var readers = 0UL;
        for (var to = from + 1; to < Nodes; to++)
        {
            readers |= (edges >> Row(to) + from & 1) << to;
        }

        return readers;
    }

    private int Index(int from, int to) => from >= 0 && from < to && to < Nodes ? Row(to) + from
        : throw new ArgumentException($"{from}>{to} is no edge of a graph of {Nodes} nodes; an edge leads from a lower to a higher one of 0…{Nodes - 1}.");
}
