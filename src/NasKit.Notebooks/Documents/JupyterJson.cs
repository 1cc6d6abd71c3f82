using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>Writes JSON byte for byte as Jupyter does: one space of indent, every character but the controls as itself.</summary>
internal sealed class JupyterJson(TextWriter text)
{
    private int depth;
    private bool first = true;

    public void Begin(char bracket)
    {
        text.Write(bracket);
        depth++;
        first = true;
    }

    public void End(char bracket)
    {
        depth--;
        if (!first)
            NewLine();
        text.Write(bracket);
        first = false;
    }

    public void Item()
    {
        if (!first)
            text.Write(',');
        first = false;
        NewLine();
    }

    public void Name(string name)
    {
        Item();
        Text(name);
        text.Write(": ");
    }

    public void Raw(string token) => text.Write(token);

    public void Number(int? number) => text.Write(number is { } n ? n.ToString(CultureInfo.InvariantCulture) : "null");

    public void Text(string value)
    {
        text.Write('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"': text.Write("\\\""); break;
                case '\\': text.Write("\\\\"); break;
                case '\n': text.Write("\\n"); break;
                case '\r': text.Write("\\r"); break;
                case '\t': text.Write("\\t"); break;
                case '\b': text.Write("\\b"); break;
                case '\f': text.Write("\\f"); break;
                case < ' ': text.Write($"\\u{(int)c:x4}"); break;
                default: text.Write(c); break;
            }
        }
        text.Write('"');
    }

    /// <summary>Text as the list of its lines, each with its own line end.</summary>
    public void Lines(string value)
    {
        Begin('[');
        foreach (var line in SourceLines.Split(value))
        {
            Item();
            Text(line);
        }
        End(']');
    }

    public void Members(JsonObject members)
    {
        foreach (var (name, value) in members)
        {
            Name(name);
            Node(value);
        }
    }

    public void Node(JsonNode? node)
    {
        switch (node)
        {
            case null:
                Raw("null");
                break;
            case JsonObject members:
                Begin('{');
                Members(members);
                End('}');
                break;
            case JsonArray items:
                Begin('[');
                foreach (var item in items)
                {
                    Item();
                    Node(item);
                }
                End(']');
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Text(value.GetValue<string>());
                break;
            // A number read from a file keeps its spelling: 1.0 stays 1.0, 1e400 stays too.
            case JsonValue value:
                Raw(value.TryGetValue(out JsonElement element) ? element.GetRawText() : value.ToJsonString());
                break;
        }
    }

    private void NewLine()
    {
        text.Write('\n');
        for (var i = 0; i < depth; i++)
            text.Write(' ');
    }
}
