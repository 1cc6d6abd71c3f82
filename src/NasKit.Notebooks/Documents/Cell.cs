using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>One cell of a notebook: markdown, code or raw.</summary>
public abstract record Cell
{
    /// <summary>Identifier, 1 to 64 letters, digits, hyphens or underscores, unique in its notebook.</summary>
    public required string Id { get; init; }

    /// <summary>The text of the cell; lines end in \n, and the last one usually does not.</summary>
    public required string Source { get; init; }

    /// <summary>Metadata as read: unknown keys, their order and the spelling of their numbers are kept.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Keys of the cell that the format does not know; written back after the known ones.</summary>
    public JsonObject Unknown { get; init; } = [];

    /// <summary>The strings of the metadata's <c>tags</c>; empty where there are none.</summary>
    public IReadOnlyList<string> Tags =>
        Metadata["tags"] is JsonArray tags ? [.. tags.OfType<JsonValue>().Select(tag => tag.TryGetValue(out string? text) ? text : "")] : [];
}

/// <summary>A cell of markdown text.</summary>
public sealed record MarkdownCell : Cell
{
    /// <summary>Embedded files by name, as read; null where the cell has none.</summary>
    public JsonObject? Attachments { get; init; }
}

/// <summary>A cell that is neither run nor rendered.</summary>
public sealed record RawCell : Cell
{
    /// <summary>Embedded files by name, as read; null where the cell has none.</summary>
    public JsonObject? Attachments { get; init; }
}

/// <summary>A cell of code with the outputs of its last run.</summary>
public sealed record CodeCell : Cell
{
    /// <summary>The number the cell got when it ran; null where it has not run.</summary>
    public int? ExecutionCount { get; init; }

    /// <summary>What the last run put out, in order.</summary>
    public IReadOnlyList<Output> Outputs { get; init; } = [];
}
