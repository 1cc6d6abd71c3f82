using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Export;

/// <summary>A plotly figure that an executed notebook holds, of NasKit or of any other tool.</summary>
/// <param name="Key">Name for a file, unique in the notebook: lower-case letters, digits and hyphens, whatever the document says.</param>
/// <param name="Caption">What it shows, in one line; empty where the document does not say.</param>
/// <param name="CellId">The cell that put it out.</param>
/// <param name="Plotly">The figure: an object with <c>data</c> and <c>layout</c>.</param>
public sealed partial record StoredFigure(string Key, string Caption, string CellId, JsonObject Plotly)
{
    private const int Longest = 60;

    /// <summary>The figures of a notebook in order.</summary>
    /// <param name="notebook">The notebook with its outputs.</param>
    /// <returns>
    /// Each with the key that the figure itself carries (<c>layout.meta.key</c>), else one of its title, else its cell's id; of those that would have
    /// the same one, the second ends in -2, the third in -3.
    /// </returns>
    public static IReadOnlyList<StoredFigure> Of(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var found = new List<StoredFigure>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var cell in notebook.Cells.OfType<CodeCell>())
        {
            foreach (var figure in cell.Outputs.OfType<BundleOutput>().Select(output => output.Data[MimeTypes.Plotly]).OfType<JsonObject>())
            {
                var layout = figure["layout"] as JsonObject;
                var meta = layout?["meta"] as JsonObject;
                var title = Plain(layout?["title"] is JsonObject parts ? Text(parts["text"]) : Text(layout?["title"]));
                var wanted = new[] { Slug(Text(meta?["key"])), Slug(title), Slug(cell.Id) }.FirstOrDefault(slug => slug.Length > 0) ?? "figure";
                var key = wanted;
                for (var n = 2; !taken.Add(key); n++)
                    key = $"{wanted}-{n}";
                found.Add(new StoredFigure(key, Plain(Text(meta?["caption"])) is { Length: > 0 } caption ? caption : title, cell.Id, figure));
            }
        }
        return found;
    }

    /// <summary>Lower-case letters, digits and single hyphens of a text, at most sixty; nothing else of it is left.</summary>
    internal static string Slug(string text)
    {
        var slug = new StringBuilder();
        foreach (var letter in text.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug.Length > 0 && slug[^1] != '-')
                slug.Append('-');
            if (slug.Length == Longest)
                break;
        }
        return slug.ToString().Trim('-');
    }

    private static string Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";

    private static string Plain(string html) => Spaces().Replace(WebUtility.HtmlDecode(Tag().Replace(html, " ")), " ").Trim();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Spaces();
}
