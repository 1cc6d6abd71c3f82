using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>interrupt_request</c>: stops the running cell. The reply says that the stop was asked for; the cell's own says that it has stopped.</summary>
internal sealed class InterruptRequest(Interruption interruption) : RequestHandler
{
    public override string MessageType => "interrupt_request";

    public override JsonObject Answer(Request request)
    {
        interruption.Interrupt();
        return new JsonObject { ["status"] = "ok" };
    }
}
