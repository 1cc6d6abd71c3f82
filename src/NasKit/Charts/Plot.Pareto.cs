using System.Text.Json.Nodes;
using NasKit.Evaluation;
using NasKit.Generators;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>The Pareto chart: every run's points over cost, dominated ones grey, its front joined stepwise, infeasible ones hollow.</summary>
    /// <param name="data">The runs; trajectories, the true front and budgets are drawn where they are given.</param>
    /// <returns>A figure whose table lists each front.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure Pareto(ParetoChartData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var traces = new JsonArray();
        // Grey first, so that no front is hidden under it. One legend entry stands for the grey of all series, one for the hollow.
        for (var s = 0; s < data.Series.Count; s++)
        {
            var dominated = data.Dominated(data.Series[s].Points);
            if (dominated.Count == 0) continue;
            var grey = Points(data, dominated, "dominated", "markers", s);
            grey["marker"] = new JsonObject { ["color"] = Palette.Dominated, ["symbol"] = Palette.Symbol(s), ["size"] = MarkSize(dominated.Count, 6) };
            grey["legendgroup"] = "dominated";
            grey["showlegend"] = false;
            traces.Add(grey);
        }
        if (data.TrueFront is { Count: > 0 } known)
        {
            var front = data.Front(known);
            var line = Points(data, front, $"true front (n = {front.Count})", "lines", 0);
            line["line"] = new JsonObject { ["color"] = "#000000", ["width"] = 1.2, ["dash"] = "dot", ["shape"] = "hv" };
            line["legendrank"] = 1001;
            traces.Add(line);
        }
        for (var s = 0; s < data.Series.Count; s++)
        {
            var infeasible = ParetoChartData.Infeasible(data.Series[s].Points);
            if (infeasible.Count == 0) continue;
            var hollow = Points(data, infeasible, "infeasible", "markers", s);
            hollow["marker"] = new JsonObject
            {
                ["color"] = Palette.Colour(s),
                ["symbol"] = Palette.Symbol(s) + "-open",
                ["size"] = 7,
                ["line"] = new JsonObject { ["width"] = 1.2 },
            };
            hollow["legendgroup"] = "infeasible";
            hollow["showlegend"] = false;
            traces.Add(hollow);
        }
        for (var s = 0; s < data.Series.Count; s++)
        {
            var series = data.Series[s];
            var name = series.Points.Count == 0 ? $"{series.Name} (no data)" : $"{series.Name} (n = {series.Points.Count})";
            var members = data.Front(series.Points);
            var front = Points(data, members, name, "lines+markers", s);
            front["line"] = new JsonObject { ["color"] = Palette.Colour(s), ["width"] = 1.8, ["dash"] = Palette.Dash(s), ["shape"] = "hv" };
            front["marker"] = new JsonObject
            {
                ["color"] = Palette.Colour(s),
                ["symbol"] = Palette.Symbol(s),
                ["size"] = MarkSize(10 * members.Count, 8),
                ["line"] = new JsonObject { ["color"] = "#ffffff", ["width"] = 0.8 },
            };
            traces.Add(front);
        }
        for (var t = 0; t < data.Trajectories.Count; t++) traces.Add(Trajectory(data, t));
        if (data.Series.Any(series => data.Dominated(series.Points).Count > 0)) traces.Add(LegendEntry("dominated", "circle", Palette.Dominated));
        if (data.Series.Any(series => series.Points.Any(point => !point.Feasible))) traces.Add(LegendEntry("infeasible", "circle-open", Palette.Muted));
        if (data.Budgets.Count > 0) traces.Add(PlotlyJson.BudgetEntry());

        var layout = PlotlyJson.Layout(data.Title, "", Width, Height, traces);
        ParetoPoint[] all = [.. data.Series.Concat(data.Trajectories).SelectMany(series => series.Points), .. data.TrueFront ?? []];
        layout["xaxis"] = PlotlyJson.Axis(data.Cost, [.. all.Select(point => point.Cost), .. data.Budgets]);
        layout["yaxis"] = PlotlyJson.Axis(data.Quality, [.. all.Select(point => point.Quality)]);
        var notes = new JsonArray();
        if (all.Length == 0) notes.Add(PlotlyJson.NoData());
        AddBudgets(layout, notes, data);
        foreach (var arrow in Enumerable.Range(0, data.Trajectories.Count).SelectMany(t => Arrows(data, t))) notes.Add(arrow);
        layout["annotations"] = notes;
        return Make("pareto", data.Title, traces, layout, data.Caption, ParetoTable(data));
    }

    /// <summary>The Pareto chart of several runs, quality maximised.</summary>
    /// <param name="title">Title above the chart.</param>
    /// <param name="cost">The cost axis.</param>
    /// <param name="quality">The quality axis.</param>
    /// <param name="series">The runs, in legend order.</param>
    /// <exception cref="ArgumentException">The data is not valid.</exception>
    public static Figure Pareto(string title, ChartAxis cost, ChartAxis quality, params IReadOnlyList<ParetoSeries> series)
        => Pareto(new() { Title = title, Cost = cost, Quality = quality, Series = series });

    /// <summary>The Pareto chart of a table's architectures and of what several methods made for their budgets.</summary>
    /// <param name="table">The table; its cost model names the cost axis.</param>
    /// <param name="frontier">A method.</param>
    /// <param name="others">More methods, under other names.</param>
    /// <remarks>
    /// The table alone, or with a title or the true front: <c>Plot.Pareto(ParetoChartData.Of(table, …) with { … })</c>.
    /// This overload takes two arguments at least, so that <c>Plot.Pareto(new() { … })</c> means the data record.
    /// </remarks>
    public static Figure Pareto(ArchitectureTable table, Frontier frontier, params IReadOnlyList<Frontier> others)
        => Pareto(ParetoChartData.Of(table, [frontier, .. others]));

    private static JsonObject Trajectory(ParetoChartData data, int index)
    {
        var (way, series) = (data.Trajectories[index], data.Series.Count + index);
        var trace = Points(data, way.Points, way.Points.Count == 0 ? $"{way.Name} (no data)" : $"{way.Name} ({way.Points.Count} points)", "lines+markers", series);
        trace["line"] = new JsonObject { ["color"] = Palette.Colour(series), ["width"] = 1.2 };
        trace["marker"] = new JsonObject { ["color"] = Palette.Colour(series), ["symbol"] = Palette.Symbol(series), ["size"] = 5 };
        return trace;
    }

    // Marks that point along a line are new in plotly; arrows of annotations are not.
    private static IEnumerable<JsonNode> Arrows(ParetoChartData data, int index)
    {
        JsonNode X(ParetoPoint point) => PlotlyJson.Number(data.Cost.Log ? Math.Log10(point.Cost) : point.Cost);
        JsonNode Y(ParetoPoint point) => PlotlyJson.Number(data.Quality.Log ? Math.Log10(point.Quality) : point.Quality);
        return data.Trajectories[index].Points.Zip(data.Trajectories[index].Points.Skip(1), (from, to) => (JsonNode)new JsonObject
        {
            ["text"] = "", ["showarrow"] = true, ["xref"] = "x", ["yref"] = "y", ["axref"] = "x", ["ayref"] = "y",
            ["x"] = X(to), ["y"] = Y(to), ["ax"] = X(from), ["ay"] = Y(from),
            ["arrowhead"] = 2, ["arrowsize"] = 1.2, ["arrowwidth"] = 1.2, ["standoff"] = 3, ["arrowcolor"] = Palette.Colour(data.Series.Count + index),
        });
    }

    private static JsonObject Points(ParetoChartData data, IReadOnlyList<ParetoPoint> points, string name, string mode, int series)
    {
        var (x, y) = PlotlyJson.Points([.. points.Select(point => point.Cost)], [.. points.Select(point => point.Quality)]);
        var labelled = points.Any(point => !string.IsNullOrEmpty(point.Label));
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = mode,
            ["name"] = PlotlyJson.Escape(name),
            ["x"] = x,
            ["y"] = y,
            ["hovertemplate"] = mode == "lines" || name is not ("dominated" or "infeasible")
                ? Hover(data.Cost, data.Quality, labelled)
                : Hover(data.Cost, data.Quality, labelled).Replace("%{fullData.name}", PlotlyJson.Escape($"{data.Series[series].Name}, {name}")),
        };
        // Drawings only on fronts: hundreds of dominated points would make a notebook large.
        var drawn = mode != "markers";
        if (labelled) trace["text"] = PlotlyJson.Texts(points.Select(point => drawn && point.Drawing is { } lines ? $"{point.Label}\n{lines}" : point.Label));
        return trace;
    }

    /// <summary>Marks shrink where there are many, so that they stay apart.</summary>
    private static double MarkSize(int count, double usual) => count switch { > 2000 => 0.5, > 600 => 0.7, _ => 1.0 } * usual;

    private static JsonObject LegendEntry(string name, string symbol, string colour) => new()
    {
        ["type"] = "scatter",
        ["mode"] = "markers",
        ["name"] = name,
        ["x"] = new JsonArray((JsonNode?)null),
        ["y"] = new JsonArray((JsonNode?)null),
        ["marker"] = new JsonObject { ["color"] = colour, ["symbol"] = symbol, ["size"] = 7 },
        ["legendgroup"] = name,
        ["legendrank"] = 1002,
    };

    private static void AddBudgets(JsonObject layout, JsonArray notes, ParetoChartData data)
    {
        var budgets = data.Budgets.Distinct().Order().ToArray();
        if (budgets.Length == 0) return;
        // Upright labels need 14 px each, level ones about 40.
        var upright = budgets.Length > 8;
        // What all lines and labels share stands once.
        var line = PlotlyJson.Vertical(0);
        var label = PlotlyJson.Note("", "x", 0, "y domain", 1, "center", "bottom", 10.5);
        foreach (var own in new[] { "x0", "x1", "text", "x" })
        {
            line.Remove(own);
            label.Remove(own);
        }
        if (upright) label["textangle"] = -90;
        layout["template"] = new JsonObject { ["layout"] = new JsonObject { ["shapedefaults"] = line, ["annotationdefaults"] = label } };
        layout["shapes"] = new JsonArray([.. budgets.Select(budget => (JsonNode)new JsonObject { ["x0"] = PlotlyJson.Number(budget), ["x1"] = PlotlyJson.Number(budget) })]);
        foreach (var budget in budgets)
        {
            var x = data.Cost.Log ? Math.Log10(budget) : budget;
            notes.Add(new JsonObject { ["text"] = PlotlyJson.Compact(budget), ["x"] = PlotlyJson.Number(x) });
        }
        layout["margin"]!["t"] = (int)layout["margin"]!["t"]! + (upright ? 30 : 14);
    }

    private static TextTable ParetoTable(ParetoChartData data)
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var series in data.Series)
        {
            var front = data.Front(series.Points);
            if (series.Points.Count == 0) rows.Add([$"{series.Name} (no data)", null, null, ""]);
            foreach (var point in front.Take(TableRows)) rows.Add([series.Name, point.Cost, point.Quality, point.Label ?? ""]);
            if (front.Count > TableRows) rows.Add([$"{series.Name}: {front.Count - TableRows} more", null, null, ""]);
        }
        foreach (var way in data.Trajectories)
        {
            for (var i = 0; i < Math.Min(TableRows, way.Points.Count); i++) rows.Add([$"{way.Name}, {i + 1} of {way.Points.Count}", way.Points[i].Cost, way.Points[i].Quality, way.Points[i].Label ?? ""]);
        }
        return new(["front of", data.Cost.Label, data.Quality.Label, "architecture"], rows);
    }

    private const int TableRows = 30;
}
