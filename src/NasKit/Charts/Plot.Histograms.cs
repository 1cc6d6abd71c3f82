using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>Small multiples of histograms, one panel a budget, on shared axes and bins; each panel states the share within its budget.</summary>
    /// <param name="data">The panels.</param>
    /// <returns>A figure whose table lists n, mean, median and share within budget of each series in each panel.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure Histograms(HistogramData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var columns = data.Panels.Count switch { 1 => 1, 2 or 4 => 2, _ => 3 };
        var rows = (data.Panels.Count + columns - 1) / columns;
        var methods = data.Methods.ToList();
        var axes = new JsonObject();
        var traces = new JsonArray();
        var shapes = new JsonArray();
        var notes = new JsonArray();
        var edges = data.Edges();
        var tallest = data.Panels.SelectMany(panel => panel.Series).SelectMany(series => data.Shares(series.Values)).DefaultIfEmpty(0).Max();
        double[] ends = [.. edges, .. data.Panels.Where(panel => panel.Budget is not null).Select(panel => panel.Budget!.Value)];
        var margin = ends.Length == 0 ? 0 : Math.Max(0.02 * (ends.Max() - ends.Min()), 1e-9);
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var p = 0; p < data.Panels.Count; p++)
        {
            var panel = data.Panels[p];
            var (row, column) = (p / columns, p % columns);
            var suffix = p == 0 ? "" : (p + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            var last = p + columns >= data.Panels.Count;
            var xAxis = PlotlyJson.Axis(data.Value, ends, title: last);
            xAxis["domain"] = Span(column, columns, columns == 1 ? 0 : 0.05);
            xAxis["anchor"] = "y" + suffix;
            xAxis["automargin"] = false;
            if (ends.Length > 0) xAxis["range"] = PlotlyJson.Numbers([ends.Min() - margin, ends.Max() + margin]);
            var yAxis = PlotlyJson.Axis(new($"share of {data.Of}"), edges, title: column == 0 && (rows < 3 || row == rows / 2));
            yAxis["domain"] = Span(rows - 1 - row, rows, rows == 1 ? 0 : 0.36 / rows);
            yAxis["anchor"] = "x" + suffix;
            yAxis["nticks"] = 5;
            yAxis["showticklabels"] = column == 0 && edges.Count > 0;
            yAxis.Remove("exponentformat");
            if (column == 0 && edges.Count > 0) yAxis["tickformat"] = ".0%";
            yAxis["range"] = PlotlyJson.Numbers([0, tallest > 0 ? 1.08 * tallest : 1]);
            axes["xaxis" + suffix] = xAxis;
            axes["yaxis" + suffix] = yAxis;
            foreach (var series in panel.Series)
            {
                traces.Add(Steps(data, panel, series, edges, suffix, methods.IndexOf(series.Name), named.Add(series.Name)));
            }
            if (panel.Series.All(series => series.Values.Count == 0)) notes.Add(PlotlyJson.NoData($"x{suffix} domain", $"y{suffix} domain"));
            if (panel.Budget is { } budget) shapes.Add(PlotlyJson.Vertical(budget, "x" + suffix, "y" + suffix));
            notes.Add(PlotlyJson.Note(PanelTitle(data, panel, methods), $"x{suffix} domain", 0, $"y{suffix} domain", 1.02, "left", "bottom"));
        }
        if (shapes.Count > 0) traces.Add(PlotlyJson.BudgetEntry());
        var layout = PlotlyJson.Layout(data.Title, "", Width, rows == 1 ? 360 : 150 + (200 * rows), traces);
        foreach (var (name, axis) in axes.ToArray())
        {
            axes.Remove(name);
            layout[name] = axis;
        }
        layout["shapes"] = shapes;
        layout["annotations"] = notes;
        layout["margin"]!["t"] = (int)layout["margin"]!["t"]! + 34;
        layout["legend"]!["y"] = -54.0 / ((int)layout["height"]! - 130);
        return Make("histograms", data.Title, traces, layout, data.Caption, HistogramTable(data));
    }

    private static JsonObject Steps(
        HistogramData data, HistogramPanel panel, HistogramSeries series, IReadOnlyList<double> edges, string suffix, int method, bool showLegend)
    {
        var shares = series.Values.Count == 0 ? [] : data.Shares(series.Values);
        // The outline goes down to 0 at both ends, so that the filled area is the histogram.
        var (x, y) = shares.Count == 0
            ? PlotlyJson.Points([], [])
            : PlotlyJson.Points([edges[0], .. edges], [0, .. shares, 0]);
        var summary = HistogramData.Summary(panel, series);
        var within = summary.WithinBudget is null ? "" : $", {ScatterData.Percent(summary.WithinBudget)} within budget";
        return new()
        {
            ["type"] = "scatter",
            ["mode"] = "lines",
            ["name"] = Legend(series.Name, data.Counts(series.Name)),
            ["x"] = x,
            ["y"] = y,
            ["xaxis"] = "x" + suffix,
            ["yaxis"] = "y" + suffix,
            ["line"] = new JsonObject { ["color"] = Palette.Colour(method), ["width"] = 1.6, ["dash"] = Palette.Dash(method), ["shape"] = "hv" },
            ["fill"] = "tozeroy",
            ["fillcolor"] = Palette.Colour(method, 0.22),
            ["legendgroup"] = PlotlyJson.Escape(series.Name),
            ["showlegend"] = showLegend,
            ["hovertemplate"] = $"from {Bin(data.Value)}<br>%{{y:.1%}} of n = {series.Values.Count}{within}<extra>{PlotlyJson.Escape(series.Name)}</extra>",
        };

        static string Bin(ChartAxis axis) => $"%{{x:.6~g}}{(string.IsNullOrEmpty(axis.Unit) ? "" : " " + PlotlyJson.Escape(axis.Unit))}";
    }

    private static string PanelTitle(HistogramData data, HistogramPanel panel, List<string> methods)
    {
        var title = panel.Title ?? (panel.Budget is null ? "" : $"budget {data.Value.Quantity(panel.Budget)}");
        var text = title.Length == 0 ? "" : $"<b>{PlotlyJson.Escape(title)}</b>";
        if (panel.Budget is null) return text;
        var shares = panel.Series.Select(series =>
            $"<span style=\"color:{Palette.Colour(methods.IndexOf(series.Name))}\">{ScatterData.Percent(HistogramData.Summary(panel, series).WithinBudget)}</span>");
        return $"{text}<br>within: {string.Join(" · ", shares)}";
    }

    private static JsonArray Span(int index, int count, double gap)
    {
        var size = (1 - (gap * (count - 1))) / count;
        return PlotlyJson.Numbers([index * (size + gap), Math.Min(1, (index * (size + gap)) + size)]);
    }

    private static TextTable HistogramTable(HistogramData data)
    {
        var rows = new List<IReadOnlyList<object?>>();
        foreach (var panel in data.Panels)
        {
            foreach (var series in panel.Series)
            {
                var summary = HistogramData.Summary(panel, series);
                rows.Add([
                    panel.Title ?? "", panel.Budget, series.Name, summary.Count,
                    summary.Mean, summary.Median, 100 * summary.WithinBudget]);
            }
        }
        return new(["panel", $"budget{Unit()}", "series", "n", $"mean{Unit()}", $"median{Unit()}", "within (%)"], rows);

        string Unit() => string.IsNullOrEmpty(data.Value.Unit) ? "" : $" ({data.Value.Unit})";
    }
}
