using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>Turns frames into messages and back: signatures, headers, JSON.</summary>
/// <param name="key">The key of the connection file; empty: nothing is signed.</param>
internal sealed class MessageCodec(string key)
{
    /// <summary>The version of the protocol that every header names.</summary>
    public const string ProtocolVersion = "5.4";

    // As many as the reference client remembers.
    private const int RememberedSignatures = 1 << 16;

    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly byte[] key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private readonly Queue<string> seenInOrder = new();
    private readonly string session = Guid.NewGuid().ToString("N");
    private long sent;

    /// <summary>Reads a message.</summary>
    /// <param name="channel">The socket it came by.</param>
    /// <param name="frames">Its frames.</param>
    /// <param name="why">Why it is none that this kernel listens to.</param>
    /// <returns>null where it is malformed, not signed with the key, or was there before.</returns>
    public Message? Read(Channel channel, IReadOnlyList<byte[]> frames, out string why)
    {
        var at = 0;
        while (at < frames.Count && !frames[at].AsSpan().SequenceEqual(Delimiter))
            at++;
        why = "it has not the frames of a message";
        if (at + 6 > frames.Count)
            return null;
        var signature = frames[at + 1];
        if (key.Length > 0)
        {
            why = signature.Length == 0 ? "it is not signed" : "its signature is not of this kernel's key";
            Span<byte> came = stackalloc byte[32];
            if (signature.Length != 64 || Convert.FromHexString(signature, came, out _, out _) != OperationStatus.Done
                || !CryptographicOperations.FixedTimeEquals(came, Sign(frames, at + 2)))
                return null;
            why = "it has been sent before";
            if (!Remember(Convert.ToHexString(came)))
                return null;
        }
        try
        {
            why = "its header, parent header, metadata or content is no JSON object";
            if (JsonNode.Parse(frames[at + 2], documentOptions: Strict) is not JsonObject header
                || JsonNode.Parse(frames[at + 3], documentOptions: Strict) is not JsonObject parent
                || JsonNode.Parse(frames[at + 4], documentOptions: Strict) is not JsonObject
                || JsonNode.Parse(frames[at + 5], documentOptions: Strict) is not JsonObject content)
                return null;
            why = "its header has no msg_id or no msg_type";
            return Text(header, "msg_id") is { } id && Text(header, "msg_type") is { } type
                ? new Message(channel, [.. frames.Take(at)], frames[at + 2], id, type, content, Text(parent, "msg_id"))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Writes a message.</summary>
    public List<byte[]> Write(OutgoingMessage message)
    {
        var frames = new List<byte[]>(message.Identities.Count + 6);
        frames.AddRange(message.Identities);
        frames.Add(Delimiter);
        var signature = frames.Count;
        frames.Add([]);
        frames.Add(Bytes(new JsonObject
        {
            ["msg_id"] = string.Create(CultureInfo.InvariantCulture, $"{session}_{++sent}"),
            ["session"] = session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture),
            ["msg_type"] = message.Type,
            ["version"] = ProtocolVersion,
        }));
        frames.Add(message.ParentHeader ?? EmptyObject);
        frames.Add(message.Metadata is null ? EmptyObject : Bytes(message.Metadata));
        frames.Add(Bytes(message.Content));
        if (key.Length > 0)
            frames[signature] = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Sign(frames, signature + 1)));
        return frames;
    }

    private byte[] Sign(IReadOnlyList<byte[]> frames, int first)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        for (var i = first; i < first + 4; i++)
            hash.AppendData(frames[i]);
        return hash.GetHashAndReset();
    }

    private bool Remember(string signature)
    {
        if (!seen.Add(signature))
            return false;
        seenInOrder.Enqueue(signature);
        if (seenInOrder.Count > RememberedSignatures)
            seen.Remove(seenInOrder.Dequeue());
        return true;
    }

    private static byte[] Bytes(JsonObject json)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            json.WriteTo(writer);
        return buffer.WrittenSpan.ToArray();
    }

    private static string? Text(JsonObject owner, string name) => owner[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
