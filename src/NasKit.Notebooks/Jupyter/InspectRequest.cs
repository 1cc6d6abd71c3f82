using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>inspect_request</c>: what stands at the cursor, with its documentation.</summary>
internal sealed class InspectRequest(CSharpSession session, Interruption interruption) : RequestHandler
{
    private const int MostOverloads = 12;

    public override string MessageType => "inspect_request";

    public override JsonObject Answer(Request request)
    {
        var code = request.Text("code");
        var position = CodePoints.ToIndex(code, request.Number("cursor_pos", int.MaxValue));
        var detailed = request.Number("detail_level", 0) > 0;
        using var running = interruption.Begin();
        var found = session.Inspect(code, position, running.Token);
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? new JsonObject() : new JsonObject { [MimeTypes.Text] = Plain(found, detailed), [MimeTypes.Html] = Html(found, detailed) },
            ["metadata"] = new JsonObject(),
        };
    }

    private static string Plain(SymbolDescription found, bool detailed)
    {
        var text = new StringBuilder();
        foreach (var line in Declarations(found))
            text.AppendLine(line);
        foreach (var (heading, lines) in Sections(found, detailed))
        {
            text.AppendLine();
            if (heading.Length > 0)
                text.AppendLine(heading + ":");
            foreach (var line in lines)
                text.Append(heading.Length > 0 ? "  " : "").AppendLine(line);
        }
        return text.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    private static string Html(SymbolDescription found, bool detailed)
    {
        var html = new StringBuilder("<pre><code>").Append(WebUtility.HtmlEncode(string.Join('\n', Declarations(found)))).Append("</code></pre>");
        foreach (var (heading, lines) in Sections(found, detailed))
        {
            html.Append("<p>").Append(heading.Length > 0 ? $"<b>{heading}</b><br>" : "");
            html.AppendJoin("<br>", lines.Select(WebUtility.HtmlEncode)).Append("</p>");
        }
        return html.ToString();
    }

    private static IEnumerable<string> Declarations(SymbolDescription found)
    {
        var rest = found.Declarations.Count - MostOverloads;
        return rest <= 0 ? found.Declarations : found.Declarations.Take(MostOverloads).Append($"… and {rest} more");
    }

    private static IEnumerable<(string Heading, IReadOnlyList<string> Lines)> Sections(SymbolDescription found, bool detailed)
    {
        if (found.Docs is not { } docs)
            yield break;
        if (docs.Summary.Length > 0)
            yield return ("", docs.Summary.Split('\n'));
        if (docs.Parameters.Count > 0)
            yield return ("Parameters", [.. docs.Parameters.Select(one => $"{one.Name}: {one.Text.Replace('\n', ' ')}")]);
        if (docs.Returns.Length > 0)
            yield return ("Returns", docs.Returns.Split('\n'));
        if (docs.Exceptions.Count > 0)
            yield return ("Throws", [.. docs.Exceptions.Select(one => $"{one.Name}: {one.Text.Replace('\n', ' ')}")]);
        if (detailed && docs.Remarks.Length > 0)
            yield return ("Remarks", docs.Remarks.Split('\n'));
    }
}
