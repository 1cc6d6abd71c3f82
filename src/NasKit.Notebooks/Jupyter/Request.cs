using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>A message from a front end, with the means to read and to answer it.</summary>
internal sealed class Request(Message message, Outbox outbox)
{
    /// <summary>The message itself.</summary>
    public Message Message { get; } = message;

    /// <summary>Publishes something about this request, as its status.</summary>
    public void Publish(string type, JsonObject content) => outbox.Post(Published(type, content));

    /// <summary>Publishes an output of the cell that this request runs; waits while too much is queued.</summary>
    public void PublishOutput(string type, JsonObject content) => outbox.PostOutput(Published(type, content));

    /// <summary>Publishes text that the cell wrote.</summary>
    public void PublishText(string name, string text) => outbox.PostText(Message.RawHeader, name, text);

    /// <summary>Answers the request.</summary>
    public void Reply(JsonObject content) => outbox.Post(new OutgoingMessage(
        Message.Channel, Message.Identities, Message.Type.Replace("_request", "_reply", StringComparison.Ordinal), Message.RawHeader, content));

    /// <summary>Asks the front end that sent this request for input.</summary>
    public void AskForInput(JsonObject content) =>
        outbox.Post(new OutgoingMessage(Channel.Stdin, Message.Identities, "input_request", Message.RawHeader, content));

    /// <summary>Publishes what the kernel is doing for this request: <c>busy</c> or <c>idle</c>.</summary>
    public void Status(string state) => Publish("status", new JsonObject { ["execution_state"] = state });

    /// <summary>A text of the content.</summary>
    /// <exception cref="BadRequestException">It is no text, or missing where there is no value to stand in.</exception>
    public string Text(string name, string? otherwise = null) => Message.Content[name] switch
    {
        null when otherwise is not null => otherwise,
        JsonValue value when value.TryGetValue(out string? text) => text,
        var other => throw Wrong(name, "a text", other),
    };

    /// <summary>A yes or no of the content.</summary>
    /// <exception cref="BadRequestException">It is something else.</exception>
    public bool Flag(string name, bool otherwise) => Message.Content[name] switch
    {
        null => otherwise,
        JsonValue value when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => value.GetValue<bool>(),
        var other => throw Wrong(name, "true or false", other),
    };

    /// <summary>A whole number of the content.</summary>
    /// <exception cref="BadRequestException">It is something else.</exception>
    public int Number(string name, int otherwise) => Message.Content[name] switch
    {
        null => otherwise,
        JsonValue value when value.TryGetValue(out int number) => number,
        var other => throw Wrong(name, "a whole number", other),
    };

    private OutgoingMessage Published(string type, JsonObject content) => new(Channel.IoPub, Topics.Of(type), type, Message.RawHeader, content);

    private BadRequestException Wrong(string name, string expected, JsonNode? came) =>
        new($"{Message.Type}: {name} must be {expected}{(came is null ? ", and it is missing" : $", not {came.ToJsonString()}")}.");
}

/// <summary>A request whose content is not what the protocol says.</summary>
internal sealed class BadRequestException(string message) : Exception(message);
