using System.Text;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Export;

/// <summary>Writes a notebook as one C# script, a section a cell.</summary>
public static class ScriptExport
{
    /// <summary>The script: markdown as comments, code as it is, magic commands commented out, no outputs.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <remarks>Each section begins with <c>// %%</c> and the cell's id, which editors know as the mark of a cell.</remarks>
    public static string Convert(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        var text = new StringBuilder();
        foreach (var cell in notebook.Cells.Where(cell => cell is not RawCell && !string.IsNullOrWhiteSpace(cell.Source)))
        {
            if (text.Length > 0)
                text.Append('\n');
            text.Append($"// %% {(cell is MarkdownCell ? "[markdown] " : "")}{cell.Id}{string.Concat(cell.Tags.Select(tag => $" #{tag.ReplaceLineEndings(" ")}"))}\n");
            foreach (var line in cell.Source.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            {
                var asComment = cell is MarkdownCell || line.StartsWith("#!", StringComparison.Ordinal);
                text.Append(asComment ? $"// {line}".TrimEnd() : line).Append('\n');
            }
        }
        return text.ToString();
    }
}
