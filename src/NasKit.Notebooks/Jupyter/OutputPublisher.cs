using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Jupyter;

/// <summary>Publishes what one cell puts out, under the request that ran it, for as long as anything of it still runs.</summary>
internal sealed class OutputPublisher(Request request, int count, History history)
{
    /// <summary>Takes one event of the session.</summary>
    public void Accept(SessionEvent happened)
    {
        switch (happened)
        {
            case StreamWritten stream:
                request.PublishText(stream.Name, stream.Text);
                break;
            case ValueDisplayed shown:
                request.PublishOutput("display_data", Display(shown.Data, shown.DisplayId));
                break;
            case DisplayUpdated update:
                request.PublishOutput("update_display_data", Display(update.Data, update.DisplayId));
                break;
            case OutputCleared cleared:
                request.PublishOutput("clear_output", new JsonObject { ["wait"] = cleared.Wait });
                break;
            case ResultReturned result:
                if (result.Data[MimeTypes.Text] is JsonValue text && text.TryGetValue(out string? value))
                    history.Result(count, value);
                request.PublishOutput("execute_result", new JsonObject { ["execution_count"] = count, ["data"] = result.Data, ["metadata"] = new JsonObject() });
                break;
        }
    }

    private static JsonObject Display(JsonObject data, string id) => new()
    {
        ["data"] = data, ["metadata"] = new JsonObject(), ["transient"] = new JsonObject { ["display_id"] = id },
    };
}
