using System.IO.Enumeration;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>history_request</c>: what was run before: the last cells, a range of numbers, or what fits a pattern.</summary>
internal sealed class HistoryRequest(History history) : RequestHandler
{
    // The kernel remembers one session, its own; this is its number.
    private const int Session = 1;

    public override string MessageType => "history_request";

    public override JsonObject Answer(Request request)
    {
        var output = request.Flag("output", false);
        var kind = request.Text("hist_access_type", "tail");
        IEnumerable<HistoryEntry> found = history.All;
        switch (kind)
        {
            case "tail":
                found = found.TakeLast(Math.Max(0, request.Number("n", 10)));
                break;
            case "range":
                // 0 is the current session, and so is 1; others are not remembered.
                var session = request.Number("session", 0);
                var (start, stop) = (request.Number("start", 0), request.Number("stop", int.MaxValue));
                found = session is 0 or Session ? found.Where(entry => entry.Number >= start && entry.Number < stop) : [];
                break;
            case "search":
                var pattern = request.Text("pattern", "*");
                found = found.Where(entry => FileSystemName.MatchesSimpleExpression(pattern.Replace("\\", "\\\\", StringComparison.Ordinal), entry.Code, ignoreCase: false));
                if (request.Flag("unique", false))
                    found = found.Reverse().DistinctBy(entry => entry.Code).Reverse();
                found = found.TakeLast(Math.Max(0, request.Number("n", int.MaxValue)));
                break;
            default:
                throw new BadRequestException($"history_request: hist_access_type must be tail, range or search, not {kind}.");
        }
        return new JsonObject
        {
            ["status"] = "ok",
            ["history"] = new JsonArray([.. found.Select(entry => (JsonNode)new JsonArray(Session, entry.Number, output ? new JsonArray(entry.Code, entry.Result) : entry.Code))]),
        };
    }
}
