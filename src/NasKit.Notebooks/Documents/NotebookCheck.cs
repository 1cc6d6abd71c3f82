namespace NasKit.Notebooks.Documents;

/// <summary>Looks for what is wrong with a notebook file.</summary>
public static class NotebookCheck
{
    /// <summary>Checks a file against the notebook format 4.5, its ids and, where wanted, NasKit's own rules for notebooks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="houseRules">Whether NasKit's own rules count too: kernel, parameters cell, length of cells, what outputs hold.</param>
    /// <returns>What was found; empty where all is well.</returns>
    /// <exception cref="NotebookException">The file cannot be read, or is no JSON.</exception>
    public static IReadOnlyList<NotebookFinding> File(string path, bool houseRules)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var root = NotebookReader.Json(Notebook.Bytes(path), path);
        var findings = FormatRules.Check(root).ToList();
        // Of a document whose very structure is broken the format's findings say all there is to say.
        if (houseRules && TryRead(root, path) is { } notebook)
            findings.AddRange(HouseRules.Check(notebook));
        return findings;
    }

    private static Notebook? TryRead(System.Text.Json.Nodes.JsonNode? root, string path)
    {
        try
        {
            return NotebookReader.Read(root, path);
        }
        catch (NotebookException)
        {
            return null;
        }
    }
}
