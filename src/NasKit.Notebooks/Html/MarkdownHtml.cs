using System.Text.Json.Nodes;
using Markdig;
using Markdig.Renderers;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Html;

/// <summary>Renders the markdown of a cell. Its raw HTML is shown as text, and nothing in it can run or load anything.</summary>
internal static class MarkdownHtml
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseGridTables().UseAutoLinks().UseTaskLists()
        .UseEmphasisExtras().UseFootnotes().UseListExtras().UseAutoIdentifiers().DisableHtml().Build();

    public static void Write(MarkdownCell cell, string? folder, TextWriter text)
    {
        var document = Markdown.Parse(cell.Source, Pipeline);
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (link.IsImage)
                link.Url = Image(link.Url, cell.Attachments, folder) ?? "data:,";
            else if (!IsSafe(link.Url))
                link.Url = "";
        }
        foreach (var link in document.Descendants<AutolinkInline>().Where(link => !link.IsEmail && !IsSafe(link.Url)).ToList())
            link.ReplaceBy(new LiteralInline(link.Url));
        var renderer = new HtmlRenderer(text);
        Pipeline.Setup(renderer);
        renderer.Render(document);
    }

    /// <summary>The headings of a cell: level, 1 to 6, and text without marks.</summary>
    public static IEnumerable<(int Level, string Text)> Headings(MarkdownCell cell) =>
        Markdown.Parse(cell.Source, Pipeline).Descendants<HeadingBlock>().Select(heading => (heading.Level, Text: string.Concat(heading.Inline?.Descendants().Select(part => part switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => "",
        }) ?? []).Trim())).Where(heading => heading.Text.Length > 0);

    private static bool IsSafe(string? url) =>
        url is not null && (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is "http" or "https" or "mailto" or "file")
        && !url.Contains("script:", StringComparison.OrdinalIgnoreCase);

    private static string? Image(string? url, JsonObject? attachments, string? folder)
    {
        if (url is null || url.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase))
            return url;
        if (url.StartsWith("attachment:", StringComparison.OrdinalIgnoreCase))
        {
            var (type, content) = (attachments?[Uri.UnescapeDataString(url["attachment:".Length..])] as JsonObject)?.FirstOrDefault() ?? default;
            return content is JsonValue value && value.TryGetValue(out string? data) && type.StartsWith("image/", StringComparison.Ordinal) ? $"data:{type};base64,{data}" : null;
        }
        var kind = Path.GetExtension(url).ToUpperInvariant() switch
        {
            ".PNG" => "image/png",
            ".JPG" or ".JPEG" => "image/jpeg",
            ".GIF" => "image/gif",
            ".SVG" => "image/svg+xml",
            ".WEBP" => "image/webp",
            _ => null,
        };
        if (kind is null || folder is null || Uri.TryCreate(url, UriKind.Absolute, out _))
            return null;
        try
        {
            return $"data:{kind};base64,{Convert.ToBase64String(File.ReadAllBytes(Path.Combine(folder, Uri.UnescapeDataString(url))))}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A picture that is not there is a gap in the page, as in a front end.
            return null;
        }
    }
}
