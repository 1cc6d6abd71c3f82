using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Sessions;

/// <summary>What <c>#!about</c> tells.</summary>
internal static class About
{
    public static JsonObject Bundle(string folder)
    {
        var version = typeof(About).Assembly.GetName().Version!.ToString(3);
        List<(string Name, string Value)> facts =
        [
            ("Kernel", $"NasKit {version}, C# notebooks (.net-csharp)"),
            ("Runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}"),
            ("Folder", folder),
            .. CellText.Magics.Select(magic => (magic.Name, magic.Meaning)),
            ("#r \"path\"", "references a library; paths start from the folder"),
            ("#r \"nuget: Name, Version\"", "restores a package from your feeds and references it"),
            ("#load \"path\"", "runs a C# script as part of the cell"),
        ];
        return new JsonObject
        {
            [MimeTypes.Html] = "<table>" + string.Concat(facts.Select(fact => $"<tr><th style=\"text-align:left\">{WebUtility.HtmlEncode(fact.Name)}</th><td style=\"text-align:left\">{WebUtility.HtmlEncode(fact.Value)}</td></tr>")) + "</table>",
            [MimeTypes.Text] = string.Join('\n', facts.Select(fact => $"{fact.Name}: {fact.Value}")),
        };
    }
}
