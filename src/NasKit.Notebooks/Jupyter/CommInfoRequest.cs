using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>comm_info_request</c>: the open comms, of which this kernel never has any.</summary>
internal sealed class CommInfoRequest : RequestHandler
{
    public override string MessageType => "comm_info_request";

    public override JsonObject Answer(Request request)
    {
        request.Text("target_name", "");
        return new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() };
    }
}
