using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>Puts a notebook into the very text that Jupyter writes for it.</summary>
internal static class NotebookWriter
{
    public static void Write(Notebook notebook, TextWriter text)
    {
        var json = new JupyterJson(text);
        json.Begin('{');
        json.Name("cells");
        json.Begin('[');
        foreach (var cell in notebook.Cells)
        {
            json.Item();
            Write(cell, json);
        }
        json.End(']');
        json.Name("metadata");
        json.Node(notebook.Metadata);
        json.Name("nbformat");
        json.Raw("4");
        json.Name("nbformat_minor");
        json.Number(notebook.Minor);
        json.Members(notebook.Unknown);
        json.End('}');
        text.Write('\n');
    }

    private static void Write(Cell cell, JupyterJson json)
    {
        json.Begin('{');
        var attachments = cell switch { MarkdownCell markdown => markdown.Attachments, RawCell raw => raw.Attachments, _ => null };
        if (attachments is not null)
        {
            json.Name("attachments");
            json.Node(attachments);
        }
        json.Name("cell_type");
        json.Text(cell switch { MarkdownCell => "markdown", RawCell => "raw", _ => "code" });
        if (cell is CodeCell { ExecutionCount: var count })
        {
            json.Name("execution_count");
            json.Number(count);
        }
        json.Name("id");
        json.Text(cell.Id);
        json.Name("metadata");
        json.Node(cell.Metadata);
        if (cell is CodeCell { Outputs: var outputs })
        {
            json.Name("outputs");
            json.Begin('[');
            foreach (var output in outputs)
            {
                json.Item();
                Write(output, json);
            }
            json.End(']');
        }
        json.Name("source");
        json.Lines(cell.Source);
        json.Members(cell.Unknown);
        json.End('}');
    }

    private static void Write(Output output, JupyterJson json)
    {
        json.Begin('{');
        switch (output)
        {
            case StreamOutput stream:
                json.Name("name");
                json.Text(stream.Name);
                Type("stream");
                json.Name("text");
                json.Lines(stream.Text);
                break;
            case ErrorOutput error:
                json.Name("ename");
                json.Text(error.Name);
                json.Name("evalue");
                json.Text(error.Value);
                Type("error");
                json.Name("traceback");
                json.Begin('[');
                foreach (var line in error.Traceback)
                {
                    json.Item();
                    json.Text(line);
                }
                json.End(']');
                break;
            case BundleOutput bundle:
                json.Name("data");
                Write(bundle.Data, json);
                if (bundle is ResultOutput result)
                {
                    json.Name("execution_count");
                    json.Number(result.ExecutionCount);
                }
                json.Name("metadata");
                json.Node(bundle.Metadata);
                Type(bundle is ResultOutput ? "execute_result" : "display_data");
                break;
        }
        json.Members(output.Unknown);
        json.End('}');

        void Type(string type)
        {
            json.Name("output_type");
            json.Text(type);
        }
    }

    private static void Write(JsonObject data, JupyterJson json)
    {
        json.Begin('{');
        foreach (var (type, content) in data)
        {
            json.Name(type);
            // The types that Jupyter splits into lines; base64 stays in one piece.
            if (!MimeTypes.IsJson(type) && content is JsonValue value && value.TryGetValue(out string? text) && MimeTypes.IsSplitIntoLines(type))
                json.Lines(text);
            else
                json.Node(content);
        }
        json.End('}');
    }
}
