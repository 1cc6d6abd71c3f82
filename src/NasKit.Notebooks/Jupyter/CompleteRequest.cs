using System.Text.Json.Nodes;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>complete_request</c>: what could be typed at the cursor.</summary>
internal sealed class CompleteRequest(CSharpSession session, Interruption interruption) : RequestHandler
{
    public override string MessageType => "complete_request";

    public override JsonObject Answer(Request request)
    {
        var code = request.Text("code");
        var position = CodePoints.ToIndex(code, request.Number("cursor_pos", int.MaxValue));
        using var running = interruption.Begin();
        var found = session.Complete(code, position, running.Token);
        var (start, end) = (CodePoints.FromIndex(code, found.Start), CodePoints.FromIndex(code, found.End));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                // What JupyterLab draws its icons and signatures from.
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Items.Select(item => (JsonNode)new JsonObject
                {
                    ["start"] = start, ["end"] = end, ["text"] = item.Text, ["type"] = item.Kind, ["signature"] = item.Signature,
                })]),
            },
        };
    }
}
