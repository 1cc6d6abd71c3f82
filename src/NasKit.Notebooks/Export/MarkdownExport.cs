using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Files;

namespace NasKit.Notebooks.Export;

/// <summary>Writes a notebook as markdown, with its pictures in a folder beside it.</summary>
/// <remarks>Names in the document (cell ids, attachments) only ever become parts of file names in that folder, never paths.</remarks>
public static partial class MarkdownExport
{
    /// <summary>Writes the pictures, then the text; nothing is written when the notebook cannot be exported.</summary>
    /// <param name="notebook">The notebook with its outputs.</param>
    /// <param name="path">The markdown file; the pictures go to the folder of its name with <c>_files</c> in place of the ending.</param>
    /// <returns>The pictures written.</returns>
    /// <exception cref="NotebookException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(Notebook notebook, string path)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.EnsureWritable(path);
        var folder = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileNameWithoutExtension(path) + "_files");
        var (text, pictures) = Convert(notebook, Path.GetFileName(folder));
        if (pictures.Count > 0)
        {
            try
            {
                Directory.CreateDirectory(folder);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new NotebookException($"The folder {folder} for the pictures cannot be made: {e.Message}", e);
            }
        }
        foreach (var (name, content) in pictures)
            AtomicFile.Write(Path.Combine(folder, name), content);
        AtomicFile.Write(path, writer => writer.Write(text));
        return [.. pictures.Keys.Select(name => Path.Combine(folder, name))];
    }

    /// <summary>The markdown and its pictures by file name.</summary>
    internal static (string Text, IReadOnlyDictionary<string, byte[]> Pictures) Convert(Notebook notebook, string folder)
    {
        var text = new StringBuilder();
        var pictures = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var keys = new Queue<StoredFigure>(StoredFigure.Of(notebook));
        foreach (var cell in notebook.Cells)
        {
            switch (cell)
            {
                case MarkdownCell markdown:
                    text.Append(Attached(markdown)).Append("\n\n");
                    break;
                case CodeCell code:
                    if (!string.IsNullOrWhiteSpace(code.Source))
                        Fence("csharp", code.Source);
                    for (var i = 0; i < code.Outputs.Count; i++)
                        Put(code, i);
                    break;
            }
        }
        return (text.ToString().TrimEnd('\n') + "\n", pictures);

        void Put(CodeCell cell, int index)
        {
            switch (cell.Outputs[index])
            {
                case StreamOutput { Text: var printed } when printed.Length > 0:
                    Fence("text", printed);
                    break;
                case ErrorOutput error:
                    Fence("text", error.Traceback.Count > 0 ? string.Join('\n', error.Traceback) : $"{error.Name}: {error.Value}");
                    break;
                case BundleOutput bundle:
                    var figure = bundle.Data[MimeTypes.Plotly] is JsonObject ? keys.Dequeue() : null;
                    var plain = Text(bundle.Data, MimeTypes.Text) ?? "";
                    if (Picture(bundle.Data) is var (ending, content))
                    {
                        var name = $"{figure?.Key ?? string.Create(CultureInfo.InvariantCulture, $"{StoredFigure.Slug(cell.Id)}-{index + 1}")}.{ending}";
                        pictures[name] = content;
                        var caption = (figure is { Caption.Length: > 0 } ? figure.Caption : plain.Split('\n')[0]).Trim();
                        text.Append($"![{Label().Replace(caption, " ")}]({System.Uri.EscapeDataString(folder)}/{name})\n\n");
                        if (figure is not null && caption.Length > 0)
                            text.Append('*').Append(Label().Replace(caption, " ").Replace("*", "\\*", StringComparison.Ordinal)).Append("*\n\n");
                    }
                    else if (Text(bundle.Data, MimeTypes.Markdown) is { } markdown)
                    {
                        text.Append(markdown.TrimEnd('\n')).Append("\n\n");
                    }
                    else if (Text(bundle.Data, MimeTypes.Html) is { } html && html.TrimStart().StartsWith("<table", StringComparison.OrdinalIgnoreCase) && !Script().IsMatch(html))
                    {
                        // A blank line would end the table's block.
                        text.Append(BlankLines().Replace(html.Trim(), "\n")).Append("\n\n");
                    }
                    else if (plain.Length > 0)
                    {
                        Fence("text", plain);
                    }
                    break;
            }
        }

        string Attached(MarkdownCell cell)
        {
            if (cell.Attachments is not { Count: > 0 } attachments)
                return cell.Source.TrimEnd('\n');
            return Attachment().Replace(cell.Source, match =>
            {
                var said = System.Uri.UnescapeDataString(match.Groups[1].Value);
                if (attachments[said] is not JsonObject types || Picture(types) is not var (ending, content))
                    return match.Value;
                var name = $"{StoredFigure.Slug(cell.Id)}-{StoredFigure.Slug(Path.GetFileNameWithoutExtension(said))}.{ending}";
                pictures[name] = content;
                return $"]({System.Uri.EscapeDataString(folder)}/{name}";
            }).TrimEnd('\n');
        }

        void Fence(string language, string content)
        {
            var longest = Ticks().Matches(content).Select(match => match.Length).DefaultIfEmpty(0).Max();
            var fence = new string('`', Math.Max(3, longest + 1));
            text.Append($"{fence}{language}\n{Ansi().Replace(content, "").TrimEnd('\n')}\n{fence}\n\n");
        }
    }

    /// <summary>The best picture of a bundle: a drawing of its own, else the one that its HTML shows.</summary>
    private static (string Ending, byte[] Content)? Picture(JsonObject data)
    {
        if (Text(data, MimeTypes.Svg) is { } svg)
            return ("svg", Encoding.UTF8.GetBytes(svg));
        foreach (var (type, ending) in new[] { (MimeTypes.Png, "png"), ("image/jpeg", "jpg"), ("image/gif", "gif"), ("image/webp", "webp") })
        {
            if (Text(data, type) is { } encoded && Bytes(encoded) is { } bytes)
                return (ending, bytes);
        }
        if (data[MimeTypes.Plotly] is JsonObject && Text(data, MimeTypes.Html) is { } html && Embedded().Match(html) is { Success: true } image)
        {
            var content = image.Groups[2].Value;
            if (image.Groups[1].Value == "svg+xml,")
                return ("svg", Encoding.UTF8.GetBytes(System.Uri.UnescapeDataString(content)));
            if (Bytes(content) is { } bytes)
                return (image.Groups[1].Value.StartsWith("svg", StringComparison.Ordinal) ? "svg" : "png", bytes);
        }
        return null;
    }

    private static byte[]? Bytes(string encoded)
    {
        try
        {
            return System.Convert.FromBase64String(encoded);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject data, string type) => data[type] is JsonValue value && value.TryGetValue(out string? found) ? found : null;

    [GeneratedRegex("src=\"data:image/(svg\\+xml,|svg\\+xml;base64,|png;base64,)([^\"]*)\"")]
    private static partial Regex Embedded();

    [GeneratedRegex(@"\]\(\s*attachment:([^)\s]+)")]
    private static partial Regex Attachment();

    [GeneratedRegex(@"[\[\]\s\p{C}]+")]
    private static partial Regex Label();

    [GeneratedRegex("<script|\\son[a-z]+=|javascript:", RegexOptions.IgnoreCase)]
    private static partial Regex Script();

    [GeneratedRegex(@"\n\s*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex("`{3,}")]
    private static partial Regex Ticks();

    [GeneratedRegex(@"\x1b\[[0-9;?]*[ -/]*[@-~]")]
    private static partial Regex Ansi();
}
