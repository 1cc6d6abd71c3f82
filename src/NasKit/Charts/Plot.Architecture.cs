using System.Text.Json.Nodes;
using NasKit.Spaces;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Draws an architecture: a cell as a graph, several kinds of cells under one another, a chain as rows of blocks.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="title">Title above the drawing.</param>
    public static Figure Architecture(Architecture architecture, string title = "")
    {
        ArgumentNullException.ThrowIfNull(title);
        return Drawn([.. ArchitectureDrawing.Cells(architecture).Select(cell => cell with { Title = title })]);
    }

    /// <summary>Draws an architecture, or one kind of its cells.</summary>
    /// <param name="data">What is drawn.</param>
    /// <returns>A figure whose table lists the operators with their shapes and costs.</returns>
    public static Figure Architecture(ArchitectureDrawing data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return Drawn([data]);
    }

    /// <summary>Draws several cells under one another.</summary>
    /// <param name="title">Title above the drawing.</param>
    /// <param name="cells">The cells, at least one, each with its name above; their drawings as of <see cref="ArchitectureDrawing.Of(CellSpec, string)"/>.</param>
    /// <exception cref="ArgumentException">There is none, or one is a chain of blocks.</exception>
    public static Figure Cells(string title, params IReadOnlyList<ArchitectureDrawing> cells)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(cells);
        return cells.Count > 0 && cells.All(cell => cell.Nodes > 0) ? Drawn([.. cells.Select(cell => cell with { Title = title })])
            : throw new ArgumentException("Give at least one cell, and no chain of blocks.", nameof(cells));
    }

    private static Figure Drawn(IReadOnlyList<ArchitectureDrawing> drawings)
    {
        var data = drawings[0];
        var figure = data.Nodes > 0 ? CellFigure(drawings) : ChainFigure(data);
        return Make("architecture", data.Title.Length > 0 ? data.Title : (data.Architecture?.Space.Name ?? "cell") + " architecture", figure.Traces, figure.Layout, ArchitectureDrawing.CaptionOf(drawings), OperatorTable(drawings));
    }

    private static (JsonArray Traces, JsonObject Layout) ChainFigure(ArchitectureDrawing data)
    {
        var traces = new JsonArray();
        var rows = data.Blocks.Max(block => block.Row) + 1;
        var path = new List<(double X, double Y)>();
        DrawnBlock? last = null;
        foreach (var block in data.Blocks)
        {
            if (last is { } before && before.Row != block.Row) path.AddRange([(before.Column + 0.52, before.Row), (before.Column + 0.52, before.Row + 0.5), (-0.52, before.Row + 0.5), (-0.52, block.Row)]);
            path.Add((block.Column, block.Row));
            last = block;
        }
        traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = "order",
            ["x"] = PlotlyJson.Numbers(path.Select(point => point.X)),
            ["y"] = PlotlyJson.Numbers(path.Select(point => point.Y)),
            ["line"] = new JsonObject { ["color"] = Palette.Dominated, ["width"] = 1.4 },
            ["hoverinfo"] = "skip",
            ["showlegend"] = false,
        });
        foreach (var kind in data.Blocks.GroupBy(block => block.Operator.Name))
        {
            var (colour, dash) = OperatorLook(kind.First().Operator);
            JsonArray x = [], y = [];
            foreach (var block in kind)
            {
                foreach (var (dx, dy) in new[] { (-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1) })
                {
                    x.Add(PlotlyJson.Number(block.Column + (0.46 * dx)));
                    y.Add(PlotlyJson.Number(block.Row + (0.4 * dy)));
                }
                x.Add(null);
                y.Add(null);
            }
            traces.Add(new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = PlotlyJson.Escape(kind.Key),
                ["x"] = x,
                ["y"] = y,
                ["fill"] = "toself",
                ["fillcolor"] = Pale(colour),
                ["line"] = new JsonObject { ["color"] = colour, ["width"] = 1.4, ["dash"] = dash },
                ["hoverinfo"] = "skip",
                ["showlegend"] = false,
            });
        }
        traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "text",
            ["name"] = "blocks",
            ["x"] = PlotlyJson.Numbers(data.Blocks.Select(block => (double)block.Column)),
            ["y"] = PlotlyJson.Numbers(data.Blocks.Select(block => (double)block.Row)),
            // Kind above, numbers below: a block is narrow.
            ["text"] = new JsonArray([.. data.Blocks.Select(block => (JsonNode)string.Join("<br>", block.Operator.Name.Split(' ', 2).Select(PlotlyJson.Escape)))]),
            ["textfont"] = new JsonObject { ["size"] = 9.5, ["color"] = Palette.Ink },
            ["hoverinfo"] = "text",
            ["hovertext"] = PlotlyJson.Texts(data.Blocks.Select((block, i) => Described(block.Operator, $"{i + 1}: "))),
            ["showlegend"] = false,
        });
        var layout = PlotlyJson.Layout(data.Title, "", Width, 60 + (66 * rows), traces);
        layout["xaxis"] = HiddenAxis(-0.56, ArchitectureDrawing.Columns - 0.44);
        var resolutions = HiddenAxis(rows - 0.5, -0.5);
        if (data.Blocks.All(block => block.Operator.Operator is not null))
        {
            resolutions.Remove("visible");
            foreach (var (key, value) in new (string, JsonNode)[] { ("showgrid", false), ("zeroline", false), ("showline", false), ("automargin", true) }) resolutions[key] = value;
            resolutions["tickvals"] = PlotlyJson.Numbers(Enumerable.Range(0, rows).Select(row => (double)row));
            resolutions["ticktext"] = PlotlyJson.Texts(Enumerable.Range(0, rows).Select(row => data.Resolution(row) is { } shape ? $"{shape.Height}×{shape.Width}" : ""));
        }
        layout["yaxis"] = resolutions;
        ForDrawing(layout);
        return (traces, layout);
    }

    private static JsonObject HiddenAxis(double from, double to) => new() { ["range"] = PlotlyJson.Numbers([from, to]), ["visible"] = false };

    private static void ForDrawing(JsonObject layout)
    {
        layout["margin"]!["l"] = 60;
        layout["margin"]!["b"] = 14;
    }

    private static JsonObject Arrow((double X, double Y) from, (double X, double Y) to, string colour) => new()
    {
        ["text"] = "",
        ["showarrow"] = true,
        ["arrowhead"] = 2,
        ["arrowsize"] = 1.2,
        ["arrowwidth"] = 1.8,
        ["arrowcolor"] = colour,
        ["xref"] = "x",
        ["yref"] = "y",
        ["axref"] = "x",
        ["ayref"] = "y",
        ["x"] = PlotlyJson.Number(to.X),
        ["y"] = PlotlyJson.Number(to.Y),
        ["ax"] = PlotlyJson.Number(from.X),
        ["ay"] = PlotlyJson.Number(from.Y),
    };

    private static (string Colour, string Dash) OperatorLook(DrawnOperator one) => one switch
    {
        { IsNothing: true } => (Palette.Dominated, "dot"),
        { Operator: IdentitySpec } => (Palette.Muted, "dash"),
        { Candidate: { } candidate } => (Palette.Colour(candidate), "solid"),
        _ => (Palette.Muted, "solid"),
    };

    // Opaque, so that the line behind does not show.
    private static string Pale(string colour)
    {
        int Part(int place) => (int)Math.Round(255 - (0.16 * (255 - Convert.ToInt32(colour.Substring(place, 2), 16))));
        return $"#{Part(1):x2}{Part(3):x2}{Part(5):x2}";
    }

    private static string Described(DrawnOperator one, string lead) => one.Operator is not { } spec ? lead + one.Name
        : $"{lead}{one.Name}\n{spec.Input} to {spec.Output}\n{PlotlyJson.Compact(spec.Parameters)} parameters, {PlotlyJson.Compact(spec.Macs)} MACs";

    private static TextTable OperatorTable(IReadOnlyList<ArchitectureDrawing> drawings)
    {
        var kinds = drawings.Count > 1;
        var rows = drawings.SelectMany(data => data.Nodes > 0
            ? data.Edges.Select(edge => (data.Kind, Place: $"{data.Named(edge.From)} → {data.Named(edge.To)}", edge.Operator)) : data.Blocks.Select((block, i) => (data.Kind, Place: $"{i + 1}", block.Operator)));
        return new([.. kinds ? new[] { "cell" } : [], drawings[0].Nodes > 0 ? "edge" : "block", "operator", "input", "output", "parameters", "MACs"], rows.Select(IReadOnlyList<object?> (row) =>
        [
            .. kinds ? new object[] { row.Kind } : [],
            row.Place, row.Operator.Name, row.Operator.Operator?.Input.ToString(), row.Operator.Operator?.Output.ToString(), row.Operator.Operator?.Parameters, row.Operator.Operator?.Macs,
        ]));
    }
}
