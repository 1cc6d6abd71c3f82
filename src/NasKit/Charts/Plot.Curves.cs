using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Curves with bands: the mean over seeds as a line and one standard deviation around it as a band, or what <see cref="CurveData.Bands"/> says.</summary>
    /// <param name="data">The curves and horizontal lines.</param>
    /// <returns>A figure whose table lists the line, its band and n at up to a dozen places of each curve.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure Curves(CurveData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var traces = new JsonArray();
        for (var s = 0; s < data.Series.Count; s++)
        {
            var series = data.Series[s];
            if (data.Band(series) is not { } band) continue;
            traces.Add(new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = PlotlyJson.Escape($"{series.Name}, {(data.Bands == CurveBand.Quartiles ? "quartiles" : "± " + data.BandName)}"),
                ["x"] = PlotlyJson.Numbers([.. series.X, .. series.X.Reverse()]),
                ["y"] = PlotlyJson.Numbers(band.Upper.Concat(band.Lower.Reverse()).Select(data.Drawn)),
                ["fill"] = "toself",
                ["fillcolor"] = Palette.Colour(s, 0.18),
                ["line"] = new JsonObject { ["width"] = 0 },
                ["hoverinfo"] = "skip",
                ["legendgroup"] = PlotlyJson.Escape(series.Name),
                ["showlegend"] = false,
            });
        }
        // Where many curves have as many seeds, the caption says it once.
        var counted = data.Series.Count <= 4 || data.Series.Select(CurveData.Counts).Distinct().Count() > 1;
        for (var s = 0; s < data.Series.Count; s++)
        {
            var series = data.Series[s];
            var line = data.Line(series);
            var (x, y) = PlotlyJson.Points(series.IsEmpty ? [] : series.X, [.. line.Select(data.Drawn)]);
            var trace = new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = series.X.Count <= 25 ? "lines+markers" : "lines",
                ["name"] = !counted || series is { IsEmpty: false, Runs.Count: 1 } ? PlotlyJson.Escape(series.Name) : Legend(series.Name, CurveData.Counts(series)),
                ["x"] = x,
                ["y"] = y,
                ["line"] = new JsonObject { ["color"] = Palette.Colour(s), ["width"] = 1.8, ["dash"] = Palette.Dash(s) },
                ["marker"] = new JsonObject { ["color"] = Palette.Colour(s), ["symbol"] = Palette.Symbol(s), ["size"] = 6 },
                ["legendgroup"] = PlotlyJson.Escape(series.Name),
                ["hovertemplate"] = Hover(data.X, data.Y, series.StandardDeviation is not null).Replace("<b>%{text}</b><br>", "%{text}<br>"),
            };
            if (data.Band(series) is { } edges)
            {
                trace["text"] = PlotlyJson.Texts(line.Select((value, i) => data.Bands == CurveBand.Quartiles
                    ? $"{TextTable.Number(edges.Lower[i], 3)} … {TextTable.Number(edges.Upper[i], 3)}" : $"± {TextTable.Number(edges.Upper[i] - value, 3)}{(data.Bands == CurveBand.StandardError ? " (se)" : "")}"));
            }
            traces.Add(trace);
        }
        var all = data.Series.Where(series => !series.IsEmpty).SelectMany(series => series.X).ToArray();
        for (var r = 0; r < data.References.Count; r++)
        {
            var line = data.References[r];
            traces.Add(new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = "lines",
                ["name"] = PlotlyJson.Escape(line.Name),
                ["x"] = PlotlyJson.Numbers(all.Length == 0 ? [1, 2] : [all.Min(), all.Max()]),
                ["y"] = PlotlyJson.Numbers([line.Value, line.Value]),
                ["line"] = new JsonObject { ["color"] = Palette.Ink, ["width"] = 1.2, ["dash"] = Palette.Dash(r + 2) },
                ["hovertemplate"] = $"{PlotlyJson.Escape(line.Name)}: {PlotlyJson.Escape(data.Y.Quantity(line.Value))}<extra></extra>",
            });
        }
        var layout = PlotlyJson.Layout(data.Title, "", Width, Height, traces);
        layout["xaxis"] = PlotlyJson.Axis(data.X, all);
        layout["yaxis"] = PlotlyJson.Axis(
            data.Y, [.. data.Series.Where(series => !series.IsEmpty).SelectMany(data.Line).Select(data.Drawn), .. data.References.Select(line => line.Value)]);
        if (data.Series.All(series => series.IsEmpty)) layout["annotations"] = new JsonArray(PlotlyJson.NoData());
        return Make("curves", data.Title, traces, layout, data.Caption, CurveTable(data));
    }

    private static TextTable CurveTable(CurveData data)
    {
        const int Places = 12;
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var series in data.Series)
        {
            if (series.IsEmpty) rows.Add(Row($"{series.Name} (no data)", null, null, null, null, 0));
            var (line, band) = (data.Line(series), data.Band(series));
            var shown = Math.Min(Places, line.Count);
            for (var i = 0; i < shown; i++)
            {
                // Evenly spread with both ends in.
                var at = shown == 1 ? 0 : (int)Math.Round(i * (line.Count - 1.0) / (shown - 1));
                rows.Add(Row(series.Name, series.X[at], line[at], band?.Lower[at], band?.Upper[at], series.Runs.Count));
            }
        }
        foreach (var line in data.References) rows.Add(Row(line.Name, null, line.Value, null, null, null));
        var quartiles = data.Bands == CurveBand.Quartiles;
        return new(quartiles ? ["series", data.X.Label, data.Y.Label + ", median", "lower quartile", "upper quartile", "n"] : ["series", data.X.Label, data.Y.Label, data.BandName, "n"], rows);

        IReadOnlyList<object?> Row(string name, double? x, double? y, double? lower, double? upper, int? n)
            => data.Bands == CurveBand.Quartiles ? [name, x, y, lower, upper, n] : [name, x, y, upper - y, n];
    }
}
