using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit;

/// <summary>Shows a value in a notebook as its own text, instead of every property that it has.</summary>
/// <typeparam name="T">The type, which names this class in its <c>TypeFormatterSource</c>.</typeparam>
internal sealed class PlainText<T> : ITypeFormatterSource
{
    public IEnumerable<ITypeFormatter> CreateTypeFormatters() => [new Formatter()];

    private sealed class Formatter : TypeFormatter<T>
    {
        public override string MimeType => "text/plain";

        public override bool Format(T value, FormatContext context)
        {
            context.Writer.Write(value?.ToString() ?? "NA");
            return true;
        }
    }
}
