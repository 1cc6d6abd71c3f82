using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>A message on its way out.</summary>
/// <param name="Channel">The socket to send it by.</param>
/// <param name="Identities">Whom it is for; on <see cref="Channel.IoPub"/> its topic.</param>
/// <param name="Type">Its type, as <c>execute_reply</c>.</param>
/// <param name="ParentHeader">The header of what it answers; null: nothing.</param>
/// <param name="Content">What it says; not changed by anybody any more.</param>
internal sealed record OutgoingMessage(
    Channel Channel, IReadOnlyList<byte[]> Identities, string Type, byte[]? ParentHeader, JsonObject Content)
{
    /// <summary>Metadata of the message; null: none.</summary>
    public JsonObject? Metadata { get; init; }
}
