using System.Diagnostics;
using System.Text.Json.Nodes;
using FsCheck.Fluent;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Tests.Documents;

/// <summary>What Jupyter's own library says about the notebooks written here.</summary>
public sealed class JupyterSchemaTests
{
    private const string Python = "/usr/bin/python3";

    // Validates, and compares with the text that Jupyter itself would write, which sorts the keys of metadata.
    private const string Script =
        """
        import sys, nbformat
        for path in sys.argv[1:]:
            text = open(path, encoding="utf-8", newline="").read()
            notebook = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
            nbformat.validate(notebook)
            if nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n" != text:
                sys.exit("Jupyter writes another text for " + path)
        """;

    [NbformatFact]
    public void Written_notebooks_are_valid_and_the_text_is_Jupyters_own()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var files = new List<string>();
            foreach (var (i, notebook) in NotebookPropertyTests.Notebooks.Generator.Sample(30, 60).Index())
            {
                files.Add(Path.Combine(folder.FullName, $"{i}.ipynb"));
                var sorted = notebook with { Metadata = Sorted(notebook.Metadata), Cells = [.. notebook.Cells.Select(cell => cell with { Metadata = Sorted(cell.Metadata) })] };
                sorted.Write(files[^1]);
            }
            using var python = Process.Start(new ProcessStartInfo(Python, ["-c", Script, .. files]) { RedirectStandardError = true })!;
            var complaint = python.StandardError.ReadToEnd();
            python.WaitForExit();
            Assert.True(python.ExitCode == 0, complaint);
        }
        finally
        {
            folder.Delete(true);
        }
    }

    // Tags must be a list to be valid; the generator knows them as any text.
    private static JsonObject Sorted(JsonObject metadata) => new(metadata.Where(member => member.Key != "tags")
        .OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private sealed class NbformatFactAttribute : FactAttribute
    {
        public NbformatFactAttribute()
        {
            if (!Directory.Exists("/usr/lib/python3/dist-packages/nbformat"))
                Skip = "python3-nbformat is not installed, so written notebooks are not checked against Jupyter's schema (apt-get install python3-nbformat).";
        }
    }
}
