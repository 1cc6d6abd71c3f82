using System.Text.Json.Nodes;

namespace NasKit.Charts;

/// <summary>Makes figures from data records.</summary>
public static partial class Plot
{
    private const int Width = 720;
    private const int Height = 440;

    private static Figure Make(string kind, string title, JsonArray data, JsonObject layout, string caption, TextTable table)
    {
        var name = title.Length == 0 ? kind : title;
        return new(name, PlotlyJson.Text(data), PlotlyJson.Text(layout), caption, table, (int)layout["width"]!, (int)layout["height"]!);
    }

    private static string Hover(ChartAxis x, ChartAxis y, bool label)
    {
        var lines = label ? "<b>%{text}</b><br>" : "";
        return $"{lines}{Line(x, "x")}<br>{Line(y, "y")}<extra>%{{fullData.name}}</extra>";

        static string Line(ChartAxis axis, string variable)
            => $"{PlotlyJson.Escape(axis.Title)} %{{{variable}:.6~g}}{(string.IsNullOrEmpty(axis.Unit) ? "" : " " + PlotlyJson.Escape(axis.Unit))}";
    }

    private static string Legend(string name, string counts) => PlotlyJson.Escape($"{name} ({counts})");
}
