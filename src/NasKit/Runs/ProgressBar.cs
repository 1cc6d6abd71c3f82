using System.Globalization;
using System.Net;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Runs;

/// <summary>How far a step has come, as a notebook shows it: a bar and a line of text, or the line alone.</summary>
[TypeFormatterSource(typeof(ProgressBarFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
internal sealed record ProgressBar(Progress Progress)
{
    /// <summary>The bar as HTML.</summary>
    public string Html =>
        (Progress.Total > 0 ? string.Create(CultureInfo.InvariantCulture, $"<progress value=\"{Progress.Done}\" max=\"{Progress.Total}\"></progress> ") : "")
        + $"<code>{WebUtility.HtmlEncode(ToString())}</code>";

    /// <summary>The line.</summary>
    public override string ToString()
    {
        var message = (Progress.Message ?? "").ReplaceLineEndings(" ");
        return Progress.Total > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{Progress.Done}/{Progress.Total} {message}")
            : string.Create(CultureInfo.InvariantCulture, $"{Progress.Done} {message}");
    }
}

/// <summary>How progress shows in a notebook.</summary>
internal sealed class ProgressBarFormatterSource : ITypeFormatterSource
{
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() => [new AsHtml(), new AsText()];

    private sealed class AsHtml : TypeFormatter<ProgressBar>
    {
        public override string MimeType => "text/html";

        public override bool Format(ProgressBar value, FormatContext context)
        {
            context.Writer.Write(value.Html);
            return true;
        }
    }

    private sealed class AsText : TypeFormatter<ProgressBar>
    {
        public override string MimeType => "text/plain";

        public override bool Format(ProgressBar value, FormatContext context)
        {
            context.Writer.Write(value.ToString());
            return true;
        }
    }
}
