using System.Globalization;
using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>The critical-difference diagram: a row for each method at its average rank, above them bars that join those which do not differ.</summary>
    /// <param name="data">Ranks and test.</param>
    /// <returns>A figure whose table lists average ranks and, as letters, the groups that each method belongs to.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure CriticalDifference(CriticalDifferenceData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var ranks = data.Test.Friedman.AverageRanks;
        var order = Enumerable.Range(0, ranks.Count).OrderBy(i => ranks[i]).ToArray();
        var groups = data.Test.Groups();
        var traces = new JsonArray();
        for (var row = 0; row < order.Length; row++)
        {
            // From the method up to the bars.
            traces.Add(RankLine([ranks[order[row]], ranks[order[row]]], [row, -0.5], "y", Palette.Dominated, 1));
        }
        for (var g = 0; g < groups.Count; g++)
        {
            var bar = RankLine([ranks[groups[g][0]], ranks[groups[g][^1]]], [g + 1, g + 1], "y2", Palette.Ink, 4);
            bar["hoverinfo"] = "text";
            bar["text"] = PlotlyJson.Texts(Enumerable.Repeat($"no difference: {string.Join(", ", groups[g].Select(i => data.Names[i]))}", 2));
            traces.Add(bar);
        }
        var start = Math.Min(ranks.Min(), ranks.Count - data.Test.CriticalDifference);
        traces.Add(RankLine([start, start + data.Test.CriticalDifference], [0, 0], "y2", Palette.Colour(1), 2, "lines+markers", "line-ns"));
        // Numbers stand inwards from both ends, so that none leaves a narrow plot.
        var middle = (ranks.Min() + ranks.Max()) / 2;
        traces.Add(RankPoints(data, order, i => ranks[i] <= middle, "middle right"));
        if (ranks.Max() > middle) traces.Add(RankPoints(data, order, i => ranks[i] > middle, "middle left"));

        var (below, above) = (22 * ranks.Count, 12 * (groups.Count + 2));
        var layout = PlotlyJson.Layout(data.Title, "", Width, 200, traces);
        layout["height"] = (int)layout["margin"]!["t"]! + below + above + 60;
        layout["title"]!["y"] = 1 - (24.0 / (int)layout["height"]!);
        layout["margin"]!["l"] = 190;
        var split = below / (double)(below + above);
        var ends = new[] { Math.Min(1, start), ranks.Max() };
        var width = ends[1] - ends[0];
        var xAxis = PlotlyJson.Axis(new("average rank, 1 is best"), ends);
        xAxis["range"] = PlotlyJson.Numbers([ends[0] - (0.03 * width), Math.Max(ends[1] + (0.05 * width), start + data.Test.CriticalDifference)]);
        xAxis["dtick"] = ranks.Count > 12 ? 2 : 1;
        xAxis["anchor"] = "y";
        layout["xaxis"] = xAxis;
        var names = PlotlyJson.Axis(new("methods"), [], title: false);
        names["domain"] = PlotlyJson.Numbers([0, split]);
        names["range"] = PlotlyJson.Numbers([ranks.Count - 0.5, -0.5]);
        names["tickvals"] = PlotlyJson.Numbers(Enumerable.Range(0, ranks.Count).Select(row => (double)row));
        names["ticktext"] = PlotlyJson.Texts(order.Select(i => data.Names[i]));
        names["showticklabels"] = true;
        names["showline"] = false;
        foreach (var line in new[] { "linecolor", "linewidth" }) names.Remove(line);
        names["tickfont"] = new JsonObject { ["size"] = 11 };
        layout["yaxis"] = names;
        layout["yaxis2"] = new JsonObject
        {
            ["domain"] = PlotlyJson.Numbers([split, 1]), ["range"] = PlotlyJson.Numbers([groups.Count + 0.6, -1.2]), ["visible"] = false, ["anchor"] = "x",
        };
        layout["annotations"] = new JsonArray(PlotlyJson.Note(
            $"CD = {TextTable.Number(data.Test.CriticalDifference, 3)}", "x", PlotlyJson.Number(start), "y2", -0.3, "left", "bottom"));
        layout["margin"]!["t"] = (int)layout["margin"]!["t"]! + 6;
        return Make("critical-difference", data.Title, traces, layout, data.Caption, RankTable(data, order, groups));
    }

    private static JsonObject RankLine(double[] x, double[] y, string axis, string colour, double width, string mode = "lines", string? symbol = null)
    {
        var trace = new JsonObject
        {
            ["type"] = "scatter",
            ["mode"] = mode,
            ["name"] = "",
            ["x"] = PlotlyJson.Numbers(x),
            ["y"] = PlotlyJson.Numbers(y),
            ["yaxis"] = axis,
            ["line"] = new JsonObject { ["color"] = colour, ["width"] = width },
            ["hoverinfo"] = "skip",
            ["showlegend"] = false,
        };
        if (symbol is not null) trace["marker"] = new JsonObject { ["symbol"] = symbol, ["size"] = 9, ["color"] = colour, ["line"] = new JsonObject { ["color"] = colour, ["width"] = 2 } };
        return trace;
    }

    private static JsonObject RankPoints(CriticalDifferenceData data, int[] order, Func<int, bool> which, string position)
    {
        var ranks = data.Test.Friedman.AverageRanks;
        var rows = Enumerable.Range(0, order.Length).Where(row => which(order[row])).ToArray();
        return new()
        {
            ["type"] = "scatter",
            ["mode"] = "markers+text",
            ["name"] = "average rank",
            ["x"] = PlotlyJson.Numbers(rows.Select(row => ranks[order[row]])),
            ["y"] = PlotlyJson.Numbers(rows.Select(row => (double)row)),
            ["text"] = PlotlyJson.Texts(rows.Select(row => $"  {ranks[order[row]].ToString("0.00", CultureInfo.InvariantCulture)}  ")),
            ["textposition"] = position,
            ["textfont"] = new JsonObject { ["size"] = 11 },
            ["marker"] = new JsonObject { ["color"] = Palette.Colour(0), ["size"] = 8 },
            ["hovertext"] = PlotlyJson.Texts(rows.Select(row => data.Names[order[row]])),
            ["hovertemplate"] = "<b>%{hovertext}</b><br>average rank %{x:.4~g}<extra></extra>",
            ["showlegend"] = false,
        };
    }

    private static TextTable RankTable(CriticalDifferenceData data, int[] order, IReadOnlyList<IReadOnlyList<int>> groups)
        => new(["method", "average rank", "does not differ within"], order.Select(IReadOnlyList<object?> (i) =>
            [data.Names[i], data.Test.Friedman.AverageRanks[i], string.Concat(groups.Select((group, g) => group.Contains(i) ? ((char)('a' + g)).ToString() : "")) is { Length: > 0 } letters ? letters : "–"]));
}
