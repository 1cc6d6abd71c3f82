using System.Collections.Immutable;
using System.Numerics;

namespace NasKit.Spaces;

/// <summary>Which genes the cells of a search have, and which values: the raw space of cells.</summary>
/// <remarks>Cells are drawn and changed gene by gene; those without a path from input to output are drawn again.</remarks>
public sealed record CellAlphabet
{
    /// <summary>4 nodes with the five operators of the small plan, sums only: 15,625 cells, of which 15,284 have a path and 9,444 differ once dead edges are gone.</summary>
    public static CellAlphabet Laptop { get; } = new();

    /// <summary>Nodes of a cell, 2…<see cref="DagCell.MostNodes"/>. Released AutoSpace files: 4.</summary>
    public int Nodes { get; init; } = 4;

    /// <summary>The operators that an edge can have; the first is <see cref="CellOperator.None"/>.</summary>
    public ImmutableArray<CellOperator> Operators { get; init; } = [CellOperator.None, CellOperator.Identity, CellOperator.Pointwise, CellOperator.Depthwise3, CellOperator.Depthwise5];

    /// <summary>Whether nodes may gate instead of adding.</summary>
    public bool Gates { get; init; }

    /// <summary>The most wide nodes, 0…2; 0 leaves that gene out. Released AutoSpace files: 2.</summary>
    public int Wide { get; init; }

    /// <summary>Number of genes.</summary>
    public int Genes => Edges + (Gates ? Nodes - 2 : 0) + (Wide > 0 ? 1 : 0);

    /// <summary>Number of cells, with and without a path.</summary>
    public BigInteger Size => Enumerable.Range(0, Genes).Aggregate(BigInteger.One, (product, gene) => product * Values(gene));

    private int Edges => Nodes * (Nodes - 1) / 2;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(CellAlphabet),
        (Nodes is >= 2 and <= DagCell.MostNodes, $"Nodes = {Nodes} must be in 2…{DagCell.MostNodes}"),
        (Operators is [CellOperator.None, _, ..] && Operators.Distinct().Count() == Operators.Length && Operators.All(Enum.IsDefined), $"Operators = [{string.Join(", ", Operators)}] must be None and at least one other, each once"),
        (Wide >= 0 && Wide <= Math.Min(Math.Max(0, Nodes - 2), DagCell.MostWide), $"Wide = {Wide} must be in 0…{Math.Min(Math.Max(0, Nodes - 2), DagCell.MostWide)}"));

    /// <summary>Whether a cell has only genes of this alphabet.</summary>
    /// <param name="cell">The cell.</param>
    public bool Contains(DagCell cell)
    {
        var operators = Operators;
        return cell.Nodes == Nodes && cell.Wide <= Wide && cell.Wiring.Edges.All(edge => operators.Contains(cell[edge.From, edge.To])) && (Gates || !Enumerable.Range(0, Nodes).Any(cell.Gates));
    }

    /// <summary>All cells, with and without a path, in the order of their genes.</summary>
    public IEnumerable<DagCell> All()
    {
        var (values, cell) = (new int[Genes], DagCell.Of(Nodes));
        while (true)
        {
            yield return cell;
            var gene = 0;
            while (gene < values.Length && ++values[gene] == Values(gene))
            {
                values[gene] = 0;
                cell = With(cell, gene++, 0);
            }

            if (gene == values.Length)
            {
                yield break;
            }

            cell = With(cell, gene, values[gene]);
        }
    }

    /// <summary>Draws a cell with a path from input to output: every gene uniformly, again and again until there is one.</summary>
    /// <param name="rng">Source of the draws.</param>
    public DagCell Sample(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        while (true)
        {
            var cell = DagCell.Of(Nodes);
            for (var gene = 0; gene < Genes; gene++)
            {
                cell = With(cell, gene, rng.NextInt(Values(gene)));
            }

            if (cell.IsValid)
            {
                return cell;
            }
        }
    }

    /// <summary>Changes exactly one gene, uniform over genes and then over their other values; drawn again until the child has a path and is another network than its parent.</summary>
    /// <param name="parent">A cell of this alphabet with a path.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <returns>The child, as drawn: its dead edges are kept. Where no gene alone makes another network, as from one edge of the only operator, the same network with a dead edge more or less.</returns>
    /// <exception cref="ArgumentException">The parent has no path, or genes that this alphabet lacks, or no other cell with a path is one gene away.</exception>
    /// <remarks>Source: AutoSpace's local mutation, figure 2; what it changes and how was never published.</remarks>
    public DagCell Mutate(DagCell parent, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        Check(parent);
        var before = parent.Canonical();
        const int MostDraws = 2000; // of at most 100 children; half of them for another network
        for (var draw = 0; draw < MostDraws; draw++)
        {
            var gene = rng.NextInt(Genes);
            var (value, other) = (Value(parent, gene), rng.NextInt(Values(gene) - 1));
            var child = With(parent, gene, other < value ? other : other + 1);
            if (child.IsValid && (draw >= MostDraws / 2 || child.Canonical() != before))
            {
                return child;
            }
        }

        throw new ArgumentException($"Cell '{parent}' cannot be changed: no other cell of {this} has a path and is one gene away. Use more nodes or operators.", nameof(parent));
    }

    /// <summary>Says why a cell is none of this alphabet's.</summary>
    /// <param name="cell">The cell.</param>
    /// <exception cref="ArgumentException">It has no path, or genes that this alphabet lacks.</exception>
    public void Check(DagCell cell)
    {
        if (!cell.IsValid)
        {
            throw new ArgumentException($"Cell '{cell}' has no path from node 0 to node {cell.Nodes - 1}; connect its input with its output.", nameof(cell));
        }

        if (!Contains(cell))
        {
            throw new ArgumentException($"Cell '{cell}' has genes beyond its alphabet: {this}.", nameof(cell));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Nodes} nodes; {string.Join(", ", Operators.Select(one => one.Name()))}; {(Gates ? "gates" : "sums")}; at most {Wide} wide";

    private int Values(int gene) => gene < Edges ? Operators.Length : Gates && gene < Edges + Nodes - 2 ? 2 : Wide + 1;

    private int Value(DagCell cell, int gene) => gene < Edges ? Operators.IndexOf(cell[Edge(gene).From, Edge(gene).To])
        : Gates && gene < Edges + Nodes - 2 ? cell.Gates(gene - Edges + 2) ? 1 : 0 : cell.Wide;

    private DagCell With(DagCell cell, int gene, int value) => gene < Edges ? cell.With(Edge(gene).From, Edge(gene).To, Operators[value])
        : Gates && gene < Edges + Nodes - 2 ? cell.WithGate(gene - Edges + 2, value == 1) : cell.WithWide(value);

    private static (int From, int To) Edge(int gene)
    {
        var to = 1;
        while (gene >= to)
        {
            gene -= to++;
        }

        return (gene, to);
    }
}
