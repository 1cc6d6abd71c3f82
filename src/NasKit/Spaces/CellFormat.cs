namespace NasKit.Spaces;

/// <summary>The strings of cells, one for each layer, where every edge is a decision: <c>0&gt;3:dw3|0&gt;1:1x1,1&gt;3:dw5</c>.</summary>
/// <param name="nodes">Nodes of a cell.</param>
internal sealed class CellFormat(int nodes) : ArchitectureFormat
{
    public const char Separator = '|';

    private readonly (int From, int To)[] edges = [.. Wiring.Full(nodes).Edges];

    public override string Write(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return string.Join(Separator, architecture.Choices.Chunk(edges.Length).Select((choices, layer) => DagCell.Of(nodes, edges.Select(
            (edge, i) => (edge.From, edge.To, CellOperatorNames.Of(architecture.Space.Decisions[layer * edges.Length + i].Labels[choices[i]])!.Value)))));
    }

    public override int[] Read(SearchSpace space, string text)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(Separator);
        if (parts.Length * edges.Length != space.Decisions.Length)
        {
            throw new FormatException($"'{text}' has {parts.Length} cells separated by '{Separator}', expected {space.Decisions.Length / edges.Length}, one for each layer of {space.Name}.");
        }

        return [.. parts.SelectMany((part, layer) => Choices(space, part, layer))];
    }

    private IEnumerable<int> Choices(SearchSpace space, string part, int layer)
    {
        var cell = DagCell.Parse(part);
        if (cell.Nodes != nodes || cell.Wide > 0 || Enumerable.Range(0, nodes).Any(cell.Gates))
        {
            throw new FormatException($"Cell '{part}' of layer {layer + 1} is none of {space.Name}, expected {nodes} nodes without gates and wide nodes.");
        }

        return edges.Select((edge, i) => space.Decisions[layer * edges.Length + i].Labels.IndexOf(cell[edge.From, edge.To].Name()) is >= 0 and var choice ? choice
            : throw new FormatException($"Edge {edge.From}>{edge.To} of cell '{part}' has an operator that {space.Name} lacks, expected one of {string.Join(", ", space.Decisions[0].Labels)}."));
    }
}
