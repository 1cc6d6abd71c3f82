using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    private const double NodePx = 34;

    private static (JsonArray Traces, JsonObject Layout) CellFigure(IReadOnlyList<ArchitectureDrawing> cells)
    {
        var nodes = cells.Max(cell => cell.Nodes);
        var columnPx = (Width - 84) / (nodes - 0.5);
        // A name takes about a hundred pixels; where nodes are closer, edges bow out to make room for it.
        var crowded = columnPx < 120;
        var rowPx = crowded ? 46.0 : 70;
        var traces = new JsonArray();
        var notes = new JsonArray();
        var top = 0.0;
        foreach (var cell in cells)
        {
            var heights = new ArcHeights(cell.Edges, crowded ? 1.6 : 0);
            var line = top - heights.Above - (cell.Kind.Length > 0 ? 1.1 : 0.35);
            var bottom = line - heights.Below - (cell.Joined.Length > 0 ? 1.1 : 0.35);
            if (cell.Kind.Length > 0) notes.Add(PlotlyJson.Note($"<b>{PlotlyJson.Escape(cell.Kind)}</b>", "x", -0.25, "y", PlotlyJson.Number(top - 0.1), "left", "top", 12));
            DrawCell(cell, heights, line, columnPx, rowPx, crowded, traces, notes);
            top = bottom - (cell == cells[^1] ? 0 : 0.3);
        }
        var height = 61 + (int)Math.Round(rowPx * -top);
        var layout = PlotlyJson.Layout(cells[0].Title, "", Width, height, traces);
        layout["xaxis"] = HiddenAxis(-0.25, nodes - 0.75);
        layout["yaxis"] = HiddenAxis(top, 0);
        layout["annotations"] = notes;
        ForDrawing(layout);
        return (traces, layout);
    }

    private static void DrawCell(ArchitectureDrawing cell, ArcHeights heights, double line, double columnPx, double rowPx, bool crowded, JsonArray traces, JsonArray notes)
    {
        const int Samples = 64;
        if (cell.Joined.Length > 0) DrawJoin(cell, line, line - heights.Below - 0.8, rowPx, traces, notes);
        foreach (var (edge, height) in cell.Edges.Zip(heights.Of))
        {
            // Half an ellipse over the line of nodes; neighbours are joined straight where a name fits between them.
            var points = Enumerable.Range(0, Samples + 1).Select(i =>
            {
                var angle = Math.PI * i / Samples;
                return (X: ((edge.From + edge.To) / 2.0) - ((edge.To - edge.From) / 2.0 * Math.Cos(angle)), Y: line + (height * Math.Sin(angle)));
            }).TakeWhile(point => Math.Pow((edge.To - point.X) * columnPx, 2) + Math.Pow((point.Y - line) * rowPx, 2) > Math.Pow(0.75 * NodePx, 2)).ToArray();
            var (colour, dash) = OperatorLook(edge.Operator);
            var curve = CellLine(points.Select(point => point.X), points.Select(point => point.Y), colour, edge.Operator.IsNothing ? 1.2 : 2.4, edge.Operator.Name);
            curve["line"]!["dash"] = dash;
            curve["hoverinfo"] = "text";
            curve["text"] = PlotlyJson.Escape(Described(edge.Operator, $"{cell.Named(edge.From)} → {cell.Named(edge.To)}: "));
            traces.Add(curve);
            var label = PlotlyJson.Note(
                PlotlyJson.Escape(edge.Operator.Name), "x", PlotlyJson.Number((edge.From + edge.To) / 2.0), "y", PlotlyJson.Number(line + height), "center", height < 0 ? "top" : "bottom");
            if (edge.Operator.IsNothing) label["font"]!["color"] = Palette.Muted;
            // Other edges pass behind the names.
            if (crowded) label["bgcolor"] = "rgba(255,255,255,0.8)";
            notes.Add(label);
            if (edge.Operator.IsNothing) continue;
            // It ends before the node's rim, which takes more of a narrow figure.
            notes.Add(Arrow(points[^Math.Min(6, points.Length)], points[^1], colour));
        }
        traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["name"] = "nodes",
            ["x"] = PlotlyJson.Numbers(Enumerable.Range(0, cell.Nodes).Select(node => (double)node)),
            ["y"] = PlotlyJson.Numbers(Enumerable.Repeat(line, cell.Nodes)),
            ["text"] = new JsonArray([.. Enumerable.Range(0, cell.Nodes).Select(node => (JsonNode)(
                node == cell.Nodes - 1 ? "out" : node >= cell.Inputs ? $"{node}" : cell.Inputs == 1 ? "in" : $"c<sub>k-{cell.Inputs - node}</sub>"))]),
            ["textfont"] = new JsonObject { ["size"] = 12, ["color"] = Palette.Ink },
            ["marker"] = new JsonObject { ["size"] = NodePx, ["color"] = "#ffffff", ["line"] = new JsonObject { ["color"] = Palette.Ink, ["width"] = 1.4 } },
            ["hoverinfo"] = "skip",
            ["showlegend"] = false,
        });
    }

    /// <summary>A line under the cell that gathers the nodes whose outputs stand side by side in the cell's.</summary>
    private static void DrawJoin(ArchitectureDrawing cell, double line, double rail, double rowPx, JsonArray traces, JsonArray notes)
    {
        JsonArray x = [], y = [];
        foreach (var node in cell.Joined.Append(cell.Nodes - 1))
        {
            foreach (var place in new[] { (double?)line, rail, null })
            {
                x.Add(place is null ? null : PlotlyJson.Number(node));
                y.Add(place is { } at ? PlotlyJson.Number(at) : null);
            }
        }
        foreach (var node in new[] { cell.Joined.Min(), cell.Nodes - 1 })
        {
            x.Add(PlotlyJson.Number(node));
            y.Add(PlotlyJson.Number(rail));
        }
        var lines = CellLine([], [], Palette.Dominated, 1.4, "joined");
        (lines["x"], lines["y"]) = (x, y);
        traces.Add(lines);
        notes.Add(Arrow((cell.Nodes - 1, rail), (cell.Nodes - 1, line - (0.8 * NodePx / rowPx)), Palette.Dominated));
        var name = PlotlyJson.Note("concat", "x", PlotlyJson.Number(cell.Nodes - 1.5), "y", PlotlyJson.Number(rail), "center", "bottom", 10);
        name["font"]!["color"] = Palette.Muted;
        notes.Add(name);
    }

    private static JsonObject CellLine(IEnumerable<double> x, IEnumerable<double> y, string colour, double width, string name) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = PlotlyJson.Escape(name),
        ["x"] = PlotlyJson.Numbers(x),
        ["y"] = PlotlyJson.Numbers(y),
        ["line"] = new JsonObject { ["color"] = colour, ["width"] = width },
        ["hoverinfo"] = "skip",
        ["showlegend"] = false,
    };
}
