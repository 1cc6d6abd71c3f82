using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace NasKit.Charts;

/// <summary>The parts of plotly's figure format that every chart here shares.</summary>
internal static class PlotlyJson
{
    public const string Font = "DejaVu Sans, Verdana, Arial, sans-serif";

    // Everything readable stays as it is; < > & and quotes are escaped, so that the text may stand inside an HTML script element.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    public static string Text(JsonNode node) => node.ToJsonString(Options);

    /// <summary>A list of numbers, to nine significant digits: finer than any screen, and a third shorter than a double in full.</summary>
    public static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(value => (JsonNode)Number(value))];

    public static JsonArray Texts(IEnumerable<string?> values) => [.. values.Select(value => (JsonNode)Escape(value ?? ""))];

    public static JsonValue Number(double value)
        => JsonValue.Create(double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    /// <summary>A number for a mark in a chart, three significant digits, large ones as 12M.</summary>
    public static string Compact(double value) => Math.Abs(value) switch
    {
        >= 1e9 => TextTable.Number(value / 1e9, 3) + "G",
        >= 1e6 => TextTable.Number(value / 1e6, 3) + "M",
        >= 1e4 => TextTable.Number(value / 1e3, 3) + "k",
        _ => TextTable.Number(value, 3),
    };

    /// <summary>A user's text as plotly shows it: plotly would take a less-than sign for a tag.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").ReplaceLineEndings("<br>");

    /// <summary>Breaks a text between words so that no line is much longer than the given number of characters.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        List<string> lines = [];
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(word);
        }
        if (line.Length > 0) lines.Add(line.ToString());
        return lines;
    }

    /// <summary>Layout with title, a muted second line, white background and a legend below the plot.</summary>
    public static JsonObject Layout(string title, string subtitle, int width, int height, JsonArray traces)
    {
        var entries = traces.Where(trace => (bool?)trace!["showlegend"] != false).Select(trace => ((string)trace!["name"]!).Length).ToArray();
        var legend = entries.Length > 0;
        // More rows of legend make the figure taller, not the plot flatter; a row holds about as much as the plot is wide.
        height += 20 * (entries.Sum(length => 60 + (7 * length)) / (width - 94));
        var titleLines = Wrap(title, width / 10);
        var subtitleLines = Wrap(subtitle, width / 7);
        var text = string.Join("<br>", titleLines.Select(line => $"<b>{Escape(line)}</b>"));
        if (subtitleLines.Count > 0)
        {
            var small = string.Join("<br>", subtitleLines.Select(Escape));
            text += $"{(text.Length > 0 ? "<br>" : "")}<span style=\"font-size:12px;color:{Palette.Muted}\">{small}</span>";
        }
        var top = 18 + (19 * titleLines.Count) + (16 * subtitleLines.Count) + (text.Length > 0 ? 6 : 0);
        var layout = new JsonObject
        {
            ["title"] = new JsonObject
            {
                ["text"] = text,
                ["font"] = new JsonObject { ["size"] = 15, ["color"] = Palette.Ink },
                ["x"] = 0.015,
                ["xanchor"] = "left",
                // The base of the first line; plotly places several lines the same way only from there.
                ["y"] = 1 - (24.0 / height),
                ["yanchor"] = "bottom",
            },
            ["width"] = width,
            ["height"] = height,
            ["margin"] = new JsonObject { ["l"] = 70, ["r"] = 24, ["t"] = top, ["b"] = 60 },
            ["font"] = new JsonObject { ["family"] = Font, ["size"] = 12, ["color"] = Palette.Ink },
            ["paper_bgcolor"] = "#ffffff",
            ["plot_bgcolor"] = "#ffffff",
            ["hovermode"] = "closest",
            ["showlegend"] = legend,
        };
        if (legend)
        {
            layout["legend"] = new JsonObject
            {
                ["orientation"] = "h",
                ["x"] = 0,
                ["xanchor"] = "left",
                ["y"] = -0.2,
                ["yanchor"] = "top",
                ["font"] = new JsonObject { ["size"] = 12 },
            };
        }
        return layout;
    }

    /// <summary>An axis for some values; without any it has no numbers, as those would mean nothing.</summary>
    public static JsonObject Axis(ChartAxis axis, IReadOnlyCollection<double> values, bool title = true)
    {
        var made = Plain(axis, title);
        if (values.Count == 0)
        {
            made["showticklabels"] = false;
            made["showgrid"] = false;
            ((JsonObject)made["title"]!).Remove("standoff"); // plotly.js 2.6 counts it from the figure's corner where an axis has no labels
            foreach (var unused in new[] { "exponentformat", "gridcolor", "ticks", "tickcolor", "ticklen" }) made.Remove(unused);
        }
        else if (axis.Log)
        {
            LogTicks(made, values.Min(), values.Max());
        }
        else if (values.All(double.IsInteger) && values.Max() - values.Min() is > 1 and <= 12)
        {
            made["dtick"] = 1; // nothing lies between two epochs
        }
        return made;
    }

    private static void LogTicks(JsonObject axis, double low, double high)
    {
        if (high / low > 200)
        {
            axis["dtick"] = 1; // decades, as powers
            return;
        }
        // Over two decades or less the numbers are short enough to stand in full.
        var ticks = new List<double>();
        for (var power = (int)Math.Floor(Math.Log10(low)) - 1; power <= Math.Log10(high) + 1; power++)
        {
            ticks.AddRange(new[] { 1, 2, 5 }.Select(digit => Math.Round(digit * Math.Pow(10, power), 12)));
        }
        axis["tickvals"] = Numbers(ticks);
        axis["ticktext"] = Texts(ticks.Select(Compact));
        axis.Remove("exponentformat");
    }

    private static JsonObject Plain(ChartAxis axis, bool title) => new()
    {
        ["title"] = new JsonObject { ["text"] = title ? Escape(axis.Label) : "", ["font"] = new JsonObject { ["size"] = 13 }, ["standoff"] = 8 },
        ["type"] = axis.Log ? "log" : "linear",
        ["gridcolor"] = Palette.Grid,
        ["zeroline"] = false,
        ["showline"] = true,
        ["linecolor"] = Palette.Muted,
        ["linewidth"] = 1,
        ["ticks"] = "outside",
        ["tickcolor"] = Palette.Muted,
        ["ticklen"] = 4,
        ["automargin"] = true,
        ["exponentformat"] = axis.Log ? "power" : "SI",
    };

    /// <summary>A straight dashed line across the whole plot in one direction.</summary>
    public static JsonObject Vertical(double x, string xAxis = "x", string yAxis = "y") => new()
    {
        ["type"] = "line",
        ["xref"] = xAxis,
        ["yref"] = $"{yAxis} domain",
        ["x0"] = Number(x),
        ["x1"] = Number(x),
        ["y0"] = 0,
        ["y1"] = 1,
        // Above: a grid line at the same place would hide it.
        ["layer"] = "above",
        ["line"] = new JsonObject { ["color"] = Palette.Muted, ["width"] = 1, ["dash"] = "4px,3px" },
    };

    /// <summary>The legend's entry for <see cref="Vertical"/>; shapes have none of their own in older versions of plotly.</summary>
    public static JsonObject BudgetEntry() => new()
    {
        ["type"] = "scatter",
        ["mode"] = "lines",
        ["name"] = "budget",
        ["x"] = new JsonArray((JsonNode?)null),
        ["y"] = new JsonArray((JsonNode?)null),
        ["line"] = new JsonObject { ["color"] = Palette.Muted, ["width"] = 1, ["dash"] = "4px,3px" },
        ["legendrank"] = 1003,
        ["hoverinfo"] = "skip",
    };

    public static JsonObject Note(string html, string xRef, JsonNode x, string yRef, JsonNode y, string xAnchor, string yAnchor, double size = 11) => new()
    {
        ["text"] = html,
        ["xref"] = xRef,
        ["x"] = x,
        ["yref"] = yRef,
        ["y"] = y,
        ["xanchor"] = xAnchor,
        ["yanchor"] = yAnchor,
        ["align"] = "left",
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = size, ["color"] = Palette.Ink },
    };

    public static JsonObject NoData(string xRef = "paper", string yRef = "paper")
        => Note("no data", xRef, 0.5, yRef, 0.5, "center", "middle", 14);

    /// <summary>Series that have nothing to draw still stand in the legend; plotly drops a trace whose lists are empty.</summary>
    public static (JsonArray X, JsonArray Y) Points(IReadOnlyList<double> x, IReadOnlyList<double> y)
        => x.Count == 0 ? (new JsonArray((JsonNode?)null), new JsonArray((JsonNode?)null)) : (Places(x), Places(y));

    /// <summary>Positions of points, to six significant digits and to a hundred-thousandth of their range, whichever is finer: a notebook keeps hundreds of them.</summary>
    private static JsonArray Places(IReadOnlyList<double> values)
    {
        var range = values.Max() - values.Min();
        var ofRange = range > 0 && double.IsFinite(range) ? 5 - (int)Math.Floor(Math.Log10(range)) : 0;
        return [.. values.Select(value =>
        {
            var ofValue = value == 0 || !double.IsFinite(value) ? 0 : 5 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
            var decimals = Math.Max(ofRange, ofValue);
            return (JsonNode)Number(decimals is >= 0 and <= 15 ? Math.Round(value, decimals) : value);
        })];
    }
}
