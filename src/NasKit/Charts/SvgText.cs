using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace NasKit.Charts;

/// <summary>Makes plotly's SVG small and the same each time, without changing what it shows.</summary>
internal static partial class SvgText
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly XNamespace Link = "http://www.w3.org/1999/xlink";
    private const int Many = 800;
    private static readonly string[] Geometry =
        ["d", "transform", "x", "y", "x1", "x2", "y1", "y2", "dx", "dy", "width", "height", "points", "cx", "cy", "r"];

    /// <summary>The tidy SVG.</summary>
    /// <param name="svg">What plotly drew.</param>
    /// <param name="seed">Text of the figure; ids are made of its hash, so that several figures can stand in one page.</param>
    /// <param name="caption">Becomes the description that screen readers read.</param>
    /// <exception cref="NasKitException">The drawing is not XML.</exception>
    public static string Tidy(string svg, string seed, string caption)
    {
        XElement root;
        try
        {
            root = XElement.Parse(svg);
        }
        catch (XmlException error)
        {
            throw new NasKitException($"plotly.js gave an SVG that is not well formed: {error.Message}", "Use another plotly.js by NASKIT_PLOTLY.", error);
        }
        var prefix = "f" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))[..6];
        foreach (var element in root.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes().ToArray()) Shorten(element, attribute);
            // The order in which plotly sets attributes depends on whether it has drawn before.
            element.ReplaceAttributes(element.Attributes().OrderBy(attribute => !attribute.IsNamespaceDeclaration).ThenBy(attribute => attribute.Name.LocalName, StringComparer.Ordinal));
        }
        Rename(root, prefix);
        var shapes = 0;
        foreach (var group in root.Descendants(Svg + "g").ToArray()) MergeMarks(group, prefix, ref shapes);
        HoistFont(root);
        RemoveEmpty(root);
        foreach (var width in new[] { root.Attribute("width"), root.Attribute("height") }) width?.SetValue(width.Value.Replace("px", ""));
        root.SetAttributeValue("role", "img");
        root.AddFirst(new XElement(Svg + "desc", caption));
        return root.ToString(SaveOptions.DisableFormatting);
    }

    private static void Shorten(XElement element, XAttribute attribute)
    {
        if (attribute.IsNamespaceDeclaration) return;
        var name = attribute.Name.LocalName;
        if (name == "class" || name.StartsWith("data-", StringComparison.Ordinal))
        {
            attribute.Remove();
        }
        else if (name == "style")
        {
            var style = Style(attribute.Value);
            if (style.Length == 0) attribute.Remove();
            else attribute.Value = style;
        }
        else if (Geometry.Contains(name))
        {
            // A long line has points closer than a pixel; a tenth is finer than any of its features.
            var decimals = attribute.Value.Length > 300 ? 1 : 2;
            attribute.Value = LongNumber().Replace(attribute.Value, match => Rounded(double.Parse(match.Value, CultureInfo.InvariantCulture), decimals));
        }
    }

    private static string Style(string style)
    {
        var kept = style.Replace("&quot;", "'").Replace('"', '\'').Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(part => part.Split(':', 2, StringSplitOptions.TrimEntries))
            .Where(part => part.Length == 2 && !(part[0], part[1]).Equals(("opacity", "1")) && !(part[0], part[1]).Equals(("fill-opacity", "1"))
                && !(part[0], part[1]).Equals(("stroke-opacity", "1")) && part[0] is not ("vector-effect" or "pointer-events" or "white-space" or "cursor")
                && !part[0].StartsWith('-'));
        return string.Join(';', kept.Select(part => $"{part[0]}:{Colour().Replace(part[1], Hex)}"));
    }

    private static string Hex(Match colour)
        => "#" + string.Concat(Enumerable.Range(1, 3).Select(i => int.Parse(colour.Groups[i].Value, CultureInfo.InvariantCulture).ToString("x2", CultureInfo.InvariantCulture)));

    private static string Rounded(double number, int decimals = 2)
        => (Math.Round(number, decimals) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Gives ids in order of appearance: plotly's hold random numbers.</summary>
    private static void Rename(XElement root, string prefix)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in root.DescendantsAndSelf().Attributes("id")) names.TryAdd(id.Value, $"{prefix}-{names.Count}");
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in root.DescendantsAndSelf().Attributes().ToArray())
        {
            if (attribute.Name.LocalName == "id" || attribute.IsNamespaceDeclaration) continue;
            if (attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#') && names.TryGetValue(attribute.Value[1..], out var target))
            {
                attribute.Value = "#" + target;
                used.Add(target);
            }
            else if (Reference().Match(attribute.Value) is { Success: true } reference)
            {
                // plotly refers to clips that it does not define, under random names; they clip nothing.
                if (names.TryGetValue(reference.Groups[1].Value, out var name))
                {
                    attribute.Value = Reference().Replace(attribute.Value, $"url(#{name})", 1);
                    used.Add(name);
                }
                else if (attribute.Name.LocalName != "style")
                {
                    attribute.Remove();
                }
            }
        }
        foreach (var element in root.DescendantsAndSelf().Where(element => element.Attribute("id") is not null).ToArray())
        {
            var id = element.Attribute("id")!;
            if (used.Contains(names[id.Value])) id.Value = names[id.Value];
            else if (element.Name == Svg + "clipPath") element.Remove();
            else id.Remove();
        }
    }

    /// <summary>Draws alike marks of one group as references to the first one's shape, or filled discs as the dots of one path.</summary>
    private static void MergeMarks(XElement group, string prefix, ref int shapes)
    {
        var marks = group.Elements().ToArray();
        if (marks.Length < 4 || marks.Any(mark => mark.Name != Svg + "path" || mark.HasElements)) return;
        var (shape, style) = ((string?)marks[0].Attribute("d") ?? "", (string?)marks[0].Attribute("style") ?? "");
        var places = new List<(string X, string Y)>();
        // Half a pixel is enough where hundreds of points overlap; marks that then fall together are drawn once.
        var decimals = marks.Length > Many ? 0.5 : 0.1;
        foreach (var mark in marks)
        {
            var move = Move().Match((string?)mark.Attribute("transform") ?? "");
            if (!move.Success || (string?)mark.Attribute("d") != shape || ((string?)mark.Attribute("style") ?? "") != style || mark.Attributes().Count() > 3) return;
            places.Add((Place(move.Groups[1].Value), Place(move.Groups[2].Value)));
        }
        group.RemoveNodes();
        if (Disc().Match(shape) is { Success: true } disc && PlainFill().Match(style) is { Success: true } fill)
        {
            // A dot of a round pen is a disc; a segment of no length is not drawn by every reader.
            group.Add(new XElement(Svg + "path",
                new XAttribute("d", string.Concat(places.Distinct().Select(place => $"M{place.X} {place.Y}h.01"))),
                new XAttribute("style", $"fill:none;stroke:{fill.Groups[1].Value};stroke-width:{Rounded(2 * double.Parse(disc.Groups[1].Value, CultureInfo.InvariantCulture))}px;stroke-linecap:round")));
            return;
        }
        var id = $"{prefix}-m{shapes++}";
        group.Add(new XElement(Svg + "defs", new XElement(Svg + "path", new XAttribute("id", id), new XAttribute("d", shape), new XAttribute("style", style))));
        foreach (var (x, y) in places.Distinct())
        {
            group.Add(new XElement(Svg + "use", new XAttribute(Link + "href", "#" + id), new XAttribute("x", x), new XAttribute("y", y)));
        }

        string Place(string number)
            => (Math.Round(double.Parse(number, CultureInfo.InvariantCulture) / decimals) * decimals).ToString("0.#", CultureInfo.InvariantCulture);
    }

    /// <summary>States the font once, at the root.</summary>
    private static void HoistFont(XElement root)
    {
        var families = root.Descendants(Svg + "text").Select(text => Family().Match((string?)text.Attribute("style") ?? "").Value).Where(family => family.Length > 0);
        if (families.GroupBy(family => family).MaxBy(group => group.Count())?.Key is not { } usual) return;
        foreach (var text in root.Descendants(Svg + "text"))
        {
            if (text.Attribute("style") is { } style && style.Value.Contains(usual, StringComparison.Ordinal)) style.Value = style.Value.Replace(usual, "").Trim(';');
        }
        root.SetAttributeValue("style", usual.Trim(';'));
    }

    private static void RemoveEmpty(XElement root)
    {
        foreach (var element in root.Descendants().Reverse().ToArray())
        {
            if (element.Name == Svg + "path" && element.Attribute("d") is null) element.Remove();
            else if (element.Name == Svg + "rect" && ((string?)element.Attribute("width") == "0" || (string?)element.Attribute("height") == "0")) element.Remove();
            else if (element.Name.LocalName is "g" or "defs" && !element.HasElements && element.Attribute("id") is null) element.Remove();
            else if (element.Name.LocalName is "g" && !element.HasAttributes) element.ReplaceWith(element.Nodes());
        }
    }

    [GeneratedRegex(@"-?\d*\.\d{2,}(?:e-?\d+)?|-?\d+(?:\.\d+)?e-\d+")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"rgb\((\d+), ?(\d+), ?(\d+)\)")]
    private static partial Regex Colour();

    [GeneratedRegex(@"url\(['""]?[^#)]*#([^'"")]+)['""]?\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^translate\((-?[\d.]+)[, ](-?[\d.]+)\)$")]
    private static partial Regex Move();

    [GeneratedRegex(@"^M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z$")]
    private static partial Regex Disc();

    [GeneratedRegex(@"^(?:stroke-width:0(?:px)?;)?fill:(#[0-9a-f]{6})$")]
    private static partial Regex PlainFill();

    [GeneratedRegex(@"font-family:[^;]+;?")]
    private static partial Regex Family();
}
