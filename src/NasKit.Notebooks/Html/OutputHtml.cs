using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Html;

/// <summary>Writes outputs in the richest form that a page of its own can show.</summary>
/// <param name="text">Takes the page.</param>
/// <param name="interactive">Whether the page will have plotly's script.</param>
internal sealed partial class OutputHtml(TextWriter text, bool interactive)
{
    private int figures;

    public static bool IsFigure(Output output) => output is BundleOutput bundle && bundle.Data[MimeTypes.Plotly] is JsonObject;

    public void Write(Output output)
    {
        switch (output)
        {
            case StreamOutput stream:
                Pre(stream.Name == "stderr" ? "output stderr" : "output", LastOverwritten(stream.Text));
                break;
            case ErrorOutput error:
                Pre("output error", error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Value}");
                break;
            case BundleOutput bundle:
                Write(bundle);
                break;
        }
    }

    private void Write(BundleOutput bundle)
    {
        var data = bundle.Data;
        var caption = Text(data, MimeTypes.Text) ?? "";
        if (IsFigure(bundle))
        {
            if (interactive)
                Figure(data[MimeTypes.Plotly]!, caption);
            else if (!Image(data, caption))
                Pre("output", caption);
        }
        else if (Text(data, MimeTypes.Html) is { } html)
        {
            text.Write($"<div class=\"output\">{html}</div>\n");
        }
        else if (!Image(data, caption))
        {
            if (Text(data, MimeTypes.Markdown) is { } markdown)
            {
                text.Write("<div class=\"output text\">");
                MarkdownHtml.Write(new MarkdownCell { Id = "output", Source = markdown }, null, text);
                text.Write("</div>\n");
            }
            else if (caption.Length > 0)
            {
                Pre("output", caption);
            }
            else if (data.FirstOrDefault() is { Key: { } type, Value: { } content })
            {
                Pre("output", MimeTypes.IsJson(type) ? content.ToJsonString() : $"({type})");
            }
        }
    }

    private void Figure(JsonNode figure, string caption)
    {
        figures++;
        var id = string.Create(CultureInfo.InvariantCulture, $"figure-{figures}");
        var label = WebUtility.HtmlEncode(FirstLine(caption));
        text.Write($"<div class=\"output\"><div class=\"figure\" role=\"img\" aria-label=\"{label}\" data-source=\"{id}\"></div>");
        // Inside the element no text may end it; < is the one character that could begin that.
        text.Write($"<script type=\"application/json\" id=\"{id}\">{figure.ToJsonString().Replace("<", "\\u003c", StringComparison.Ordinal)}</script></div>\n");
    }

    private bool Image(JsonObject data, string caption)
    {
        // As an image, a drawing cannot run scripts nor meet the styles and ids of other drawings on the page.
        var source = Text(data, MimeTypes.Svg) is { } svg ? $"image/svg+xml;base64,{Convert.ToBase64String(Encoding.UTF8.GetBytes(svg))}"
            : Text(data, MimeTypes.Png) is { } png && IsBase64(png) ? $"image/png;base64,{png.ReplaceLineEndings("")}"
            : Text(data, "image/jpeg") is { } jpeg && IsBase64(jpeg) ? $"image/jpeg;base64,{jpeg.ReplaceLineEndings("")}"
            : null;
        if (source is null)
            return false;
        text.Write($"<div class=\"output\"><img alt=\"{WebUtility.HtmlEncode(FirstLine(caption))}\" src=\"data:{source}\"></div>\n");
        return true;
    }

    private void Pre(string style, string content) => text.Write($"<div class=\"{style}\"><pre>{WebUtility.HtmlEncode(Ansi().Replace(content, ""))}</pre></div>\n");

    private static string? Text(JsonObject data, string type) => data[type] is JsonValue value && value.TryGetValue(out string? found) ? found : null;

    private static bool IsBase64(string content) => content.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '=' or '\n' or '\r');

    private static string FirstLine(string content) => content.Split('\n')[0];

    // A carriage return starts a line over, as progress bars do; what stands there in the end is what counts.
    private static string LastOverwritten(string content) =>
        string.Join('\n', content.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd('\r').Split('\r')[^1]));

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Ansi();
}
