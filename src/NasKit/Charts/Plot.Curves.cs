using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Curves with bands: the mean over seeds as a line, one standard deviation around it as a band.</summary>
    /// <param name="data">The curves and horizontal lines.</param>
    /// <returns>A figure whose table lists mean, sd and n at up to a dozen places of each curve.</returns>
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
                ["name"] = PlotlyJson.Escape($"{series.Name}, ± sd"),
                ["x"] = PlotlyJson.Numbers([.. series.X, .. series.X.Reverse()]),
                ["y"] = PlotlyJson.Numbers([.. band.Upper, .. band.Lower.Reverse()]),
                ["fill"] = "toself",
                ["fillcolor"] = Palette.Colour(s, 0.18),
                ["line"] = new JsonObject { ["width"] = 0 },
                ["hoverinfo"] = "skip",
                ["legendgroup"] = PlotlyJson.Escape(series.Name),
                ["showlegend"] = false,
            });
        }
        for (var s = 0; s < data.Series.Count; s++)
        {
            var series = data.Series[s];
            var (x, y) = PlotlyJson.Points(series.IsEmpty ? [] : series.X, series.Mean);
            var trace = new JsonObject
            {
                ["type"] = "scatter",
                ["mode"] = series.X.Count <= 25 ? "lines+markers" : "lines",
                ["name"] = series is { IsEmpty: false, Runs.Count: 1 } ? PlotlyJson.Escape(series.Name) : Legend(series.Name, CurveData.Counts(series)),
                ["x"] = x,
                ["y"] = y,
                ["line"] = new JsonObject { ["color"] = Palette.Colour(s), ["width"] = 1.8, ["dash"] = Palette.Dash(s) },
                ["marker"] = new JsonObject { ["color"] = Palette.Colour(s), ["symbol"] = Palette.Symbol(s), ["size"] = 6 },
                ["legendgroup"] = PlotlyJson.Escape(series.Name),
                ["hovertemplate"] = Hover(data.X, data.Y, series.StandardDeviation is not null).Replace("<b>%{text}</b><br>", "%{text}<br>"),
            };
            if (series.StandardDeviation is { } sd) trace["text"] = PlotlyJson.Texts(sd.Select(value => $"± {TextTable.Number(value, 3)}"));
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
            data.Y, [.. data.Series.Where(series => !series.IsEmpty).SelectMany(series => series.Mean), .. data.References.Select(line => line.Value)]);
        if (data.Series.All(series => series.IsEmpty)) layout["annotations"] = new JsonArray(PlotlyJson.NoData());
        return Make("curves", data.Title, traces, layout, data.Caption, CurveTable(data));
    }

    private static TextTable CurveTable(CurveData data)
    {
        const int Places = 12;
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var series in data.Series)
        {
            if (series.IsEmpty) rows.Add([$"{series.Name} (no data)", null, null, null, 0]);
            var (mean, sd) = (series.Mean, series.StandardDeviation);
            var shown = Math.Min(Places, mean.Count);
            for (var i = 0; i < shown; i++)
            {
                // Evenly spread with both ends in.
                var at = shown == 1 ? 0 : (int)Math.Round(i * (mean.Count - 1.0) / (shown - 1));
                rows.Add([series.Name, series.X[at], mean[at], sd?[at], series.Runs.Count]);
            }
        }
        foreach (var line in data.References) rows.Add([line.Name, null, line.Value, null, null]);
        return new(["series", data.X.Label, data.Y.Label, "sd", "n"], rows);
    }
}
