using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>A message that came in, signature checked.</summary>
/// <param name="Channel">The socket it came by.</param>
/// <param name="Identities">Who sent it, for the way back.</param>
/// <param name="RawHeader">The header, byte for byte: it becomes the parent header of whatever answers it.</param>
/// <param name="Id">The sender's name for the message.</param>
/// <param name="Type">Its type, as <c>execute_request</c>.</param>
/// <param name="Content">What it says.</param>
/// <param name="ParentId">The message that it answers; null: none.</param>
internal sealed record Message(
    Channel Channel, IReadOnlyList<byte[]> Identities, byte[] RawHeader, string Id, string Type, JsonObject Content, string? ParentId);
