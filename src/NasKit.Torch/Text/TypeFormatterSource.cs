using System.Net;

namespace TorchSharp.Utils;

/// <summary>Tells a notebook front end, which looks for an attribute of this name, how to show a type.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;
}

/// <summary>How a notebook shows a tensor: the same text, plain and in a pre element.</summary>
internal sealed class TypeFormatterSource
{
    public IEnumerable<object> CreateTypeFormatters() => [new Formatter("text/plain", text => text), new Formatter("text/html", text => $"<div><pre>{WebUtility.HtmlEncode(text)}</pre></div>")];

    internal sealed class Formatter(string mimeType, Func<string, string> wrap)
    {
        public string MimeType => mimeType;

        public bool Format(object instance, TextWriter writer)
        {
            if (instance is not torch.Tensor tensor)
            {
                return false;
            }
            writer.Write(wrap(tensor.IsInvalid ? tensor.ToString() : tensor.ToString(TensorStringStyle.Default)));
            return true;
        }
    }
}
