using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Charts;

/// <summary>How figures show in a notebook.</summary>
internal sealed class FigureFormatterSource : ITypeFormatterSource
{
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new TextFormatter<Figure>(Figure.PlotlyMime, figure => figure.PlotlyJson),
        new TextFormatter<Figure>("image/svg+xml", figure => figure.SvgOrNote(figure.Svg)),
        new TextFormatter<Figure>("text/html", figure => figure.Html(figure.Svg)),
        new TextFormatter<Figure>("text/plain", figure => figure.Plain(figure.Svg)),
    ];
}

/// <summary>How tables show in a notebook.</summary>
internal sealed class TableFormatterSource : ITypeFormatterSource
{
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() =>
    [
        new TextFormatter<TextTable>("text/html", table => table.ToHtml()),
        new TextFormatter<TextTable>("text/plain", table => table.ToString()),
        new TextFormatter<TextTable>("text/markdown", table => table.ToMarkdown()),
        new TextFormatter<ClaimsTable>("text/html", claims => claims.ToHtml()),
        new TextFormatter<ClaimsTable>("text/plain", claims => claims.ToString()),
        new TextFormatter<ClaimsTable>("text/markdown", claims => claims.ToMarkdown()),
    ];
}

/// <summary>Writes a text for a value.</summary>
internal sealed class TextFormatter<T>(string mimeType, Func<T, string> text) : TypeFormatter<T>
{
    public override string MimeType => mimeType;

    public override bool Format(T value, FormatContext context)
    {
        context.Writer.Write(text(value));
        return true;
    }
}
