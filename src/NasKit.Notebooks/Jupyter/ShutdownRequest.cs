using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>shutdown_request</c>: ends the kernel; where a restart is meant, the front end starts the next one.</summary>
internal sealed class ShutdownRequest(Action end) : RequestHandler
{
    public override string MessageType => "shutdown_request";

    public override JsonObject Answer(Request request)
    {
        var reply = new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", false) };
        request.Publish("shutdown_reply", (JsonObject)reply.DeepClone());
        end();
        return reply;
    }
}
