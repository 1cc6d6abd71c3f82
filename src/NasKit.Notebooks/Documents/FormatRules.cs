using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>The rules of the notebook format 4.5, applied to the JSON as it stands in the file.</summary>
/// <remarks>Source: the Jupyter notebook format 4.5 and its JSON schema.</remarks>
internal sealed class FormatRules
{
    private readonly List<NotebookFinding> findings = [];
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);
    private string? cell;

    /// <summary>Everything that breaks a rule, from top to bottom.</summary>
    public static IReadOnlyList<NotebookFinding> Check(JsonNode? root)
    {
        var rules = new FormatRules();
        rules.Document(root);
        return rules.findings;
    }

    private void Document(JsonNode? root)
    {
        if (root is not JsonObject document)
        {
            Find("the document is not an object; a notebook has cells, metadata, nbformat and nbformat_minor");
            return;
        }
        if (!IsWhole(document["nbformat"], out var major))
            Find("nbformat is not a whole number; write 4");
        else if (major != 4)
            Find($"the format is {major}; convert it to 4.5 with: jupyter nbconvert --to notebook --nbformat 4");
        if (!IsWhole(document["nbformat_minor"], out var minor))
            Find("nbformat_minor is not a whole number; write 5");
        else if (major == 4 && minor < 5)
            Find($"the format is 4.{minor}, whose cells have no ids; naskit notebook strip brings it to 4.5");
        Only(document, "the document", "cells", "metadata", "nbformat", "nbformat_minor");
        if (document["metadata"] is JsonObject metadata)
            Metadata(metadata);
        else
            Find("metadata is not an object; write {}");
        if (document["cells"] is not JsonArray cells)
        {
            Find("cells is not a list");
            return;
        }
        for (var i = 0; i < cells.Count; i++)
        {
            cell = cells[i] is JsonObject named && IsText(named["id"], out var id) && id.Length > 0 ? id : $"#{i + 1}";
            Cell(cells[i], withId: major == 4 && minor >= 5);
        }
        cell = null;
    }

    private void Metadata(JsonObject metadata)
    {
        Required(metadata["kernelspec"], "metadata.kernelspec", "name", "display_name");
        Required(metadata["language_info"], "metadata.language_info", "name");
        if (metadata["orig_nbformat"] is { } original && !(IsWhole(original, out var number) && number >= 1))
            Find("metadata.orig_nbformat is not a whole number of 1 or more; remove it");
        if (metadata["title"] is { } title && !IsText(title, out _))
            Find("metadata.title is not text");
        if (metadata["authors"] is { } authors && authors is not JsonArray)
            Find("metadata.authors is not a list");

        void Required(JsonNode? node, string name, params string[] texts)
        {
            if (node is null)
                return;
            if (node is not JsonObject owner)
                Find($"{name} is not an object");
            else
                foreach (var text in texts.Where(text => !IsText(owner[text], out _)))
                    Find($"{name}.{text} is not text");
        }
    }

    private void Cell(JsonNode? node, bool withId)
    {
        if (node is not JsonObject found)
        {
            Find("it is not an object; remove it");
            return;
        }
        if (withId)
            Id(found["id"]);
        if (found["metadata"] is JsonObject metadata)
            CellMetadata(metadata);
        else
            Find("metadata is not an object; write {}");
        if (!IsLines(found["source"]))
            Find("source is neither text nor a list of texts");
        IsText(found["cell_type"], out var type);
        switch (type)
        {
            case "code":
                Only(found, "it", "id", "cell_type", "metadata", "execution_count", "outputs", "source");
                Count(found, "execution_count");
                if (found["outputs"] is not JsonArray outputs)
                    Find("outputs is not a list; write []");
                else
                    for (var i = 0; i < outputs.Count; i++)
                        Output(outputs[i], string.Create(CultureInfo.InvariantCulture, $"output {i + 1}"));
                break;
            case "markdown" or "raw":
                Only(found, "it", "id", "cell_type", "metadata", "attachments", "source");
                if (found["attachments"] is { } attachments)
                {
                    if (attachments is not JsonObject files)
                        Find("attachments is not an object");
                    else
                        foreach (var (name, bundle) in files)
                            Bundle(bundle, $"attachment {Short(name)}");
                }
                break;
            default:
                Find($"cell_type is {Short(found["cell_type"]?.ToJsonString() ?? "missing")}; it is code, markdown or raw");
                break;
        }
    }

    private void Id(JsonNode? node)
    {
        if (!IsText(node, out var id))
            Find("it has no id; naskit notebook strip gives it one");
        else if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            Find($"its id {Short(id)} is not 1 to 64 letters, digits, hyphens and underscores; choose another");
        else if (!ids.Add(id))
            Find("another cell before it has the same id; choose another");
    }

    private void CellMetadata(JsonObject metadata)
    {
        if (metadata["tags"] is { } tags)
        {
            var texts = (tags as JsonArray)?.Select(tag => IsText(tag, out var text) ? text : null).ToList();
            if (texts is null || texts.Contains(null))
                Find("metadata.tags is not a list of texts");
            else if (texts.Any(text => text!.Length == 0 || text.Contains(',', StringComparison.Ordinal)))
                Find("a tag is empty or holds a comma; write two tags");
            else if (texts.Distinct(StringComparer.Ordinal).Count() < texts.Count)
                Find("a tag stands twice; remove one");
        }
        if (metadata["name"] is { } name && !(IsText(name, out var named) && named.Length > 0))
            Find("metadata.name is not text, or empty");
        if (metadata["collapsed"] is { } collapsed && collapsed.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            Find("metadata.collapsed is neither true nor false");
        if (metadata["scrolled"] is { } scrolled && scrolled.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False) && !(IsText(scrolled, out var how) && how == "auto"))
            Find("metadata.scrolled is not true, false or \"auto\"");
        if (metadata["jupyter"] is { } jupyter && jupyter is not JsonObject)
            Find("metadata.jupyter is not an object");
    }

    private void Output(JsonNode? node, string place)
    {
        if (node is not JsonObject output)
        {
            Find($"{place} is not an object; run the notebook again");
            return;
        }
        IsText(output["output_type"], out var type);
        switch (type)
        {
            case "stream":
                Only(output, place, "output_type", "name", "text");
                if (!IsText(output["name"], out _) || !IsLines(output["text"]))
                    Find($"{place}, a stream, lacks its name or text");
                break;
            case "display_data" or "execute_result":
                Only(output, place, type == "display_data" ? ["output_type", "data", "metadata"] : ["output_type", "data", "metadata", "execution_count"]);
                Bundle(output["data"], place);
                if (output["metadata"] is not JsonObject)
                    Find($"{place} has no metadata; write {{}}");
                if (type == "execute_result")
                    Count(output, "execution_count", place + ": ");
                break;
            case "error":
                Only(output, place, "output_type", "ename", "evalue", "traceback");
                if (!IsText(output["ename"], out _) || !IsText(output["evalue"], out _) || !(output["traceback"] is JsonArray lines && lines.All(line => IsText(line, out _))))
                    Find($"{place}, an error, lacks its name, message or traceback");
                break;
            default:
                Find($"{place} has the type {Short(output["output_type"]?.ToJsonString() ?? "missing")}; it is stream, display_data, execute_result or error");
                break;
        }
    }

    private void Bundle(JsonNode? node, string place)
    {
        if (node is not JsonObject data)
            Find($"{place} holds no object of MIME types");
        else
            foreach (var type in data.Where(entry => !MimeTypes.IsJson(entry.Key) && !IsLines(entry.Value)).Select(entry => entry.Key))
                Find($"{place}: {Short(type)} is neither text nor a list of texts");
    }

    private void Count(JsonObject owner, string key, string place = "")
    {
        if (!owner.ContainsKey(key))
            Find($"{place}{key} is missing; write null");
        else if (owner[key] is { } count && !(IsWhole(count, out var number) && number >= 0))
            Find($"{place}{key} is {Short(count.ToJsonString())}; it is a whole number or null");
    }

    private void Only(JsonObject owner, string what, params string[] known)
    {
        foreach (var key in owner.Select(entry => entry.Key).Where(key => !known.Contains(key)))
            Find($"{what} has a key {Short(key)}, which the format does not know; move it into metadata or remove it");
    }

    private void Find(string message) => findings.Add(new NotebookFinding(cell, message));

    private static bool IsText(JsonNode? node, out string text)
    {
        text = "";
        if (node is not JsonValue value || !value.TryGetValue(out string? found))
            return false;
        text = found;
        return true;
    }

    private static bool IsLines(JsonNode? node) => IsText(node, out _) || (node is JsonArray lines && lines.All(line => IsText(line, out _)));

    private static bool IsWhole(JsonNode? node, out int number)
    {
        number = 0;
        return node is JsonValue value && value.GetValueKind() == JsonValueKind.Number
            && int.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static string Short(string text)
    {
        var line = string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 60 ? line : line[..59] + "…";
    }
}
