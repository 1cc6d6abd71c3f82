using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Runs;

/// <summary>One tensor in a safetensors file: where its bytes lie, counted from the end of the header.</summary>
internal sealed record SafetensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End)
{
    internal long Bytes => End - Begin;
}

/// <summary>The header of a safetensors file, checked in full: no gap, no overlap, nothing beyond the end.</summary>
internal sealed class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const long LargestHeader = 100_000_000;

    private static readonly (string Name, ScalarType Type, int Size)[] types =
    [
        ("F64", ScalarType.Float64, 8), ("F32", ScalarType.Float32, 4), ("F16", ScalarType.Float16, 2), ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8), ("I32", ScalarType.Int32, 4), ("I16", ScalarType.Int16, 2), ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1), ("BOOL", ScalarType.Bool, 1),
    ];

    private static readonly JsonWriterOptions compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private SafetensorsHeader(List<SafetensorsEntry> entries, Dictionary<string, string> metadata)
    {
        Entries = entries;
        Metadata = metadata;
    }

    /// <summary>The tensors in the order of their data.</summary>
    internal List<SafetensorsEntry> Entries { get; }

    internal Dictionary<string, string> Metadata { get; }

    /// <summary>The layout of a new file.</summary>
    internal static SafetensorsHeader Of(IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new List<SafetensorsEntry>();
        foreach (var (name, tensor) in tensors)
        {
            if (name == MetadataKey)
                throw new ArgumentException($"'{MetadataKey}' is not a name for a tensor.", nameof(tensors));
            ArgumentNullException.ThrowIfNull(tensor, name);
            ScalarType type = tensor.dtype;
            int size = types.FirstOrDefault(known => known.Type == type).Size;
            if (size == 0)
                throw new ArgumentException($"The tensor '{name}' is {type}, which has no place in a safetensors file.", nameof(tensors));
            long[] shape = tensor.shape;
            entries.Add(new(name, type, shape, 0, shape.Aggregate((long)size, (bytes, length) => checked(bytes * length))));
        }
        entries.Sort((a, b) => SizeOf(b.Type) != SizeOf(a.Type) ? SizeOf(b.Type) - SizeOf(a.Type) : string.CompareOrdinal(a.Name, b.Name));
        long at = 0;
        for (int i = 0; i < entries.Count; i++)
        {
            entries[i] = entries[i] with { Begin = at, End = at + entries[i].End };
            at = entries[i].End;
        }
        return new(entries, new(metadata));
    }

    /// <summary>The length and the JSON text, filled with spaces to a multiple of eight bytes.</summary>
    internal byte[] ToBytes()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, compact))
        {
            json.WriteStartObject();
            if (Metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            foreach (SafetensorsEntry entry in Entries)
            {
                json.WriteStartObject(entry.Name);
                json.WriteString("dtype", types.First(type => type.Type == entry.Type).Name);
                json.WriteStartArray("shape");
                foreach (long length in entry.Shape)
                    json.WriteNumberValue(length);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(entry.Begin);
                json.WriteNumberValue(entry.End);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        int length8 = (text.WrittenCount + 7) / 8 * 8;
        byte[] bytes = new byte[8 + length8];
        bytes.AsSpan(8).Fill((byte)' ');
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length8);
        text.WrittenSpan.CopyTo(bytes.AsSpan(8));
        return bytes;
    }

    /// <summary>Reads and checks the header; the stream then stands at the first byte of data.</summary>
    internal static SafetensorsHeader Read(Stream file, string path)
    {
        if (file.Length < 8)
            throw Invalid(path, $"it has {file.Length} bytes, but a header length alone has 8");
        byte[] length = new byte[8];
        file.ReadExactly(length);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (size > LargestHeader || (long)size > file.Length - 8)
            throw Invalid(path, $"its header should have {size} bytes, but the file has {file.Length - 8} after the length, and a header at most {LargestHeader}");
        byte[] text = new byte[size];
        file.ReadExactly(text);
        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return Parse(document.RootElement, file.Length - 8 - (long)size, path);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new NasKitException($"{path} is not a valid safetensors file: its header is not JSON ({error.Message}).", WhatToDo, error);
        }
    }

    internal static NasKitException Invalid(string path, string why) => new($"{path} is not a valid safetensors file: {why}.", WhatToDo);

    private const string WhatToDo = "It may be cut off or of another format; make it again.";

    private static int SizeOf(ScalarType type) => types.First(known => known.Type == type).Size;

    private static SafetensorsHeader Parse(JsonElement root, long dataBytes, string path)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw Invalid(path, $"its header is a JSON {root.ValueKind}, not an object");
        var entries = new List<SafetensorsEntry>();
        var metadata = new Dictionary<string, string>();
        var names = new HashSet<string>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw Invalid(path, $"its header names '{property.Name}' twice");
            if (property.Name == MetadataKey)
                ParseMetadata(property.Value, metadata, path);
            else
                entries.Add(ParseEntry(property.Name, property.Value, path));
        }
        entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        long at = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != at)
                throw Invalid(path, $"the data of '{entry.Name}' begin at {entry.Begin}, but the data before it end at {at}");
            at = entry.End;
        }
        if (at != dataBytes)
            throw Invalid(path, $"its header tells of {at} bytes of data, but {dataBytes} are there");
        return new(entries, metadata);
    }

    private static void ParseMetadata(JsonElement value, Dictionary<string, string> metadata, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Invalid(path, $"its {MetadataKey} is a JSON {value.ValueKind}, not an object");
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
                throw Invalid(path, $"its metadata '{property.Name}' is a JSON {property.Value.ValueKind}, not a string");
            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
                throw Invalid(path, $"its metadata name '{property.Name}' twice");
        }
    }

    private static SafetensorsEntry ParseEntry(string name, JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw Invalid(path, $"the entry of '{name}' is a JSON {value.ValueKind}, not an object");
        var parts = new Dictionary<string, JsonElement>();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (property.Name is not ("dtype" or "shape" or "data_offsets"))
                throw Invalid(path, $"the entry of '{name}' has '{property.Name}', which the format does not know");
            if (!parts.TryAdd(property.Name, property.Value))
                throw Invalid(path, $"the entry of '{name}' has '{property.Name}' twice");
        }
        if (parts.Count != 3)
            throw Invalid(path, $"the entry of '{name}' needs dtype, shape and data_offsets, but has {string.Join(", ", parts.Keys)}");

        string? dtype = parts["dtype"].ValueKind == JsonValueKind.String ? parts["dtype"].GetString() : null;
        var (known, type, size) = types.FirstOrDefault(candidate => candidate.Name == dtype);
        if (known is null)
            throw Invalid(path, $"the dtype of '{name}' is {parts["dtype"].GetRawText()}, but {string.Join(", ", types.Select(candidate => candidate.Name))} are known");
        long[] shape = Integers(parts["shape"]) ?? throw Invalid(path, $"the shape of '{name}' is {parts["shape"].GetRawText()}, not a list of lengths");
        long[] offsets = Integers(parts["data_offsets"]) is { Length: 2 } pair && pair[0] <= pair[1]
            ? pair : throw Invalid(path, $"the offsets of '{name}' are {parts["data_offsets"].GetRawText()}, not a begin and an end");

        Int128 bytes = size;
        foreach (long length in shape)
            bytes = length == 0 || bytes > long.MaxValue ? bytes : bytes * length;
        if (bytes > long.MaxValue)
            throw Invalid(path, $"the shape of '{name}' is {parts["shape"].GetRawText()}, which no memory holds");
        if (shape.Contains(0))
            bytes = 0;
        if (bytes != offsets[1] - offsets[0])
            throw Invalid(path, $"'{name}' of {dtype} and shape [{string.Join(", ", shape)}] has {bytes} bytes, but its data have {offsets[1] - offsets[0]}");
        return new(name, type, shape, offsets[0], offsets[1]);
    }

    private static long[]? Integers(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > 64)
            return null;
        var values = new List<long>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long value) || value < 0)
                return null;
            values.Add(value);
        }
        return [.. values];
    }
}
