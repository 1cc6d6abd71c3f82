using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Draws cells whose operators stand on their nodes, under one another: an arc for each edge, leaves filled, nodes that are not reached pale.</summary>
    /// <param name="title">Title above the drawing.</param>
    /// <param name="cells">The cells, under different names; at least one.</param>
    /// <returns>A figure whose table says what each node reads.</returns>
    public static Figure Wirings(string title, params IReadOnlyList<WiringDrawing> cells)
    {
        ArgumentNullException.ThrowIfNull(title);
        var problems = new ChartProblems("Wirings");
        if (problems.List("cells", cells))
        {
            problems.Require(cells.Count > 0, "There is no cell to draw.");
            problems.Names("cells", cells.Select(cell => cell.Name));
        }
        problems.Throw();
        const double RowPx = 62;
        var nodes = cells.Max(cell => cell.Wiring.Nodes);
        var columnPx = (Width - 84) / (nodes - 0.5);
        JsonArray traces = [], notes = [];
        var top = 0.0;
        foreach (var cell in cells)
        {
            notes.Add(PlotlyJson.Note($"<b>{PlotlyJson.Escape(cell.Name)}</b>", "x", -0.25, "y", PlotlyJson.Number(top), "left", "top", 12));
            var line = top - Math.Max(0.25, ArcOf(0, cell.Wiring.Edges.Max(edge => edge.To - edge.From))) - 0.5; // below the name
            DrawWiring(cell, line, columnPx, RowPx, traces, notes);
            top = line - 0.8;
        }
        var layout = PlotlyJson.Layout(title, "", Width, 61 + (int)Math.Round(RowPx * -top), traces);
        layout["xaxis"] = HiddenAxis(-0.25, nodes - 0.75);
        layout["yaxis"] = HiddenAxis(top, 0);
        layout["annotations"] = notes;
        ForDrawing(layout);
        var counts = string.Join("; ", cells.Select(cell => $"{cell.Name}: {cell.Wiring.Count} edges, leaves {string.Join(", ", cell.Wiring.Leaves)}"));
        var rows = cells.SelectMany(cell => Enumerable.Range(0, cell.Wiring.Nodes).Select(IReadOnlyList<object?> (node) =>
            [cell.Name, node, cell.Labels[node], node == 0 ? null : string.Join(", ", cell.Wiring.Predecessors(node)), cell.Wiring.Leaves.Contains(node) ? "yes" : ""]));
        return Make("wirings", title, traces, layout, ChartAxis.Opening(title, $"{counts}. Filled nodes are leaves; pale ones are not reached."), new(["cell", "node", "operator", "reads", "leaf"], rows));
    }

    // Neighbours are joined straight; the farther apart two nodes are, the higher is their arc.
    private static double ArcOf(int from, int to) => 0.36 * (to - from - 1);

    private static void DrawWiring(WiringDrawing cell, double line, double columnPx, double rowPx, JsonArray traces, JsonArray notes)
    {
        const int Samples = 64;
        foreach (var (from, to) in cell.Wiring.Edges)
        {
            var points = Enumerable.Range(0, Samples + 1).Select(i =>
            {
                var angle = Math.PI * i / Samples;
                return (X: ((from + to) / 2.0) - ((to - from) / 2.0 * Math.Cos(angle)), Y: line + (ArcOf(from, to) * Math.Sin(angle)));
            }).TakeWhile(point => Math.Pow((to - point.X) * columnPx, 2) + Math.Pow((point.Y - line) * rowPx, 2) > Math.Pow(0.75 * NodePx, 2)).ToArray();
            var colour = Palette.Colour(from);
            traces.Add(CellLine(points.Select(point => point.X), points.Select(point => point.Y), colour, 2, $"{from} to {to}"));
            notes.Add(Arrow(points[^Math.Min(6, points.Length)], points[^1], colour));
        }
        var leaves = cell.Wiring.Leaves;
        bool Reached(int node) => node == 0 || !cell.Wiring.Predecessors(node).IsEmpty;
        var all = Enumerable.Range(0, cell.Wiring.Nodes).ToArray();
        traces.Add(new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["name"] = PlotlyJson.Escape($"{cell.Name}: nodes"),
            ["x"] = PlotlyJson.Numbers(all.Select(node => (double)node)),
            ["y"] = PlotlyJson.Numbers(all.Select(_ => line)),
            ["text"] = PlotlyJson.Texts(all.Select(node => node == 0 ? "in" : $"{node}")),
            ["textfont"] = new JsonObject { ["size"] = 12, ["color"] = Palette.Ink },
            ["marker"] = new JsonObject
            {
                ["size"] = NodePx,
                ["color"] = new JsonArray([.. all.Select(node => (JsonNode)(leaves.Contains(node) ? Palette.Grid : "#ffffff"))]),
                ["line"] = new JsonObject { ["color"] = new JsonArray([.. all.Select(node => (JsonNode)(Reached(node) ? Palette.Ink : Palette.Dominated))]), ["width"] = 1.4 },
            },
            ["hoverinfo"] = "skip",
            ["showlegend"] = false,
        });
        foreach (var node in all)
        {
            var label = PlotlyJson.Note(PlotlyJson.Escape(cell.Labels[node]), "x", node, "y", PlotlyJson.Number(line - 0.32), "center", "top");
            if (!Reached(node)) label["font"]!["color"] = Palette.Dominated;
            notes.Add(label);
        }
    }
}
