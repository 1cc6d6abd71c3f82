using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The outputs of an executed notebook by cell.</summary>
internal sealed class ExecutedNotebook(string file)
{
    // What two runs with one seed and one cost table may differ in: measured times, dates and paths.
    private static readonly string[] TimedClaims = ["P4", "P5"];
    private const string TimedColumn = "joint / separate time (P4)";

    private readonly JsonObject[] cells = [.. JsonNode.Parse(File.ReadAllText(file))!["cells"]!.AsArray().Select(cell => cell!.AsObject())];

    /// <summary>Runs a notebook with its default parameters, in a store of its own; every code cell was executed.</summary>
    /// <param name="name">Its file in <c>notebooks/</c>, without the ending.</param>
    /// <param name="data">Folder of data sets and tables; null for none.</param>
    public static async Task<ExecutedNotebook> Run(string name, string? data)
    {
        var folder = Directory.CreateTempSubdirectory($"naskit-{name}-");
        try
        {
            var (store, file) = (Path.Combine(folder.FullName, "store"), Path.Combine(folder.FullName, "out.ipynb"));
            using var process = NotebookProcess.Start(store, data ?? folder.FullName, Path.Combine(NotebookProcess.Root, "notebooks", $"{name}.ipynb"), "--output", file);
            var ended = await process.End();
            Assert.True(ended.ExitCode == 0, string.Join('\n', ended.Output.TakeLast(30)) + ended.Error);
            Assert.NotEmpty(Notebook.Read(file).Cells);
            var notebook = new ExecutedNotebook(file);
            Assert.All(notebook.CodeCells, cell => Assert.True(notebook.WasExecuted(cell), cell));
            return notebook;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The closing table of claims, each value by its column.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> Claims => Rows(Text(Assert.Single(Bundles("claims"))));

    /// <summary>Whether a cell shows a figure.</summary>
    public bool HasFigure(string cell) => Bundles(cell).Any(bundle => bundle["application/vnd.plotly.v1+json"] is JsonObject figure && figure["data"] is JsonArray { Count: > 0 });

    /// <summary>MIME bundles that a cell displayed or returned, in order; what it printed is left out, and bars that say how far a step had come.</summary>
    public IReadOnlyList<JsonObject> Bundles(string cell) =>
        [.. Cell(cell)["outputs"]!.AsArray().Select(output => output!["data"]).OfType<JsonObject>().Where(bundle => !IsProgress(bundle))];

    // A run that continues has none for the steps that it did not compute.
    private static bool IsProgress(JsonObject bundle) =>
        bundle["text/html"] is { } html && Joined(html) is var text && text.StartsWith("<progress ", StringComparison.Ordinal) && text.EndsWith("</code>", StringComparison.Ordinal);

    /// <summary>Ids of the code cells.</summary>
    public IEnumerable<string> CodeCells => cells.Where(cell => (string)cell["cell_type"]! == "code").Select(cell => (string)cell["id"]!);

    /// <summary>Whether a cell was executed.</summary>
    public bool WasExecuted(string cell) => Cell(cell)["execution_count"] is not null;

    /// <summary>The plain text of a bundle.</summary>
    public static string Text(JsonObject bundle) => Joined(bundle["text/plain"]);

    /// <summary>All that seed and cost table determine, by cell and place.</summary>
    public SortedDictionary<string, string> Numbers()
    {
        var numbers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var cell in CodeCells.Where(id => id != "finish")) // the run record: times, dates, paths
        {
            var bundles = Bundles(cell);
            for (var i = 0; i < bundles.Count; i++)
            {
                if (cell == "p4" && i == bundles.Count - 1)
                {
                    continue; // the table of times
                }

                if (cell == "claims")
                {
                    var rows = Rows(Text(bundles[i])).Where(row => !TimedClaims.Contains(row["id"]));
                    numbers[cell] = string.Join('\n', rows.Select(row => string.Join(" | ", row)));
                }
                else if (cell == "details")
                {
                    numbers[cell] = string.Join('\n', Rows(Text(bundles[i])).Select(row => string.Join(" | ", row.Where(entry => entry.Key != TimedColumn))));
                }
                else
                {
                    foreach (var (type, content) in bundles[i])
                    {
                        numbers[$"{cell}[{i}] {type}"] = content is JsonArray ? Joined(content) : content!.ToJsonString();
                    }
                }
            }
        }

        return numbers;
    }

    /// <summary>The rows of a text table, each value by its column.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<string, string>> Rows(string table)
    {
        var lines = table.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rule = Array.FindIndex(lines, line => line.Length > 0 && line.All(letter => letter is '-' or ' '));
        var starts = Enumerable.Range(0, lines[rule].Length).Where(i => lines[rule][i] == '-' && (i == 0 || lines[rule][i - 1] == ' ')).ToArray();
        string Part(string line, int column)
        {
            var (start, end) = (Math.Min(starts[column], line.Length), column + 1 < starts.Length ? Math.Min(starts[column + 1], line.Length) : line.Length);
            return line[start..end].Trim();
        }

        return [.. lines[(rule + 1)..].Select(line =>
            Enumerable.Range(0, starts.Length).ToDictionary(column => Part(lines[rule - 1], column), column => Part(line, column)))];
    }

    private JsonObject Cell(string id) => cells.Single(cell => (string)cell["id"]! == id);

    private static string Joined(JsonNode? text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string)line!)) : (string)text!;
}
