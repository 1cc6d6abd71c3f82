using System.Collections.Immutable;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The weights that several cells of one place share: an operator for each edge and kind, of which a cell runs some.</summary>
internal sealed record CellBankSpec(TensorShape Input, int Channels, int Stride, int Expansion, ImmutableArray<CellPart> Parts) : OperatorSpec(Input)
{
    public override TensorShape Output => Input.Convolved(Channels, 1, Stride);

    public override IEnumerable<Layer> Layers => Parts.SelectMany(part => part.Operator.Layers);

    public override string ShortName => $"bank of {Parts.Length}";

    public override string Key => $"cellbank-{Input}-c{Channels}-s{Stride}-e{Expansion}-{string.Join('/', Parts.Select(part => $"{part.From}>{part.To}:{part.Operator.Key}"))}";

    /// <summary>All that the cells of an alphabet need at a place.</summary>
    public static CellBankSpec Full(CellAlphabet alphabet, TensorShape input, int channels, int stride, int expansion)
    {
        var place = new CellSpec(input, DagCell.Of(alphabet.Nodes, (0, alphabet.Nodes - 1, CellOperator.Pointwise)), channels, stride, expansion);
        var parts = from edge in Wiring.Full(alphabet.Nodes).Edges
                    from one in alphabet.Operators.Skip(1)
                    from wide in Enumerable.Range(0, alphabet.Wide + 1)
                    select place.Part(DagCell.Of(alphabet.Nodes).WithWide(wide), edge.From, edge.To, one);
        return new(input, channels, stride, expansion, [.. parts.Distinct()]);
    }

    public override bool Contains(OperatorSpec smaller) => OfPlace(smaller) is { } parts && parts.All(Parts.Contains);

    public override OperatorSpec? Union(OperatorSpec other) => OfPlace(other) is { } parts ? this with { Parts = [.. Parts.Union(parts)] } : null;

    public override OperatorModule Build(Generator init) => new CellModule(Parts, init);

    public bool Equals(CellBankSpec? other) =>
        other is not null && (Input, Channels, Stride, Expansion) == (other.Input, other.Channels, other.Stride, other.Expansion) && Parts.SequenceEqual(other.Parts);

    public override int GetHashCode() => HashCode.Combine(Input, Channels, Stride, Expansion, Parts.Length);

    private IEnumerable<CellPart>? OfPlace(OperatorSpec other) => other switch
    {
        CellSpec cell when (cell.Input, cell.Channels, cell.Stride, cell.Expansion) == (Input, Channels, Stride, Expansion) => cell.Parts,
        CellBankSpec bank when (bank.Input, bank.Channels, bank.Stride, bank.Expansion) == (Input, Channels, Stride, Expansion) => bank.Parts,
        _ => null,
    };
}
