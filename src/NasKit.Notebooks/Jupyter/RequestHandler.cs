using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>Answers the messages of one type.</summary>
internal abstract class RequestHandler
{
    /// <summary>The type, as <c>execute_request</c>.</summary>
    public abstract string MessageType { get; }

    /// <summary>Does what the message asks.</summary>
    /// <returns>The content of the reply; null where messages of this type have none.</returns>
    /// <exception cref="BadRequestException">The content is not what the protocol says.</exception>
    public abstract JsonObject? Answer(Request request);

    /// <summary>The content of a reply that says what went wrong.</summary>
    public static JsonObject Error(string name, string message, IEnumerable<string>? traceback = null) => new()
    {
        ["status"] = "error",
        ["ename"] = name,
        ["evalue"] = message,
        ["traceback"] = new JsonArray([.. (traceback ?? [message]).Select(line => JsonValue.Create(line))]),
    };
}
