using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>Makes a notebook of its JSON, or says in one sentence what is wrong with it and where.</summary>
internal sealed class NotebookReader
{
    private readonly string name;

    private NotebookReader(string name) => this.name = name;

    public static Notebook Read(byte[] bytes, string name)
    {
        var reader = new NotebookReader(name);
        return reader.ToNotebook(reader.Json(bytes));
    }

    /// <summary>The JSON of a file, of whatever content.</summary>
    /// <exception cref="NotebookException">The bytes are no JSON.</exception>
    public static JsonNode? Json(byte[] bytes, string name) => new NotebookReader(name).Json(bytes);

    /// <summary>A notebook of its JSON.</summary>
    /// <exception cref="NotebookException">It is no notebook of format 4.</exception>
    public static Notebook Read(JsonNode? root, string name) => new NotebookReader(name).ToNotebook(root);

    private JsonNode? Json(byte[] bytes)
    {
        ReadOnlySpan<byte> utf8 = bytes;
        if (utf8.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            utf8 = utf8[3..];
        if (utf8.Trim((ReadOnlySpan<byte>)" \t\r\n"u8).IsEmpty)
            throw new NotebookException($"{name} is empty; a notebook is a JSON document with cells.");
        try
        {
            var node = JsonNode.Parse(utf8, documentOptions: new JsonDocumentOptions { MaxDepth = 256, AllowDuplicateProperties = false });
            EnsureText(node);
            return node;
        }
        catch (JsonException e)
        {
            var reason = e.Message.Split([" LineNumber:", " Path:"], StringSplitOptions.None)[0].Trim().TrimEnd('.');
            var place = e.LineNumber is { } line ? $", line {line + 1}, position {e.BytePositionInLine.GetValueOrDefault() + 1}" : "";
            throw new NotebookException($"{name}{place}: not valid JSON ({reason}). Restore the file or fix it there.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new NotebookException($"{name} holds text that is not valid Unicode (half of a surrogate pair, or bytes that are not UTF-8).", e);
        }
    }

    // Strings are decoded lazily, and a bad one should be told here rather than surprise a later step.
    private static void EnsureText(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                    EnsureText(value);
                break;
            case JsonArray items:
                foreach (var item in items)
                    EnsureText(item);
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                _ = value.GetValue<string>();
                break;
        }
    }

    private Notebook ToNotebook(JsonNode? root)
    {
        if (root is not JsonObject document)
            throw new NotebookException($"{name} is JSON, but not a notebook: expected an object with cells, found {Kind(root)}.");
        var major = Number(document, "nbformat", name);
        if (major is null)
            throw new NotebookException($"{name} is JSON, but not a notebook: it has no nbformat.");
        if (major != 4)
            throw new NotebookException(
                $"{name} is a notebook of format {major}; NasKit reads format 4. Convert it with: jupyter nbconvert --to notebook --nbformat 4 FILE.");
        var minor = Number(document, "nbformat_minor", name) ?? 0;
        if (document["cells"] is not JsonArray items)
            throw new NotebookException($"{name} has no list of cells.");
        var ids = new CellIds(items.Select(Id));
        var cells = new List<Cell>(items.Count);
        for (var i = 0; i < items.Count; i++)
            cells.Add(ToCell(items[i], $"{name}, cell {i + 1}", ids));
        return new Notebook
        {
            Cells = cells,
            Metadata = Object(document, "metadata", name) ?? [],
            Minor = Math.Max(5, minor),
            Unknown = Rest(document, "cells", "metadata", "nbformat", "nbformat_minor"),
        };
    }

    private static string? Id(JsonNode? cell) =>
        cell is JsonObject members && members["id"] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static Cell ToCell(JsonNode? node, string place, CellIds ids)
    {
        if (node is not JsonObject cell)
            throw new NotebookException($"{place}: expected an object, found {Kind(node)}.");
        var source = Text(cell, "source", place) ?? throw new NotebookException($"{place} has no source.");
        var id = ids.Keep(Id(cell), source);
        var metadata = Object(cell, "metadata", place) ?? [];
        switch (cell["cell_type"] is JsonValue kind && kind.TryGetValue(out string? type) ? type : "missing")
        {
            case "markdown":
                return new MarkdownCell
                {
                    Id = id, Source = source, Metadata = metadata, Attachments = Object(cell, "attachments", place),
                    Unknown = Rest(cell, "attachments", "cell_type", "id", "metadata", "source"),
                };
            case "raw":
                return new RawCell
                {
                    Id = id, Source = source, Metadata = metadata, Attachments = Object(cell, "attachments", place),
                    Unknown = Rest(cell, "attachments", "cell_type", "id", "metadata", "source"),
                };
            case "code":
                var outputs = cell["outputs"] switch
                {
                    JsonArray list => list.Select((output, i) => ToOutput(output, $"{place}, output {i + 1}")).ToList(),
                    null => [],
                    var other => throw new NotebookException($"{place}: outputs should be a list, found {Kind(other)}."),
                };
                return new CodeCell
                {
                    Id = id, Source = source, Metadata = metadata, Outputs = outputs, ExecutionCount = Number(cell, "execution_count", place),
                    Unknown = Rest(cell, "cell_type", "execution_count", "id", "metadata", "outputs", "source"),
                };
            case var other:
                throw new NotebookException($"{place}: cell_type is {other}; expected markdown, code or raw.");
        }
    }

    private static Output ToOutput(JsonNode? node, string place)
    {
        if (node is not JsonObject output)
            throw new NotebookException($"{place}: expected an object, found {Kind(node)}.");
        switch (output["output_type"] is JsonValue kind && kind.TryGetValue(out string? type) ? type : "missing")
        {
            case "stream":
                return new StreamOutput(Text(output, "name", place) ?? "stdout", Text(output, "text", place) ?? "")
                {
                    Unknown = Rest(output, "name", "output_type", "text"),
                };
            case "display_data":
                return new DisplayOutput(Data(output, place), Object(output, "metadata", place) ?? [])
                {
                    Unknown = Rest(output, "data", "metadata", "output_type", "transient"),
                };
            case "execute_result":
                return new ResultOutput(Data(output, place), Object(output, "metadata", place) ?? [], Number(output, "execution_count", place))
                {
                    Unknown = Rest(output, "data", "execution_count", "metadata", "output_type", "transient"),
                };
            case "error":
                var traceback = output["traceback"] is JsonArray lines
                    ? lines.Select(line => line is JsonValue value && value.TryGetValue(out string? text) ? text : line?.ToJsonString() ?? "").ToList()
                    : [];
                return new ErrorOutput(Text(output, "ename", place) ?? "", Text(output, "evalue", place) ?? "", traceback)
                {
                    Unknown = Rest(output, "ename", "evalue", "output_type", "traceback"),
                };
            case var other:
                throw new NotebookException($"{place}: output_type is {other}; expected stream, display_data, execute_result or error.");
        }
    }

    private static JsonObject Data(JsonObject output, string place)
    {
        var data = Object(output, "data", place) ?? [];
        foreach (var type in data.Select(member => member.Key).ToList())
        {
            if (!MimeTypes.IsJson(type))
                data[type] = Text(data, type, place) ?? throw new NotebookException($"{place}: {type} should be text, found null.");
        }
        return data;
    }

    private static string? Text(JsonObject owner, string key, string place) => owner[key] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        JsonArray lines => string.Concat(lines.Select(line => line is JsonValue value && value.TryGetValue(out string? text)
            ? text
            : throw new NotebookException($"{place}: {key} should be a list of strings, found {Kind(line)} in it."))),
        var other => throw new NotebookException($"{place}: {key} should be text or a list of lines, found {Kind(other)}."),
    };

    private static JsonObject? Object(JsonObject owner, string key, string place) => owner[key] switch
    {
        null => null,
        JsonObject found => (JsonObject)found.DeepClone(),
        var other => throw new NotebookException($"{place}: {key} should be an object, found {Kind(other)}."),
    };

    private static int? Number(JsonObject owner, string key, string place) => owner[key] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= 0 => number,
        var other => throw new NotebookException($"{place}: {key} should be a whole number of 0 or more, found {other.ToJsonString()}."),
    };

    private static JsonObject Rest(JsonObject owner, params ReadOnlySpan<string> known)
    {
        var rest = new JsonObject();
        foreach (var (key, value) in owner)
        {
            if (!known.Contains(key))
                rest[key] = value?.DeepClone();
        }
        return rest;
    }


    private static string Kind(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => "true or false",
    };
}
