using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NasKit.Notebooks.Parameters;

namespace NasKit.Notebooks.Documents;

/// <summary>What NasKit asks of its own notebooks beyond the format: docs and CONTRIBUTING.md say why.</summary>
internal static partial class HouseRules
{
    private const int MostLines = 25;
    private const string Kernel = ".net-csharp";

    /// <summary>Everything that breaks a rule: the document first, then cell by cell.</summary>
    public static IReadOnlyList<NotebookFinding> Check(Notebook notebook)
    {
        var findings = new List<NotebookFinding>();
        if (notebook.KernelName != Kernel)
            Find(null, $"the kernel is {notebook.KernelName ?? "not named"}; set metadata.kernelspec.name to {Kernel}");
        if (Text((notebook.Metadata["language_info"] as JsonObject)?["name"]) != "C#")
            Find(null, "metadata.language_info.name is not C#; set it");
        Structure(notebook, Find);
        var count = 0;
        foreach (var cell in notebook.Cells.OfType<CodeCell>())
        {
            Code(cell, Find);
            Outputs(cell, Find);
            // Gaps are of cells that were taken out since, as that of one run's parameters is.
            if (cell.ExecutionCount is { } number)
            {
                if (number <= count)
                    Find(cell, $"it ran as number {number}, after number {count} that stands before it; run the notebook from top to bottom");
                count = number;
            }
        }
        return findings;

        void Find(Cell? cell, string message) => findings.Add(new NotebookFinding(cell?.Id, message));
    }

    private static void Structure(Notebook notebook, Action<Cell?, string> find)
    {
        var cells = notebook.Cells;
        if (cells.Count == 0)
        {
            find(null, "it has no cells");
            return;
        }
        if (cells[0] is not MarkdownCell title || !title.Source.StartsWith("# ", StringComparison.Ordinal))
            find(cells[0], "the first cell is not a text that begins with a title (# …); say method, paper, table or figure, and the time at each scale");
        var tagged = cells.Where(cell => cell.Tags.Contains("parameters")).ToList();
        foreach (var second in tagged.Skip(1))
            find(second, "a second cell is tagged parameters; keep one");
        foreach (var injected in cells.Where(cell => cell.Tags.Contains("injected-parameters")))
            find(injected, "it holds the parameters of one run; remove it (naskit notebook strip does)");
        if (tagged.Count == 0)
        {
            find(null, "no code cell is tagged parameters; tag the one with var seed = 1; var scale = \"smoke\";");
        }
        else
        {
            if (cells.TakeWhile(cell => cell != tagged[0]).OfType<CodeCell>().FirstOrDefault() is { } before)
                find(before, "it stands before the parameters cell; parameters come first");
            try
            {
                var parameters = ParametersCell.Read(notebook);
                if (parameters.FirstOrDefault(parameter => parameter.Name == "seed") is not { Value: int })
                    find(tagged[0], "it has no int seed; add var seed = 1;");
                if (parameters.FirstOrDefault(parameter => parameter.Name == "scale") is not { Value: "smoke" or "laptop" or "paper" })
                    find(tagged[0], "it has no scale of smoke, laptop or paper; add var scale = \"smoke\";");
            }
            catch (NotebookException e)
            {
                find(tagged[0], e.Message.TrimEnd('.'));
            }
        }
        if (cells.OfType<CodeCell>().LastOrDefault(cell => !string.IsNullOrWhiteSpace(cell.Source)) is { } last && !last.Source.Contains(".Finish(", StringComparison.Ordinal))
            find(last, "the last code cell does not write the run record; end with run.Finish()");
    }

    private static void Code(CodeCell cell, Action<Cell?, string> find)
    {
        var lines = cell.Source.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));
        if (lines > MostLines)
            find(cell, $"it has {lines} lines of code, at most {MostLines} are easy to read; move logic into the library, with a test");
        if (Downloads().IsMatch(cell.Source))
            find(cell, "it downloads a package (#r \"nuget: …\"); reference the local build");
        if (Absolute().Match(cell.Source) is { Success: true } path)
            find(cell, $"it names an absolute path ({path.Groups[1].Value}); start from the notebook's folder or an environment variable");
        if (Prompts().IsMatch(cell.Source))
            find(cell, "it asks for input, which nobody gives in a headless run; make it a parameter");
    }

    private static void Outputs(CodeCell cell, Action<Cell?, string> find)
    {
        foreach (var output in cell.Outputs)
        {
            switch (output)
            {
                case ErrorOutput error:
                    find(cell, $"its stored output is the error {error.Name}; run it again, or catch an expected failure and show it as such");
                    break;
                case BundleOutput { Data: var data }:
                    var html = Text(data[MimeTypes.Html]) ?? "";
                    if (data[MimeTypes.Plotly] is JsonObject && !data.ContainsKey(MimeTypes.Svg) && !data.ContainsKey(MimeTypes.Png) && !html.Contains("src=\"data:image/", StringComparison.Ordinal))
                        find(cell, "a figure has no drawing for pages that cannot run plotly; put out an SVG or PNG beside it");
                    if (data.Count > 0 && !data.ContainsKey(MimeTypes.Text))
                        find(cell, "an output has no text/plain for terminals and screen readers; add one");
                    if (html.Contains("* plotly.js v", StringComparison.Ordinal) || html.Contains("* plotly.js (", StringComparison.Ordinal))
                        find(cell, "an output holds the whole plotly library; put out the figure alone");
                    break;
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    [GeneratedRegex(@"^\s*#r\s+""nuget:", RegexOptions.Multiline | RegexOptions.IgnoreCase)]
    private static partial Regex Downloads();

    [GeneratedRegex(@"[""@](/(?:home|root|tmp|usr|var|opt|mnt|media|Users|Volumes|work|data)/[^""]*|[A-Za-z]:\\[^""]*)""")]
    private static partial Regex Absolute();

    [GeneratedRegex(@"\bConsole\s*\.\s*Read(?:Line|Key)?\s*\(")]
    private static partial Regex Prompts();
}
