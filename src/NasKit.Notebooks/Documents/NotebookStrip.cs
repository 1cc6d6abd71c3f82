using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>Takes out of a notebook what a run put in, so that a review sees what a person wrote.</summary>
public static class NotebookStrip
{
    // What front ends note about a cell's last run, or about how it was last looked at.
    private static readonly string[] VolatileOfCells = ["execution", "ExecuteTime", "collapsed", "scrolled", "papermill", "vscode"];
    private static readonly string[] VolatileOfDocuments = ["widgets", "papermill", "signature", "toc"];
    private static readonly string[] VolatileOfJupyter = ["outputs_hidden", "source_hidden"];

    /// <summary>The notebook without outputs, execution counts, the cell of one run's parameters, and volatile metadata.</summary>
    /// <param name="notebook">The notebook; it stays as it is.</param>
    public static Notebook Apply(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return notebook with
        {
            Metadata = Without(notebook.Metadata, VolatileOfDocuments),
            Cells =
            [
                .. notebook.Cells.Where(cell => !(cell is CodeCell && cell.Tags.Contains("injected-parameters"))).Select(cell =>
                {
                    var metadata = Without(cell.Metadata, VolatileOfCells);
                    if (metadata["jupyter"] is JsonObject jupyter)
                    {
                        foreach (var key in VolatileOfJupyter)
                            jupyter.Remove(key);
                        if (jupyter.Count == 0)
                            metadata.Remove("jupyter");
                    }
                    return cell is CodeCell code ? code with { Outputs = [], ExecutionCount = null, Metadata = metadata } : cell with { Metadata = metadata };
                }),
            ],
        };
    }

    private static JsonObject Without(JsonObject metadata, string[] keys)
    {
        var rest = (JsonObject)metadata.DeepClone();
        foreach (var key in keys)
            rest.Remove(key);
        return rest;
    }
}
