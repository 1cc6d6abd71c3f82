using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NasKit.Charts;

/// <summary>Makes one path of many alike marks.</summary>
internal static partial class SvgMarks
{
    // From here on half a pixel is enough: marks overlap, and those that fall together are drawn once.
    private const int Many = 800;

    /// <summary>The move of an element that is moved and nothing else.</summary>
    public static (double X, double Y)? Moved(XElement element)
        => Move().Match((string?)element.Attribute("transform") ?? "") is { Success: true } move ? (Number(move.Groups[1]), Number(move.Groups[2])) : null;

    /// <summary>Draws each run of alike marks in a group as one path.</summary>
    public static void Merge(XElement group)
    {
        var all = group.Elements().ToArray();
        for (var first = 0; first < all.Length;)
        {
            var after = first + 1;
            if (IsMark(all[first]))
            {
                while (after < all.Length && IsMark(all[after]) && Value(all[after], "d") == Value(all[first], "d") && Value(all[after], "style") == Value(all[first], "style")) after++;
                if (after - first > 3) Merge(all[first..after]);
            }
            first = after;
        }
    }

    /// <summary>Joins neighbouring lines of one style.</summary>
    public static void JoinPaths(XElement group)
    {
        for (var element = group.Elements().FirstOrDefault(); element?.ElementsAfterSelf().FirstOrDefault() is { } next;)
        {
            if (IsLine(element) && IsLine(next) && Value(element, "style") == Value(next, "style") && Value(element, "style").Contains("fill:none", StringComparison.Ordinal))
            {
                element.SetAttributeValue("d", Value(element, "d") + Value(next, "d"));
                next.Remove();
            }
            else
            {
                element = next;
            }
        }

        static bool IsLine(XElement element)
            => element.Name == SvgText.Svg + "path" && !element.HasElements && Value(element, "d").StartsWith('M')
                && element.Attributes().All(attribute => attribute.Name.LocalName is "d" or "style");
    }

    private static bool IsMark(XElement element)
        => element.Name == SvgText.Svg + "path" && !element.HasElements && Moved(element) is not null && element.Attributes().Count() == 3
            && Value(element, "d").Length > 0 && Value(element, "style").Length > 0;

    private static void Merge(XElement[] marks)
    {
        var (shape, style) = (Value(marks[0], "d"), Value(marks[0], "style"));
        var step = marks.Length > Many ? 0.5 : 0.1;
        var places = marks.Select(mark => Moved(mark)!.Value).Select(place => (X: Math.Round(place.X / step) * step, Y: Math.Round(place.Y / step) * step)).Distinct();
        var path = new StringBuilder();
        if (Disc().Match(shape) is { Success: true } disc)
        {
            var radius = Number(disc.Groups[1]);
            if (PlainFill().Match(style) is { Success: true } fill)
            {
                // A dot of a round pen is a disc; a segment of no length is not drawn by every reader.
                foreach (var (x, y) in places) path.Append($"M{Short(x)} {Short(y)}h.01");
                style = $"fill:none;stroke:{fill.Groups[1].Value};stroke-width:{SvgText.Rounded(2 * radius)}px;stroke-linecap:round";
            }
            else
            {
                var (r, d) = (Short(radius), Short(2 * radius));
                foreach (var (x, y) in places) path.Append($"M{Short(x - radius)} {Short(y)}a{r} {r} 0 1 1 {d} 0a{r} {r} 0 1 1-{d} 0z");
            }
        }
        else if (Corners(shape) is { } corners)
        {
            var outline = new StringBuilder();
            for (var i = 1; i < corners.Count; i++)
            {
                var (dx, dy) = (Short(corners[i].X - corners[i - 1].X), Short(corners[i].Y - corners[i - 1].Y));
                if (dy == "0") outline.Append('h').Append(dx);
                else if (dx == "0") outline.Append('v').Append(dy);
                else outline.Append('l').Append(dx).Append(dy[0] == '-' ? "" : " ").Append(dy);
            }
            if (shape[^1] is 'Z' or 'z') outline.Append('z');
            foreach (var (x, y) in places) path.Append($"M{Short(x + corners[0].X)} {Short(y + corners[0].Y)}").Append(outline);
        }
        else
        {
            return;
        }
        marks[0].AddBeforeSelf(new XElement(SvgText.Svg + "path", new XAttribute("d", path.ToString()), new XAttribute("style", style)));
        foreach (var mark in marks) mark.Remove();
    }

    /// <summary>The corners of a shape of straight lines; null for any other shape.</summary>
    private static List<(double X, double Y)>? Corners(string shape)
    {
        if (!Straight().IsMatch(shape)) return null;
        var corners = new List<(double X, double Y)>();
        var (x, y) = (0.0, 0.0);
        foreach (Match step in Step().Matches(shape))
        {
            var values = LooseNumber().Matches(step.Groups[2].Value).Select(number => Number(number)).ToArray();
            switch (step.Groups[1].Value)
            {
                case "H": x = values[0]; break;
                case "h": x += values[0]; break;
                case "V": y = values[0]; break;
                case "v": y += values[0]; break;
                case "l": (x, y) = (x + values[0], y + values[1]); break;
                default: (x, y) = (values[0], values[1]); break;
            }
            corners.Add((x, y));
        }
        return corners;
    }

    private static string Value(XElement element, string name) => (string?)element.Attribute(name) ?? "";

    private static double Number(Capture digits) => double.Parse(digits.Value, CultureInfo.InvariantCulture);

    /// <summary>Two decimals, without the zero before the point.</summary>
    private static string Short(double number)
    {
        var text = SvgText.Rounded(number);
        return text.StartsWith("0.", StringComparison.Ordinal) ? text[1..] : text.StartsWith("-0.", StringComparison.Ordinal) ? "-" + text[2..] : text;
    }

    [GeneratedRegex(@"^translate\((-?[\d.]+)[, ](-?[\d.]+)\)$")]
    private static partial Regex Move();

    [GeneratedRegex(@"^M([\d.]+),0A\1,\1 0 1,1 0,-\1A\1,\1 0 0,1 \1,0Z$")]
    private static partial Regex Disc();

    [GeneratedRegex(@"^(?:stroke-width:0(?:px)?;)?fill:(#[0-9a-f]{6})$")]
    private static partial Regex PlainFill();

    [GeneratedRegex(@"^M-?[\d.]+[ ,]-?[\d.]+(?:[HhVv]-?[\d.]+|[Ll]-?[\d.]+[ ,]-?[\d.]+)+[Zz]?$")]
    private static partial Regex Straight();

    [GeneratedRegex(@"([MLHVlhv])([^A-Za-z]+)")]
    private static partial Regex Step();

    [GeneratedRegex(@"-?[\d.]+")]
    private static partial Regex LooseNumber();
}
