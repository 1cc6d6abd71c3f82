using System.Text.Json.Nodes;

namespace NasKit.Charts;

public static partial class Plot
{
    // Hatching keeps the parts apart in grey print.
    private static readonly string[] Hatches = ["", "/", ".", "x", "-", "\\"];

    /// <summary>Bars that are put together of parts, one below the other, each with its length in figures.</summary>
    /// <param name="data">Bars and parts.</param>
    /// <returns>A figure whose table lists every part and the length of every bar.</returns>
    /// <exception cref="ArgumentException">The data is not valid; the message lists everything that is wrong.</exception>
    public static Figure Bars(BarData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        data.Validate();
        var names = PlotlyJson.Texts(data.Bars);
        var traces = new JsonArray([.. data.Parts.Select((part, p) => (JsonNode)new JsonObject
        {
            ["type"] = "bar",
            ["orientation"] = "h",
            ["name"] = PlotlyJson.Escape(part.Name),
            ["y"] = names.DeepClone(),
            ["x"] = new JsonArray([.. part.Values.Select(length => length is { } known ? (JsonNode)PlotlyJson.Number(known) : null)]),
            ["marker"] = Hatches[p % Hatches.Length] is { Length: > 0 } hatch
                ? new JsonObject { ["color"] = Palette.Colour(p), ["pattern"] = new JsonObject { ["shape"] = hatch, ["bgcolor"] = Palette.Colour(p, 0.3), ["size"] = 6 } }
                : new JsonObject { ["color"] = Palette.Colour(p) },
            ["hovertemplate"] = $"%{{y}}<br>%{{x:.4~g}}{(string.IsNullOrEmpty(data.Value.Unit) ? "" : " " + PlotlyJson.Escape(data.Value.Unit))}<extra>%{{fullData.name}}</extra>",
        })]);
        var totals = data.Totals;
        var layout = PlotlyJson.Layout(data.Title, "", Width, 150 + (34 * data.Bars.Count), traces);
        layout["xaxis"] = PlotlyJson.Axis(data.Value, [.. totals.OfType<double>()]);
        layout["xaxis"]!["range"] = PlotlyJson.Numbers([0, totals.Max() is > 0 and var longest ? 1.12 * longest : 1]); // room for the last figure
        layout["yaxis"] = new JsonObject { ["type"] = "category", ["automargin"] = true, ["showticklabels"] = data.Bars.Count > 0 };
        if (data.Bars.Count > 0 && data.Parts.Count > 0)
        {
            (layout["barmode"], layout["bargap"]) = ("stack", 0.35);
            (layout["yaxis"]!["categoryorder"], layout["yaxis"]!["categoryarray"]) = ("array", new JsonArray([.. names.Reverse().Select(name => name!.DeepClone())]));
        }
        layout["legend"]?["traceorder"] = "normal";
        layout["legend"]?["y"] = -54.0 / Math.Max(60, 34 * data.Bars.Count);
        JsonObject[] notes = [.. totals.Select((total, bar) => PlotlyJson.Note(
            total is null ? "no data" : TextTable.Number(total, 3), "x", PlotlyJson.Number(total ?? 0), "y", names[bar]!.DeepClone(), "left", "middle"))];
        foreach (var note in notes) note["xshift"] = 4;
        layout["annotations"] = new JsonArray([.. data.Bars.Count == 0 ? [PlotlyJson.NoData()] : notes]);
        return Make("bars", data.Title, traces, layout, data.Caption, new(
            ["", .. data.Parts.Select(part => part.Name), data.Value.Label],
            [.. data.Bars.Select((name, bar) => (IReadOnlyList<object?>)[name, .. data.Parts.Select(part => (object?)part.Values[bar]), totals[bar]])]));
    }
}
