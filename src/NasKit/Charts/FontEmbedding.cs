using System.Text;
using System.Xml.Linq;

namespace NasKit.Charts;

/// <summary>Puts the letters of a drawing's texts into the drawing, so that it looks the same where the font is not installed.</summary>
internal static class FontEmbedding
{
    private const string Family = "DejaVu Sans";

    // Debian, Fedora, Arch. Chromium draws with the same files.
    private static readonly string[] Folders = ["/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/dejavu-sans-fonts", "/usr/share/fonts/TTF", "/usr/local/share/fonts"];

    /// <summary>Adds the fonts; a drawing without texts, or a machine without the font, leaves it as it is.</summary>
    public static void Add(XElement drawing)
    {
        var (usual, bold) = (new HashSet<Rune>(), new HashSet<Rune>());
        foreach (var text in drawing.DescendantNodes().OfType<XText>().Where(text => text.Ancestors(SvgText.Svg + "text").Any()))
        {
            var weight = text.Ancestors().Select(element => (string?)element.Attribute("style") ?? "").FirstOrDefault(style => style.Contains("font-weight", StringComparison.Ordinal)) ?? "";
            (weight.Contains("font-weight:bold", StringComparison.Ordinal) || weight.Contains("font-weight:700", StringComparison.Ordinal) ? bold : usual).UnionWith(text.Value.EnumerateRunes());
        }
        var faces = Face("DejaVuSans.ttf", "normal", usual) + Face("DejaVuSans-Bold.ttf", "bold", bold);
        if (faces.Length == 0) return;
        var style = new XElement(SvgText.Svg + "style", faces);
        if (drawing.Elements().FirstOrDefault(element => element.Name.LocalName == "desc") is { } description) description.AddAfterSelf(style);
        else drawing.AddFirst(style);
    }

    private static string Face(string file, string weight, HashSet<Rune> letters)
    {
        if (letters.Count == 0 || Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists) is not { } path) return "";
        try
        {
            var font = new FontSubset(File.ReadAllBytes(path)).Of(letters, Family);
            return $"@font-face{{font-family:'{Family}';font-weight:{weight};src:url(data:font/ttf;base64,{Convert.ToBase64String(font)})}}";
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            // The drawing names the font, and falls back to another one where there is none.
            return "";
        }
    }
}
