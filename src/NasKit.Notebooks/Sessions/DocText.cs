using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

namespace NasKit.Notebooks.Sessions;

/// <summary>The documentation of something, as text.</summary>
/// <param name="Summary">What it is.</param>
/// <param name="Parameters">Its parameters and type parameters: name, meaning.</param>
/// <param name="Returns">What it gives; empty: nothing is said.</param>
/// <param name="Exceptions">What it throws: type, when.</param>
/// <param name="Remarks">What else is said.</param>
internal sealed partial record DocText(
    string Summary, IReadOnlyList<(string Name, string Text)> Parameters, string Returns, IReadOnlyList<(string Name, string Text)> Exceptions, string Remarks)
{
    /// <summary>Where the documentation is to be taken from instead; empty: from what the member overrides; null: it stands here.</summary>
    public string? InheritsFrom { get; init; }

    /// <summary>Reads a documentation comment; null where it says nothing.</summary>
    public static DocText? Parse(string xml)
    {
        XElement root;
        try
        {
            root = XElement.Parse(xml.TrimStart().StartsWith('<') ? xml : $"<member>{xml}</member>", LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            return null;
        }
        var inherit = root.Element("inheritdoc");
        var docs = new DocText(
            Text(root.Element("summary")), Named("typeparam", "name").Concat(Named("param", "name")).ToList(), Text(root.Element("returns") ?? root.Element("value")),
            [.. Named("exception", "cref")], Text(root.Element("remarks")))
        {
            InheritsFrom = inherit is null ? null : inherit.Attribute("cref")?.Value ?? "",
        };
        return docs is { Summary: "", Parameters: [], Returns: "", Exceptions: [], Remarks: "", InheritsFrom: null } ? null : docs;

        IEnumerable<(string, string)> Named(string element, string attribute) =>
            root.Elements(element).Select(one => (Short(one.Attribute(attribute)?.Value ?? ""), Text(one)));
    }

    private static string Text(XElement? element)
    {
        if (element is null)
            return "";
        var text = new StringBuilder();
        Write(element);
        return string.Join("\n", text.ToString().Split('\n').Select(line => Spaces().Replace(line, " ").Trim()).Where(line => line.Length > 0));

        void Write(XElement owner)
        {
            foreach (var node in owner.Nodes())
            {
                switch (node)
                {
                    case XText plain:
                        text.Append(owner.Name.LocalName == "code" ? plain.Value : Breaks().Replace(plain.Value, " "));
                        break;
                    case XElement { Name.LocalName: "para" or "item" or "code" or "list" } block:
                        text.Append('\n');
                        if (block.Name.LocalName == "item")
                            text.Append("• ");
                        Write(block);
                        text.Append('\n');
                        break;
                    case XElement { Name.LocalName: "br" }:
                        text.Append('\n');
                        break;
                    case XElement { IsEmpty: true } reference:
                        text.Append(Short((reference.Attribute("cref") ?? reference.Attribute("name") ?? reference.Attribute("langword") ?? reference.Attribute("href"))?.Value ?? ""));
                        break;
                    case XElement other:
                        Write(other);
                        break;
                }
            }
        }
    }

    // From "M:System.Console.WriteLine(System.String)" what a reader would say.
    private static string Short(string reference)
    {
        if (reference is not [_, ':', ..])
            return reference;
        var name = Arity().Replace(reference[2..].Split('(')[0], "");
        var parts = name.Split('.');
        return reference[0] is 'T' or 'N' || parts.Length < 2 ? parts[^1] : $"{parts[^2]}.{parts[^1]}";
    }

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"\s*\n\s*")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"[ \t]+")]
    private static partial Regex Spaces();
}
