using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>comm_close</c>: a front end closes a comm; none is open, so there is nothing to do.</summary>
internal sealed class CommClose : RequestHandler
{
    public override string MessageType => "comm_close";

    public override JsonObject? Answer(Request request)
    {
        request.Text("comm_id");
        return null;
    }
}
