using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>One output of a code cell.</summary>
public abstract record Output
{
    /// <summary>Keys of the output that the format does not know; written back after the known ones.</summary>
    public JsonObject Unknown { get; init; } = [];
}

/// <summary>Text written to a stream; neighbouring chunks of one stream are one output.</summary>
/// <param name="Name"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Text">The text, as written.</param>
public sealed record StreamOutput(string Name, string Text) : Output;

/// <summary>A value in several representations, of which the front end picks one.</summary>
/// <param name="Data">MIME type → content, richest first: text as one string, JSON types as JSON, images other than SVG as base64.</param>
/// <param name="Metadata">Metadata of the output; usually empty.</param>
public abstract record BundleOutput(JsonObject Data, JsonObject Metadata) : Output;

/// <summary>A value shown by <c>display(…)</c>.</summary>
/// <param name="Data">MIME type → content; see <see cref="BundleOutput"/>.</param>
/// <param name="Metadata">Metadata of the output; usually empty.</param>
public sealed record DisplayOutput(JsonObject Data, JsonObject Metadata) : BundleOutput(Data, Metadata);

/// <summary>The value of a cell's last expression.</summary>
/// <param name="Data">MIME type → content; see <see cref="BundleOutput"/>.</param>
/// <param name="Metadata">Metadata of the output; usually empty.</param>
/// <param name="ExecutionCount">The number of the run that gave it; null where unknown.</param>
public sealed record ResultOutput(JsonObject Data, JsonObject Metadata, int? ExecutionCount) : BundleOutput(Data, Metadata);

/// <summary>The exception that ended a cell.</summary>
/// <param name="Name">Type of the exception.</param>
/// <param name="Value">Its message.</param>
/// <param name="Traceback">What a front end prints, line by line: the message, then the cell's own lines.</param>
public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Traceback) : Output;
