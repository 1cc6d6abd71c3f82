using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace NasKit.Charts;

/// <summary>A figure drawn for a report: of a given width in millimetres, with texts of a given size, nothing cut off.</summary>
public sealed class ReportFigure
{
    private readonly ReportStyle style;
    private readonly double heightPx;

    private ReportFigure(string svg, double heightPx, ReportStyle style)
    {
        Svg = svg;
        this.heightPx = heightPx;
        this.style = style;
    }

    /// <summary>The drawing. Its texts are texts, in a font that it carries, and its size is in millimetres.</summary>
    public string Svg { get; }

    /// <summary>Width in millimetres.</summary>
    public double WidthMm => style.WidthMm;

    /// <summary>Height in millimetres; it follows from the figure's proportions and from what stands around its plot.</summary>
    public double HeightMm => heightPx * 25.4 / 96;

    /// <summary>Draws a figure by plotly.js, NasKit's or any other tool's.</summary>
    /// <param name="plotlyJson">An object with a list <c>data</c> and, where wanted, an object <c>layout</c>.</param>
    /// <param name="style">Size and looks.</param>
    /// <exception cref="ArgumentException">The text is no plotly figure, or the style is wrong.</exception>
    /// <exception cref="NasKitException">plotly.js or Chromium is missing, or cannot draw the figure.</exception>
    public static ReportFigure Draw(string plotlyJson, ReportStyle style)
    {
        ArgumentNullException.ThrowIfNull(plotlyJson);
        ArgumentNullException.ThrowIfNull(style);
        style.Validate();
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(plotlyJson);
        }
        catch (JsonException error)
        {
            throw new ArgumentException($"The figure is not JSON: {error.Message}", nameof(plotlyJson), error);
        }
        if (json is not JsonObject { } figure || figure["data"] is not JsonArray || (figure["layout"] ?? new JsonObject()) is not JsonObject)
        {
            throw new ArgumentException("A plotly figure is an object with a list 'data' and an object 'layout'; this JSON is not.", nameof(plotlyJson));
        }
        var (styled, plan) = ReportLayout.Apply(figure, style);
        var drawn = ChartRenderer.Shared.Run(page => page.EvaluateAsync<string[]>(ReportLayout.FitScript, new { figure = PlotlyJson.Text(styled), plan = PlotlyJson.Text(plan) }));
        var height = double.Parse(drawn[1], CultureInfo.InvariantCulture);
        var caption = (string?)(figure["layout"]?["meta"] as JsonObject)?["caption"] is { Length: > 0 } said ? said : "";
        var root = XElement.Parse(SvgText.Tidy(drawn[0], plotlyJson + style, caption));
        if (caption.Length == 0) root.Elements().First().Remove();
        root.SetAttributeValue("width", Mm(style.WidthMm));
        root.SetAttributeValue("height", Mm(height * 25.4 / 96));
        FontEmbedding.Add(root);
        return new(root.ToString(SaveOptions.DisableFormatting), height, style);
    }

    /// <summary>One page of the figure's size; its texts can be selected, its fonts are inside.</summary>
    public byte[] Pdf() => ChartRenderer.Shared.Pdf(Svg, Mm(WidthMm), Mm(HeightMm));

    /// <summary>The figure as pixels at the style's resolution.</summary>
    public byte[] Png() => ChartRenderer.Shared.Png(Svg, style.WidthPx, heightPx, style.Dpi / 96);

    /// <summary>The content of a file of the figure.</summary>
    /// <param name="format"><c>svg</c>, <c>pdf</c> or <c>png</c>.</param>
    /// <exception cref="ArgumentException">Another format.</exception>
    public byte[] ToBytes(string format) => format switch
    {
        "svg" => Encoding.UTF8.GetBytes(Svg),
        "pdf" => Pdf(),
        "png" => Png(),
        _ => throw new ArgumentException($"There is no format {format}; a report's figure is svg, pdf or png.", nameof(format)),
    };

    private static string Mm(double mm) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(mm, 3)}mm");
}
