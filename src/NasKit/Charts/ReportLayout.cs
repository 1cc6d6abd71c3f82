using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NasKit.Charts;

/// <summary>Turns a figure that was made for a screen into one for a report: sizes, fonts, colours; then the script that fits it into its width.</summary>
internal static partial class ReportLayout
{
    // The colours that plotly and its express interface give to traces when nobody chose any, in order. They do not all stay apart for colour-blind readers.
    private static readonly string[][] UsualColours =
    [
        ["#1f77b4", "#ff7f0e", "#2ca02c", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf"],
        ["#636efa", "#ef553b", "#00cc96", "#ab63fa", "#ffa15a", "#19d3f3", "#ff6692", "#b6e880", "#ff97ff", "#fecb52"],
    ];

    /// <summary>The figure in its new style, and what <see cref="FitScript"/> has to know.</summary>
    public static (JsonObject Figure, JsonObject Plan) Apply(JsonObject figure, ReportStyle style)
    {
        var data = (JsonArray)figure["data"]!.DeepClone();
        var layout = (JsonObject?)figure["layout"]?.DeepClone() ?? [];
        var usual = Number((layout["font"] as JsonObject)?["size"]) ?? Number(((layout["template"] as JsonObject)?["layout"] as JsonObject)?["font"]?["size"]) ?? 12;
        var text = style.FontPx / usual;
        var (width, height) = (Number(layout["width"]) ?? 720, Number(layout["height"]) ?? 440);
        var margin = layout["margin"] as JsonObject;
        double Side(string name, double otherwise) => Number(margin?[name]) ?? otherwise;
        var (plotWidth, plotHeight) = (Math.Max(50, width - Side("l", 80) - Side("r", 80)), Math.Max(50, height - Side("t", 100) - Side("b", 80)));
        var axes = layout.Where(entry => Axis().IsMatch(entry.Key) && entry.Value is JsonObject).Select(entry => entry.Key).ToArray();
        var rows = axes.Where(name => name[0] == 'y').Select(name => layout[name]!["domain"]?.ToJsonString()).OfType<string>().Distinct().Count();

        // Marks and lines shrink less than the figure, so that they can still be told apart.
        var mark = Math.Clamp(Math.Sqrt(style.WidthPx / width), 0.6, 1);
        foreach (var trace in data.OfType<JsonObject>())
        {
            ScaleMarks(trace, mark);
            // Groups are for clicking; in print they only spread the legend's rows.
            trace.Remove("legendgroup");
        }
        ScaleTexts(data, text);
        ScaleTexts(layout, text);
        foreach (var note in (layout["annotations"] as JsonArray ?? []).OfType<JsonObject>())
        {
            foreach (var shift in new[] { "ax", "ay", "xshift", "yshift" }) if (note[$"{shift[..^1]}{shift[^1]}ref"] is null && Number(note[shift]) is { } px) note[shift] = px * text;
        }
        Recolour(data);
        Recolour(layout);
        if (layout["colorway"] is null) layout["colorway"] = new JsonArray([.. Enumerable.Range(0, 7).Select(i => (JsonNode)Palette.Colour(i))]);

        var title = layout["title"] is JsonObject { } given ? (string?)given["text"] : layout["title"] is JsonValue value && value.TryGetValue(out string? plain) ? plain : null;
        var titleSize = Number(((layout["title"] as JsonObject)?["font"] as JsonObject)?["size"]) ?? style.FontPx * 1.25;
        layout.Remove("title");
        if (style.Theme == ReportTheme.Paper) ToPaper(layout, axes);
        var font = layout["font"] as JsonObject ?? [];
        layout.Remove("font");
        layout["font"] = new JsonObject { ["family"] = PlotlyJson.Font, ["size"] = style.FontPx, ["color"] = font["color"]?.DeepClone() ?? Palette.Ink };
        layout["autosize"] = false;
        foreach (var unused in new[] { "sliders", "updatemenus" }) layout.Remove(unused);
        var ratio = plotHeight / plotWidth;
        var plan = new JsonObject
        {
            ["width"] = style.WidthPx,
            ["font"] = style.FontPx,
            // A single plot is not made flatter than a column needs; several rows of plots keep their height beside their texts.
            ["ratio"] = Math.Clamp(style.WidthMm < 120 ? Math.Max(ratio, 0.62) : ratio, 0.3, 1.6),
            // So do rows that are named: a line for each name.
            ["least"] = Math.Max(rows > 1 ? plotHeight * text : 0, axes.Where(name => name[0] == 'y').Max(name => (layout[name]!["ticktext"] as JsonArray)?.Count * style.FontPx * 1.1) ?? 0),
            ["title"] = style.Theme == ReportTheme.Screen ? title ?? "" : "",
            ["titleSize"] = titleSize,
        };
        return (new JsonObject { ["data"] = data, ["layout"] = layout }, plan);
    }

    private static void ToPaper(JsonObject layout, string[] axes)
    {
        // Defaults that the figure itself gives to its lines and labels stay; a whole theme does not.
        if ((layout["template"] as JsonObject)?["layout"] is JsonObject defaults)
        {
            foreach (var name in defaults.Select(entry => entry.Key).Where(name => name is not ("shapedefaults" or "annotationdefaults")).ToArray()) defaults.Remove(name);
            ((JsonObject)layout["template"]!).Remove("data");
        }
        else
        {
            layout.Remove("template");
        }
        layout["paper_bgcolor"] = "#ffffff";
        layout["plot_bgcolor"] = "#ffffff";
        layout["font"] = new JsonObject { ["color"] = "#000000" };
        foreach (var name in axes.Length > 0 ? axes : ["xaxis", "yaxis"])
        {
            if (layout[name] is not JsonObject axis) layout[name] = axis = [];
            foreach (var (key, usual) in new (string, JsonNode)[]
            {
                ("showline", true), ("linecolor", "#000000"), ("linewidth", 0.8), ("ticks", "outside"), ("tickcolor", "#000000"), ("ticklen", 3), ("gridcolor", Palette.Grid), ("zeroline", false),
            })
            {
                if (axis[key] is null) axis[key] = usual.DeepClone();
            }
        }
    }

    /// <summary>Sizes of texts, wherever they stand; every text gets the one family that is embedded.</summary>
    private static void ScaleTexts(JsonNode? node, double by)
    {
        switch (node)
        {
            case JsonArray items:
                // Lists of numbers hold no texts.
                if (items.Count > 0 && items[0] is not JsonValue) foreach (var item in items) ScaleTexts(item, by);
                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    if (value is JsonObject font && name.EndsWith("font", StringComparison.Ordinal))
                    {
                        font.Remove("family");
                        if (Number(font["size"]) is { } size) font["size"] = size * by;
                    }
                    else if (name is "text" or "ticktext" && value is JsonValue html && html.TryGetValue(out string? inline) && inline.Contains("font-size", StringComparison.Ordinal))
                    {
                        members[name] = InlineSize().Replace(inline, match => $"font-size:{(double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * by).ToString("0.##", CultureInfo.InvariantCulture)}px");
                    }
                    else
                    {
                        ScaleTexts(value, by);
                    }
                }
                break;
        }
    }

    private static void ScaleMarks(JsonObject trace, double by)
    {
        Scale(trace["line"], "width");
        Scale(trace["marker"], "size");
        Scale((trace["marker"] as JsonObject)?["line"], "width");
        foreach (var bars in new[] { "error_x", "error_y" })
        {
            Scale(trace[bars], "width");
            Scale(trace[bars], "thickness");
        }

        void Scale(JsonNode? owner, string key)
        {
            if (owner is not JsonObject found) return;
            if (Number(found[key]) is { } size) found[key] = size * by;
            else if (found[key] is JsonArray sizes) found[key] = new JsonArray([.. sizes.Select(size => (JsonNode?)(Number(size) * by))]);
        }
    }

    private static void Recolour(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Usual(items[i]) is { } other) items[i] = other;
                    else if (items[i] is not JsonValue) Recolour(items[i]);
                }
                break;
            case JsonObject members:
                foreach (var (name, value) in members.ToArray())
                {
                    if (Usual(value) is { } other) members[name] = other;
                    else Recolour(value);
                }
                break;
        }
    }

    private static string? Usual(JsonNode? node)
    {
        if (node is not JsonValue value || !value.TryGetValue(out string? text) || text.Length != 7 || text[0] != '#') return null;
        foreach (var colours in UsualColours)
        {
            if (Array.IndexOf(colours, text.ToLowerInvariant()) is >= 0 and var place) return Palette.Colour(place);
        }
        return null;
    }

    private static double? Number(JsonNode? node)
        => node is JsonValue value && value.TryGetValue(out double number) && double.IsFinite(number) ? number : null;

    [GeneratedRegex(@"^[xy]axis\d*$")]
    private static partial Regex Axis();

    [GeneratedRegex(@"font-size:\s*([\d.]+)px")]
    private static partial Regex InlineSize();
}
