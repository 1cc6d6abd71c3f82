using System.Net;
using System.Text;

namespace NasKit.Charts;

public sealed partial class Figure
{
    private readonly Lock drawing = new();
    private string? svg;

    /// <summary>Writes the figure to a file; the ending of its name decides the format.</summary>
    /// <param name="path">
    /// A name that ends in <c>.svg</c> (text stays text), <c>.png</c> (two pixels a CSS pixel), <c>.pdf</c> (one page of the figure's size, text
    /// stays text) or <c>.html</c> (one self-contained interactive page with caption and table; it embeds plotly.js and needs no network).
    /// The folder is made where it is missing; an existing file is replaced.
    /// </param>
    /// <returns>The file's full path.</returns>
    /// <exception cref="ArgumentException">The name ends in something else.</exception>
    /// <exception cref="NasKitException">plotly.js or Chromium is missing or failed, or the file cannot be written; the hint says what to do.</exception>
    public string Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var bytes = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".svg" => Encoding.UTF8.GetBytes(Svg()),
            ".png" => ChartRenderer.Shared.Png(Svg(), Width, Height),
            ".pdf" => ChartRenderer.Shared.Pdf(Svg(), $"{Width}px", $"{Height}px"),
            ".html" or ".htm" => Encoding.UTF8.GetBytes(Page(PlotlyScript.Find())),
            var ending => throw new ArgumentException($"A figure is saved as .svg, .png, .pdf or .html; '{path}' ends in '{ending}'.", nameof(path)),
        };
        var full = Path.GetFullPath(path);
        var beside = $"{full}.{Guid.NewGuid():N}.part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllBytes(beside, bytes);
            File.Move(beside, full, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(beside)) File.Delete(beside);
            throw new NasKitException($"The figure could not be written to '{full}': {error.Message}", "Choose a folder that exists and may be written to.", error);
        }
        return full;
    }

    /// <summary>The figure as SVG, drawn by plotly.js; the same figure gives the same text each time.</summary>
    /// <exception cref="NasKitException">plotly.js or Chromium is missing or failed.</exception>
    public string Svg()
    {
        lock (drawing) return svg ??= ChartRenderer.Shared.Svg(this);
    }

    /// <summary>What a notebook page shows: the SVG with its caption, or note, table and caption where there is no picture; interactive where it can be.</summary>
    internal string Html(Func<string> draw)
    {
        try
        {
            return FigureHtml.Of(this, draw(), null);
        }
        catch (NasKitException error)
        {
            return FigureHtml.Of(this, null, error.Message);
        }
    }

    /// <summary>The SVG, or a small SVG that says why there is none: an image type must not hold anything else.</summary>
    internal string SvgOrNote(Func<string> draw)
    {
        try
        {
            return draw();
        }
        catch (NasKitException error)
        {
            var lines = Charts.PlotlyJson.Wrap($"{Caption} No picture: {error.Message}", 95);
            var text = new StringBuilder();
            for (var i = 0; i < lines.Count; i++) text.Append($"<text x=\"10\" y=\"{24 + (18 * i)}\">{WebUtility.HtmlEncode(lines[i])}</text>");
            return $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{24 + (18 * lines.Count)}\" font-family=\"sans-serif\" font-size=\"12\">{text}</svg>";
        }
    }

    /// <summary>Caption, a note where there is no picture, and the text table.</summary>
    internal string Plain(Func<string> draw)
    {
        try
        {
            draw();
            return ToString();
        }
        catch (NasKitException error)
        {
            return $"{Caption}\n(No picture: {error.Message})\n\n{Table}";
        }
    }

    private string Page(string scriptPath)
    {
        // A closing tag inside the library's strings would end the element early; the added backslash changes nothing in a JavaScript string.
        var script = PlotlyScript.Read(scriptPath).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase);
        var caption = WebUtility.HtmlEncode(Caption);
        return $$"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>{{WebUtility.HtmlEncode(Key)}}</title>
            <style>body{font-family:sans-serif;margin:2em;max-width:{{Width}}px}table{border-collapse:collapse}td,th{padding:.2em .6em;border-bottom:1px solid #ddd}</style>
            <script>{{script}}</script>
            </head>
            <body>
            <figure style="margin:0">
            <div id="figure" role="img" aria-label="{{caption}}"></div>
            <figcaption>{{caption}}</figcaption>
            </figure>
            <details><summary>Table</summary>
            {{Table.ToHtml()}}
            </details>
            <script>const figure = {{PlotlyJson}};
            Plotly.newPlot("figure", figure.data, figure.layout, figure.config);</script>
            </body>
            </html>

            """;
    }
}
