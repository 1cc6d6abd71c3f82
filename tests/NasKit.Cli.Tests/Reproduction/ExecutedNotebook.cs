using System.Text.Json.Nodes;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The outputs of an executed PNAG notebook by cell.</summary>
internal sealed class ExecutedNotebook(string file)
{
    // What two runs with one seed and one cost table may differ in: measured times, dates and paths.
    private static readonly string[] TimedClaims = ["P4", "P5"];
    private const string TimedColumn = "joint / separate time (P4)";

    private readonly JsonObject[] cells = [.. JsonNode.Parse(File.ReadAllText(file))!["cells"]!.AsArray().Select(cell => cell!.AsObject())];

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
