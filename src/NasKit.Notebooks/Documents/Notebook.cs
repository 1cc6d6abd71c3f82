using System.Text;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Files;

namespace NasKit.Notebooks.Documents;

/// <summary>A Jupyter notebook document, format 4.5.</summary>
public sealed record Notebook
{
    /// <summary>The cells in order.</summary>
    public required IReadOnlyList<Cell> Cells { get; init; }

    /// <summary>Metadata as read: unknown keys, their order and the spelling of their numbers are kept.</summary>
    public JsonObject Metadata { get; init; } = [];

    /// <summary>Minor version of the format, 5 or more; older documents become 5 when read.</summary>
    public int Minor { get; init; } = 5;

    /// <summary>Top-level keys that the format does not know; written back after the known ones.</summary>
    public JsonObject Unknown { get; init; } = [];

    /// <summary>Name of the kernel the notebook is written for, as <c>.net-csharp</c>; null where it does not say.</summary>
    public string? KernelName => Metadata["kernelspec"] is JsonObject spec && spec["name"] is JsonValue name && name.TryGetValue(out string? text) ? text : null;

    /// <summary>Reads a notebook file.</summary>
    /// <param name="path">An <c>.ipynb</c> file of format 4, any minor version, in UTF-8.</param>
    /// <exception cref="NotebookException">There is no such file, it is a folder, it cannot be read, or it is no notebook of format 4.</exception>
    public static Notebook Read(string path) => NotebookReader.Read(Bytes(path), path);

    /// <summary>The content of a notebook file.</summary>
    internal static byte[] Bytes(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new NotebookException($"{path} is a folder; name a notebook file in it.");
        if (!File.Exists(path))
            throw new NotebookException($"There is no notebook {path} (looked in {Path.GetDirectoryName(Path.GetFullPath(path))}).");
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a notebook from its JSON text.</summary>
    /// <param name="json">The document.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="NotebookException">The text is no notebook of format 4.</exception>
    public static Notebook Parse(string json, string name = "the notebook")
    {
        ArgumentNullException.ThrowIfNull(json);
        return NotebookReader.Read(Encoding.UTF8.GetBytes(json), name);
    }

    /// <summary>The document as Jupyter writes it: indent of one space, text as lists of lines, newline at the end.</summary>
    public string ToJson()
    {
        using var text = new StringWriter { NewLine = "\n" };
        NotebookWriter.Write(this, text);
        return text.ToString();
    }

    /// <summary>Writes the document beside the target and renames it, so that the target is the old file or the whole new one.</summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="NotebookException">The file cannot be written there.</exception>
    public void Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, text => NotebookWriter.Write(this, text));
    }
}
