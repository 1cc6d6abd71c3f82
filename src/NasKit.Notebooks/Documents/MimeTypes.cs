namespace NasKit.Notebooks.Documents;

/// <summary>The MIME types of notebook outputs, and how documents store each.</summary>
public static class MimeTypes
{
    /// <summary>Plain text; every output should have it.</summary>
    public const string Text = "text/plain";

    /// <summary>A fragment of HTML.</summary>
    public const string Html = "text/html";

    /// <summary>An SVG drawing as text.</summary>
    public const string Svg = "image/svg+xml";

    /// <summary>A PNG image in base64.</summary>
    public const string Png = "image/png";

    /// <summary>A plotly figure: JSON with <c>data</c> and <c>layout</c>.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>Markdown text.</summary>
    public const string Markdown = "text/markdown";

    /// <summary>Whether documents hold this type as JSON rather than as text.</summary>
    /// <param name="type">A MIME type.</param>
    public static bool IsJson(string type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type == "application/json" || (type.StartsWith("application/", StringComparison.Ordinal) && type.EndsWith("+json", StringComparison.Ordinal));
    }

    /// <summary>The type of what a part of a cell in another language shows.</summary>
    internal static string OfLanguage(string language) => language switch
    {
        "html" => Html,
        "markdown" => Markdown,
        "javascript" => "application/javascript",
        _ => Text,
    };

    internal static bool IsSplitIntoLines(string type) =>
        type.StartsWith("text/", StringComparison.Ordinal) || type is "image/svg+xml" or "application/javascript";
}
