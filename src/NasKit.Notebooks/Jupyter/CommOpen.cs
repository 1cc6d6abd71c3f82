using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>comm_open</c>: a front end opens a comm. This kernel has no targets, so it closes it again, as the protocol asks.</summary>
internal sealed class CommOpen : RequestHandler
{
    public override string MessageType => "comm_open";

    public override JsonObject? Answer(Request request)
    {
        request.Publish("comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return null;
    }
}
