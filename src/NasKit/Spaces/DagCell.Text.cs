using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace NasKit.Spaces;

/// <content>The string form, as <c>0&gt;1:1x1,1&gt;2:dw3,2&gt;3:1x1</c>.</content>
public readonly partial record struct DagCell
{
    private const string Form = "FROM>TO:OPERATOR,… with ;gate=NODE, ;wide=COUNT and ;nodes=COUNT where they are needed, such as 0>1:1x1,1>2:dw3,2>3:1x1";

    /// <summary>Reads a cell from its string.</summary>
    /// <param name="text">Edges with their operators, separated by commas; then, where they are not 0, <c>;gate=NODE</c> for each gate, <c>;wide=COUNT</c>, and <c>;nodes=COUNT</c> where no edge leads to the last node.</param>
    /// <exception cref="FormatException">The string is not of that form; the message names the part.</exception>
    public static DagCell Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(';');
        var edges = parts[0].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(part => Edge(text, part)).ToArray();
        var settings = parts.Skip(1).Select(part => part.Split('=') is [var name, var value] && name is "gate" or "wide" or "nodes" && Number(value) is { } number ? (Name: name, Number: number)
            : throw new FormatException($"'{part}' in cell '{text}' is no gene; expected gate=NODE, wide=COUNT or nodes=COUNT.")).ToArray();
        var nodes = settings.Where(one => one.Name == "nodes").Select(one => one.Number).Append(edges.Select(edge => edge.To + 1).DefaultIfEmpty().Max()).Max();
        if (nodes is < 2 or > MostNodes)
        {
            throw new FormatException($"Cell '{text}' has {nodes} nodes, expected 2 to {MostNodes}: {Form}.");
        }

        if (edges.GroupBy(edge => (edge.From, edge.To)).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new FormatException($"Cell '{text}' has {twice.Count()} operators on edge {twice.Key.From}>{twice.Key.To}, expected one.");
        }

        try
        {
            return settings.Aggregate(Of(nodes, edges), (cell, one) => one.Name == "gate" ? cell.WithGate(one.Number) : one.Name == "wide" ? cell.WithWide(one.Number) : cell);
        }
        catch (ArgumentException e)
        {
            throw new FormatException($"Cell '{text}' cannot be: {e.Message}", e);
        }
    }

    /// <summary>The string that <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        var cell = this;
        var edges = Wiring.Edges.ToArray();
        IEnumerable<string> parts =
        [
            string.Join(',', edges.Select(edge => $"{edge.From}>{edge.To}:{cell[edge.From, edge.To].Name()}")),
            .. Enumerable.Range(0, Nodes).Where(cell.Gates).Select(node => $"gate={node}"),
            .. Wide > 0 ? new[] { $"wide={Wide}" } : [],
            .. edges.Length == 0 || edges[^1].To != Nodes - 1 ? new[] { $"nodes={Nodes}" } : [],
        ];
        return string.Join(';', parts);
    }

    private static (int From, int To, CellOperator Operator) Edge(string text, string part)
    {
        if (part.Split(':') is not [var edge, var name] || edge.Split('>') is not [var first, var second] || Number(first) is not { } from || Number(second) is not { } to || from >= to)
        {
            throw new FormatException($"'{part}' in cell '{text}' is no edge; expected FROM>TO:OPERATOR with FROM below TO, such as 0>1:dw3.");
        }

        return CellOperatorNames.Of(name) is { } one ? (from, to, one)
            : throw new FormatException($"Edge {edge} of cell '{text}' has the operator '{name}', expected one of {CellOperatorNames.List}.");
    }

    private static int? Number(string text) => text.Length == 1 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>Cells in JSON are their strings.</summary>
internal sealed class DagCellConverter : JsonConverter<DagCell>
{
    public override DagCell Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DagCell.Parse(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, DagCell value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public override DagCell ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => DagCell.Parse(reader.GetString()!);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, DagCell value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString());
}
