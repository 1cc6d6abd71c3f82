using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Charts;

/// <summary>A finished figure: plotly JSON, a caption and a text table. It does not change.</summary>
/// <remarks>
/// In a notebook it shows as one MIME bundle: plotly JSON, HTML and text. The HTML is an SVG drawn by the real plotly.js, which any viewer shows,
/// and turns into the interactive figure on a Jupyter page whose kernel is installed; the text is caption and table. Where plotly.js or Chromium is
/// missing, the bundle says so instead of the picture and holds the rest. <c>display(figure, "image/svg+xml")</c> shows the drawing alone.
/// </remarks>
[TypeFormatterSource(typeof(FigureFormatterSource), PreferredMimeTypes = [PlotlyMime, "text/html", "text/plain"])]
public sealed partial class Figure
{
    /// <summary>The MIME type of <see cref="PlotlyJson"/>.</summary>
    public const string PlotlyMime = "application/vnd.plotly.v1+json";

    internal Figure(string name, string data, string layout, string caption, TextTable table, int width, int height)
    {
        Key = KeyOf(name);
        Caption = caption;
        Table = table;
        Width = width;
        Height = height;
        var described = JsonNode.Parse(layout)!.AsObject();
        Id = "f" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data + layout + caption)))[..10];
        described["meta"] = new JsonObject { ["id"] = Id, ["key"] = Key, ["caption"] = caption };
        PlotlyJson = $"{{\"data\":{data},\"layout\":{Charts.PlotlyJson.Text(described)},\"config\":{{\"displaylogo\":false,\"responsive\":true}}}}";
    }

    /// <summary>A short name for files and links, made of the title: lower-case letters, digits and hyphens.</summary>
    public string Key { get; }

    /// <summary>Names the figure's content on a page: figures that are equal in all have the same.</summary>
    internal string Id { get; }

    /// <summary>What the figure shows, in words, with n; also its alternative text.</summary>
    public string Caption { get; }

    /// <summary>The figure's numbers as a table, for terminals and screen readers.</summary>
    public TextTable Table { get; }

    /// <summary>Width in CSS pixels (1/96 inch).</summary>
    public int Width { get; }

    /// <summary>Height in CSS pixels (1/96 inch).</summary>
    public int Height { get; }

    /// <summary>The figure in plotly's format: an object with <c>data</c>, <c>layout</c> and <c>config</c>.</summary>
    /// <remarks>Numbers have nine significant digits. <c>layout.meta</c> holds <see cref="Key"/>, <see cref="Caption"/> and a hash.</remarks>
    public string PlotlyJson { get; }

    /// <summary>A figure of one's own from plotly JSON, to be shown and saved like the others.</summary>
    /// <param name="json">An object with a list <c>data</c> and, where wanted, an object <c>layout</c> (its width and height default to 720×440).</param>
    /// <param name="caption">What it shows, in words; not empty.</param>
    /// <param name="table">Its numbers; <see langword="null"/> for none.</param>
    /// <exception cref="ArgumentException">The text is not such JSON, or the caption is empty.</exception>
    public static Figure FromPlotly(string json, string caption, TextTable? table = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentException.ThrowIfNullOrWhiteSpace(caption);
        JsonObject? figure;
        try
        {
            figure = JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The figure is not JSON: {error.Message}", nameof(json), error);
        }
        if (figure?["data"] is not JsonArray data || (figure["layout"] ?? new JsonObject()) is not JsonObject layout)
        {
            throw new ArgumentException("A plotly figure is an object with a list 'data' and an object 'layout'; this JSON is not.", nameof(json));
        }
        var (width, height) = (Size("width", 720), Size("height", 440));
        return new(caption, Charts.PlotlyJson.Text(data), Charts.PlotlyJson.Text(layout), caption, table ?? new(["figure"], [[caption]]), width, height);

        int Size(string name, int otherwise)
        {
            if (layout[name] is not { } given)
            {
                layout[name] = otherwise;
                return otherwise;
            }
            return given is JsonValue value && value.TryGetValue(out double size) && size is >= 10 and <= 10_000
                ? (int)Math.Round(size)
                : throw new ArgumentException($"layout.{name} must be a number of pixels from 10 to 10,000.", nameof(json));
        }
    }

    /// <summary>Shows the figure now: inline in a running notebook cell, elsewhere as caption and text table on the console.</summary>
    /// <remarks>The last expression of a cell shows itself without this.</remarks>
    public void Show()
    {
        if (NotebookDisplay.Show(this) is null) Console.Out.WriteLine(ToString());
    }

    /// <summary>Caption and text table.</summary>
    public override string ToString() => $"{Caption}\n\n{Table}";

    private static string KeyOf(string name)
    {
        var key = new StringBuilder();
        foreach (var letter in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter)) key.Append(letter);
            else if (key.Length > 0 && key[^1] != '-') key.Append('-');
            if (key.Length == 60) break;
        }
        var text = key.ToString().TrimEnd('-');
        return text.Length == 0 ? "figure" : text;
    }
}
