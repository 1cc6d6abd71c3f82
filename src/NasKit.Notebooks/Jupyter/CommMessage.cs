using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>comm_msg</c>: a message over a comm. None is open, so the front end is told that this one is closed.</summary>
internal sealed class CommMessage : RequestHandler
{
    public override string MessageType => "comm_msg";

    public override JsonObject? Answer(Request request)
    {
        request.Publish("comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() });
        return null;
    }
}
