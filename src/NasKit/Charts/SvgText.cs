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
    internal static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
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
        RemoveInvisible(root);
        foreach (var group in root.Descendants(Svg + "g").ToArray()) SvgMarks.Merge(group);
        foreach (var group in root.DescendantsAndSelf().ToArray()) JoinNeighbours(group);
        foreach (var group in root.Descendants(Svg + "g").Append(root).ToArray()) SvgMarks.JoinPaths(group);
        foreach (var text in root.Descendants(Svg + "text").ToArray()) PlaceText(text);
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
        if (name is "class" or "pointer-events" || name.StartsWith("data-", StringComparison.Ordinal))
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

    internal static string Rounded(double number, int decimals = 2)
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

    /// <summary>Boxes that only listen to the mouse, or are there to be measured.</summary>
    private static void RemoveInvisible(XElement root)
    {
        foreach (var element in root.Descendants().Where(element => element.Name == Svg + "rect" || element.Name == Svg + "path").ToArray())
        {
            if (element.Ancestors().Any(ancestor => ancestor.Name == Svg + "clipPath" || ancestor.Name == Svg + "defs")) continue;
            var style = (string?)element.Attribute("style") ?? "";
            var stroked = StrokeColour().IsMatch(style) && !style.Contains("stroke-opacity:0", StringComparison.Ordinal) && !ThinStroke().IsMatch(style);
            if (style.Contains("fill-opacity:0", StringComparison.Ordinal) && FillOpacityZero().IsMatch(style))
            {
                element.SetAttributeValue("style", FillOpacityZero().Replace(FillColour().Replace(style, ""), "") is { Length: > 0 } rest ? $"fill:none;{rest.Trim(';')}" : "fill:none");
                element.Attribute("fill-rule")?.Remove();
                if (!stroked) element.Remove();
            }
        }
    }

    /// <summary>Makes one group of neighbours that are clipped, moved and styled alike.</summary>
    private static void JoinNeighbours(XElement parent)
    {
        for (var element = parent.Elements().FirstOrDefault(); element?.ElementsAfterSelf().FirstOrDefault() is { } next;)
        {
            if (element.Name == Svg + "g" && next.Name == Svg + "g" && element.HasElements && next.HasElements && element.Attribute("id") is null
                && element.Attributes().Select(Pair).SequenceEqual(next.Attributes().Select(Pair)))
            {
                element.Add(next.Elements());
                next.Remove();
            }
            else
            {
                element = next;
            }
        }

        static (XName, string) Pair(XAttribute attribute) => (attribute.Name, attribute.Value);
    }

    /// <summary>A text that is only moved stands at the sum of both places.</summary>
    private static void PlaceText(XElement text)
    {
        if (SvgMarks.Moved(text) is not var (x, y) || text.Attribute("x") is null || text.Attribute("y") is null) return;
        foreach (var element in text.DescendantsAndSelf())
        {
            Shift(element.Attribute("x"), x);
            Shift(element.Attribute("y"), y);
        }
        text.Attribute("transform")!.Remove();

        static void Shift(XAttribute? place, double by)
        {
            if (place is not null && double.TryParse(place.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var at)) place.Value = Rounded(at + by);
        }
    }

    /// <summary>States once, at the root, what most texts have in common: font, size and colour.</summary>
    private static void HoistFont(XElement root)
    {
        var texts = root.Descendants(Svg + "text").ToArray();
        var common = new StringBuilder();
        foreach (var part in new[] { Family(), Size(), Fill() })
        {
            var values = texts.Select(text => part.Match((string?)text.Attribute("style") ?? "").Value.Trim(';')).Where(value => value.Length > 0).ToArray();
            // A colour that some text leaves open must stay open.
            if (values.Length < texts.Length || values.GroupBy(value => value).MaxBy(group => group.Count())?.Key is not { } usual) continue;
            foreach (var text in texts)
            {
                var style = (string?)text.Attribute("style") ?? "";
                if (part.Match(style).Value.Trim(';') == usual) text.SetAttributeValue("style", part.Replace(style, "", 1).Trim(';') is { Length: > 0 } rest ? rest : null);
            }
            if (part.ToString() != Fill().ToString()) common.Append(usual).Append(';');
            // Shapes without a fill of their own are black, not of the colour of texts.
            else foreach (var text in texts.Where(text => !Fill().IsMatch((string?)text.Attribute("style") ?? ""))) text.SetAttributeValue("fill", usual[(usual.IndexOf(':') + 1)..]);
        }
        if (common.Length > 0) root.SetAttributeValue("style", common.ToString().Trim(';'));
    }

    private static void RemoveEmpty(XElement root)
    {
        foreach (var element in root.Descendants().Reverse().ToArray())
        {
            if (element.Name == Svg + "path" && element.Attribute("d") is null) element.Remove();
            else if (element.Name == Svg + "rect" && ((string?)element.Attribute("width") == "0" || (string?)element.Attribute("height") == "0")) element.Remove();
            else if (element.Attribute("transform") is { Value: "" } nowhere) nowhere.Remove();
            if (element.Parent is null) continue;
            if (element.Name.LocalName is "g" or "defs" && !element.HasElements && element.Attribute("id") is null) element.Remove();
            else if (element.Name.LocalName is "g" && !element.HasAttributes) element.ReplaceWith(element.Nodes());
        }
    }

    [GeneratedRegex(@"-?\d*\.\d{2,}(?:e-?\d+)?|-?\d+(?:\.\d+)?e-\d+")]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"rgb\((\d+), ?(\d+), ?(\d+)\)")]
    private static partial Regex Colour();

    [GeneratedRegex(@"url\(['""]?[^#)]*#([^'"")]+)['""]?\)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(?:^|;)stroke:(?!none)")]
    private static partial Regex StrokeColour();

    [GeneratedRegex(@"stroke-width:0(?:px)?(?:;|$)")]
    private static partial Regex ThinStroke();

    [GeneratedRegex(@"fill-opacity:0(?:;|$)")]
    private static partial Regex FillOpacityZero();

    [GeneratedRegex(@"(?<=^|;)fill:[^;]*;?")]
    private static partial Regex FillColour();

    [GeneratedRegex(@"font-size:[^;]+;?")]
    private static partial Regex Size();

    [GeneratedRegex(@"(?<=^|;)fill:#[0-9a-f]{6};?")]
    private static partial Regex Fill();

    [GeneratedRegex(@"font-family:[^;]+;?")]
    private static partial Regex Family();
}
