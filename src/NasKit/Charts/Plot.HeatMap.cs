using System.Globalization;
using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    /// <summary>A heat map: a colour for each number of a table, with its colour bar, groups of rows and marked cells.</summary>
    /// <param name="data">Rows, columns and marks.</param>
    /// <returns>A figure whose table holds the numbers, and for each row the columns that are marked; up to a hundred rows.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure HeatMap(HeatMapData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var map = new HeatMapDrawing(data);
        var layout = PlotlyJson.Layout(data.Title, "", Width, Height, map.Traces);
        var bottom = map.Below + (map.Traces.Any(trace => (bool?)trace!["showlegend"] != false) ? 20 + ((int)layout["height"]! - Height) : 0) + 12;
        var height = (int)layout["margin"]!["t"]! + map.PlotHeight + bottom;
        layout["height"] = height;
        layout["title"]!["y"] = 1 - (24.0 / height);
        layout["margin"]!["b"] = bottom;
        layout["xaxis"] = map.ColumnAxis();
        layout["yaxis"] = map.RowAxis();
        if (map.Empty)
        {
            layout["annotations"] = new JsonArray(PlotlyJson.NoData());
        }
        else
        {
            layout["barmode"] = "overlay";
            layout["bargap"] = 0;
            layout["xaxis2"] = new JsonObject { ["domain"] = PlotlyJson.Numbers([0.955, 0.985]), ["range"] = PlotlyJson.Numbers([0, 1]), ["visible"] = false, ["anchor"] = "y2" };
            layout["yaxis2"] = map.ColourAxis();
        }
        if (layout["legend"] is JsonObject legend) legend["y"] = PlotlyJson.Number(-(map.Below + 4.0) / map.PlotHeight);
        return Make("heat-map", data.Title, map.Traces, layout, data.Caption, HeatMapTable(data));
    }

    private static TextTable HeatMapTable(HeatMapData data)
    {
        const int Most = 100;
        var grouped = data.Rows.Any(row => row.Group is not null);
        IReadOnlyList<string> heads = [.. grouped ? new[] { "group" } : [], data.RowTitle.Length > 0 ? data.RowTitle : "row", .. data.Columns, .. data.Marks.Select(mark => mark.Name)];
        var rows = data.Rows.Take(Most).Select(IReadOnlyList<object?> (row, r) =>
        [
            .. grouped ? new object?[] { row.Group ?? "–" } : [],
            row.Label,
            .. data.Columns.Select((_, c) => (object?)(data.At(r, c) is { } value ? double.Parse(TextTable.Number(value, 4), CultureInfo.InvariantCulture) : null)),
            .. data.Marks.Select(mark => string.Join(", ", HeatMapDrawing.Runs(mark, r).Select(run => run.First == run.Last ? data.Columns[run.First] : $"{data.Columns[run.First]}…{data.Columns[run.Last]}")) is { Length: > 0 } said ? said : "–"),
        ]);
        if (data.Rows.Count > Most) rows = rows.Append([$"{(data.Rows.Count - Most).ToString(CultureInfo.InvariantCulture)} rows more", .. heads.Skip(1).Select(_ => (object?)null)]);
        return new(heads, rows);
    }
}
