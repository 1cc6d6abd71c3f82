using System.Globalization;
using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Parallel coordinates: decisions and objectives side by side, every architecture a line through its values.</summary>
    /// <param name="data">Axes and lines.</param>
    /// <returns>A figure whose table lists the lines that are not muted, up to thirty of each series.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure ParallelCoordinates(ParallelCoordinatesData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var traces = new JsonArray();
        var ranges = Enumerable.Range(0, data.Axes.Count).Select(data.Range).ToArray();
        var all = data.Series.SelectMany(series => series.Lines).Select(line => line.Values[^1]).Order().ToArray();
        foreach (var (series, s) in data.Series.Select((series, s) => (series, s)).OrderByDescending(pair => pair.series.Muted))
        {
            JsonArray x = [], y = [], texts = [];
            foreach (var line in series.Lines)
            {
                var place = all.Length < 2 ? 0.5 : Array.BinarySearch(all, line.Values[^1]) / (all.Length - 1.0);
                for (var a = 0; a < data.Axes.Count; a++)
                {
                    var value = line.Values[a] + (data.Axes[a].Labels is null ? 0 : 0.6 * (place - 0.5));
                    x.Add(a);
                    y.Add(PlotlyJson.Number(Math.Round((value - ranges[a].Low) / (ranges[a].High - ranges[a].Low), 4)));
                    if (!series.Muted) texts.Add(PlotlyJson.Escape($"{line.Label}\n{data.Axes[a].Title}: {Text(data.Axes[a], line.Values[a])}"));
                }
                x.Add(null);
                y.Add(null);
                if (!series.Muted) texts.Add("");
            }
            if (series.Lines.Count == 0) (x, y) = PlotlyJson.Points([], []);
            var trace = new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = series.Muted ? "lines" : "lines+markers",
                ["name"] = Legend(series.Name, series.Lines.Count == 0 ? "no data" : $"n = {series.Lines.Count}"),
                ["x"] = x,
                ["y"] = y,
                ["line"] = new JsonObject { ["color"] = series.Muted ? "rgba(140,140,140,0.45)" : Palette.Colour(s), ["width"] = series.Muted ? 0.8 : 1.5 },
                ["hoverinfo"] = series.Muted ? "skip" : "text",
            };
            if (!series.Muted)
            {
                trace["marker"] = new JsonObject { ["color"] = Palette.Colour(s), ["size"] = 4 };
                trace["text"] = texts;
            }
            traces.Add(trace);
        }

        var layout = PlotlyJson.Layout(data.Title, "", Width, Height, traces);
        var axes = PlotlyJson.Axis(new("axes"), [], title: false);
        axes["tickvals"] = PlotlyJson.Numbers(Enumerable.Range(0, data.Axes.Count).Select(a => (double)a));
        axes["ticktext"] = PlotlyJson.Texts(data.Axes.Select(axis => axis.Label));
        axes["range"] = PlotlyJson.Numbers([-0.06, data.Axes.Count - 0.94]);
        // Upright where the names would meet.
        axes["tickangle"] = data.Axes.Sum(axis => axis.Label.Length + 2) > 80 || data.Axes.Count > 5 ? -90 : 0;
        var first = data.Axes[0].Labels;
        var left = PlotlyJson.Axis(new("values"), [], title: false);
        left["range"] = PlotlyJson.Numbers([-0.1, 1.1]);
        left["tickvals"] = PlotlyJson.Numbers(first is null ? [] : first.Select((_, i) => (i + 0.5) / first.Count));
        left["ticktext"] = PlotlyJson.Texts(first ?? []);
        left["showticklabels"] = all.Length > 0;
        foreach (var axis in new[] { axes, left })
        {
            axis["showline"] = false;
            foreach (var unused in new[] { "linecolor", "linewidth" }) axis.Remove(unused);
        }
        axes["showticklabels"] = true;
        layout["xaxis"] = axes;
        layout["yaxis"] = left;
        layout["shapes"] = new JsonArray([.. Enumerable.Range(0, data.Axes.Count).Select(a => (JsonNode)new JsonObject
        {
            ["type"] = "line", ["xref"] = "x", ["yref"] = "y", ["x0"] = a, ["x1"] = a, ["y0"] = 0, ["y1"] = 1, ["line"] = new JsonObject { ["color"] = Palette.Muted, ["width"] = 1 },
        })]);
        var notes = new JsonArray();
        for (var a = 0; a < data.Axes.Count && all.Length > 0; a++)
        {
            // Labels that the axis to the left has too stand there.
            if (data.Axes[a].Labels is not { } labels)
            {
                notes.Add(PlotlyJson.Note(PlotlyJson.Compact(ranges[a].High), "x", a, "y", 1.01, "center", "bottom", 10));
                notes.Add(PlotlyJson.Note(PlotlyJson.Compact(ranges[a].Low), "x", a, "y", -0.01, "center", "top", 10));
            }
            else if (a > 0 && !(data.Axes[a - 1].Labels is { } before && before.SequenceEqual(labels)))
            {
                for (var i = 0; i < labels.Count; i++) notes.Add(PlotlyJson.Note(PlotlyJson.Escape(labels[i]), "x", PlotlyJson.Number(a + 0.03), "y", PlotlyJson.Number((i + 0.5) / labels.Count), "left", "middle", 10));
            }
        }
        if (all.Length == 0) notes.Add(PlotlyJson.NoData());
        layout["annotations"] = notes;
        layout["legend"]?.AsObject().Remove("y");
        if (layout["legend"] is JsonObject legend) legend["y"] = (int)axes["tickangle"]! == 0 ? -0.14 : -0.3;
        layout["margin"]!["b"] = 90;
        return Make("parallel-coordinates", data.Title, traces, layout, data.Caption, ParallelTable(data));
    }

    private static string Text(ParallelAxis axis, double value)
        => axis.Labels is { } labels ? labels[(int)value] : $"{TextTable.Number(value, 5)}{(string.IsNullOrEmpty(axis.Unit) ? "" : " " + axis.Unit)}";

    private static TextTable ParallelTable(ParallelCoordinatesData data)
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var series in data.Series.Where(series => !series.Muted))
        {
            foreach (var line in series.Lines.Take(TableRows)) rows.Add([series.Name, .. line.Values.Select((value, a) => data.Axes[a].Labels is { } labels ? (object)labels[(int)value] : value)]);
            if (series.Lines.Count > TableRows) rows.Add([$"{series.Name}: {(series.Lines.Count - TableRows).ToString(CultureInfo.InvariantCulture)} more", .. data.Axes.Select(_ => (object?)null)]);
        }
        return new(["series", .. data.Axes.Select(axis => axis.Label)], rows);
    }
}
