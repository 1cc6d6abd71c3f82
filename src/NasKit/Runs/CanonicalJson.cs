using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace NasKit.Runs;

/// <summary>JSON as the run store keeps it, and the hash of what it says.</summary>
internal static class CanonicalJson
{
    /// <summary>Fields count, so that tuples survive; NaN and infinities are written as strings; numbers read back to the same bits.</summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The same, indented, for files that people read.</summary>
    public static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    /// <summary>A value as JSON without white space, its properties in ordinal order at every depth; null is <c>null</c>.</summary>
    public static string Of(object? value) =>
        value is null ? "null" : Sorted(JsonSerializer.SerializeToNode(value, value.GetType(), Options))?.ToJsonString(Options) ?? "null";

    /// <summary>SHA-256 of a text in lower-case hexadecimal digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Sorted)]),
        null => null,
        _ => node.DeepClone(),
    };
}
