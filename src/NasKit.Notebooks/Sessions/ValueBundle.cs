using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.DotNet.Interactive.Formatting;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Sessions;

/// <summary>Turns a value into the MIME types that its formatters give, all in one bundle.</summary>
/// <remarks>
/// A library brings its own representations through the formatting package alone: it registers one formatter a MIME type for its type
/// (or marks the type with <see cref="TypeFormatterSourceAttribute"/>) and states the order with <see cref="Formatter.SetPreferredMimeTypesFor"/>.
/// </remarks>
internal static class ValueBundle
{
    /// <summary>Every preferred representation of a value, and its text.</summary>
    public static JsonObject Of(object? value)
    {
        if (value is Task task)
            return new JsonObject { [MimeTypes.Text] = $"{task.GetType().ToDisplayString(MimeTypes.Text)} ({task.Status}): write await before it to get its value." };
        var bundle = new JsonObject();
        var types = Formatter.GetPreferredMimeTypesFor(value?.GetType() ?? typeof(object));
        foreach (var type in types)
        {
            var content = value.ToDisplayString(type);
            // The formatter's way of saying that it has nothing richer than text.
            if (type == MimeTypes.Html && types.Count == 1 && content.StartsWith("<div class=\"dni-plaintext\">", StringComparison.Ordinal))
                continue;
            bundle[type] = Content(type, content, value);
        }
        if (!bundle.ContainsKey(MimeTypes.Text))
            bundle[MimeTypes.Text] = Content(MimeTypes.Text, value.ToDisplayString(MimeTypes.Text), value);
        return bundle;
    }

    /// <summary>One representation of a value. A string is content of that type already, and bytes are an image's.</summary>
    public static JsonObject Of(object? value, IReadOnlyList<string> types)
    {
        if (types.Count == 0)
            return Of(value);
        var bundle = new JsonObject();
        foreach (var type in types)
        {
            var content = value switch
            {
                string text => text,
                byte[] bytes when type.StartsWith("image/", StringComparison.Ordinal) => Convert.ToBase64String(bytes),
                _ => value.ToDisplayString(type),
            };
            bundle[type] = Content(type, content, value);
        }
        return bundle;
    }

    private static JsonNode? Content(string type, string content, object? value)
    {
        if (!MimeTypes.IsJson(type))
            return content.Replace("\r\n", "\n", StringComparison.Ordinal);
        try
        {
            return JsonNode.Parse(content);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The {type} of {value?.GetType().Name ?? "null"} is not valid JSON: {e.Message}", e);
        }
    }
}
