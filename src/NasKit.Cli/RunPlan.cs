using System.Globalization;
using System.Text;
using NasKit.Notebooks;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Files;
using NasKit.Notebooks.Parameters;

namespace NasKit.Cli;

/// <summary>Makes a list of runs of what the command line says, and finds out before anything runs whether it can be done.</summary>
internal static class RunPlan
{
    /// <summary>The runs in order: notebooks as given, then combinations of parameters.</summary>
    /// <exception cref="NotebookException">A notebook, parameter or target that cannot be used.</exception>
    public static IReadOnlyList<PlannedRun> Of(RunRequest request)
    {
        var pairs = Pairs(request.Parameters);
        // Complaints call a notebook what the command line calls it.
        var grids = request.Notebooks.SelectMany(Matching).DistinctBy(Path.GetFullPath).Select(path => (Path: Path.GetFullPath(path), Combinations: Combinations(path, pairs))).ToList();
        var paths = grids.Select(grid => grid.Path).ToList();
        var batch = paths.Count > 1 || grids.Any(grid => grid.Combinations.Count > 1);
        if (batch && request.Output is not null)
            throw new ArgumentException($"--output names one file, and there are {grids.Sum(grid => grid.Combinations.Count)} runs; give --output-dir.");
        if (request.Output is not null && request.OutputFolder is not null)
            throw new ArgumentException("--output and --output-dir exclude each other; give one.");
        if (request.OutputFolder is not null)
            MakeFolder(request.OutputFolder, "--output-dir");
        if (batch && request.Html is not null)
            MakeFolder(request.Html, "--html");
        var runs = new List<PlannedRun>();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, combinations) in grids)
        {
            var varying = combinations[0].Select(pair => pair.Key).Where(name => combinations.Select(c => c.First(pair => pair.Key == name).Value).Distinct().Count() > 1).ToHashSet(StringComparer.Ordinal);
            var notebookName = Path.GetFileNameWithoutExtension(path);
            foreach (var combination in combinations)
            {
                var own = combination.Where(pair => varying.Contains(pair.Key)).ToList();
                var wanted = notebookName + string.Concat(own.Select(pair => $".{pair.Key}-{Part(pair.Value)}"));
                var name = wanted;
                for (var n = 2; !taken.Add(name); n++)
                    name = string.Create(CultureInfo.InvariantCulture, $"{wanted}.{n}");
                var output = Path.GetFullPath(
                    request.Output ?? (request.OutputFolder is not null ? Path.Combine(request.OutputFolder, name + ".ipynb") : Path.Combine(Path.GetDirectoryName(path)!, name + ".run.ipynb")));
                var page = request.Html is null ? null : Path.GetFullPath(batch ? Path.Combine(request.Html, name + ".html") : request.Html);
                runs.Add(new PlannedRun(path, notebookName + string.Concat(own.Select(pair => $" {pair.Key}={pair.Value}")), combination, output, page));
            }
        }
        foreach (var run in runs)
            EnsurePossible(run, paths, batch);
        return runs;
    }

    private static void EnsurePossible(PlannedRun run, List<string> notebooks, bool batch)
    {
        if (batch && notebooks.Contains(run.Output))
            throw new ArgumentException($"{run.Output} would be overwritten, which is a notebook to be run; give another --output-dir.");
        if (run.Page is not null && (run.Page == run.Output || notebooks.Contains(run.Page)))
            throw new ArgumentException($"--html {run.Page} would overwrite a notebook; name another file.");
        AtomicFile.EnsureWritable(run.Output);
        if (run.Page is not null)
            AtomicFile.EnsureWritable(run.Page);
    }

    private static IReadOnlyList<IReadOnlyList<KeyValuePair<string, string>>> Combinations(string path, List<KeyValuePair<string, string>> pairs)
    {
        var notebook = Notebook.Read(path);
        var combinations = ParameterGrid.Of(notebook, pairs);
        // Says what is wrong with a name or value.
        foreach (var combination in combinations)
            ParametersCell.Override(notebook, combination);
        return combinations;
    }

    /// <summary>The files that a pattern means; a name without * and ? means itself.</summary>
    private static IEnumerable<string> Matching(string pattern)
    {
        if (File.Exists(pattern) || pattern.AsSpan().IndexOfAny('*', '?') < 0)
            return [pattern];
        var (folder, name) = (Path.GetDirectoryName(pattern) is { Length: > 0 } named ? named : ".", Path.GetFileName(pattern));
        if (folder.AsSpan().IndexOfAny('*', '?') >= 0)
            throw new NotebookException($"{pattern}: * and ? may stand in the file's name, not in its folder's.");
        if (!Directory.Exists(folder))
            throw new NotebookException($"{pattern}: there is no folder {folder}.");
        var found = Directory.GetFiles(folder, name, new EnumerationOptions { MatchType = MatchType.Simple, MatchCasing = MatchCasing.CaseSensitive })
            // What an earlier run wrote beside its notebook is no notebook to run.
            .Where(file => !file.EndsWith(".run.ipynb", StringComparison.Ordinal) || name.Contains(".run.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        return found.Count > 0 ? found : throw new NotebookException($"No file in {Path.GetFullPath(folder)} is named like {name}.");
    }

    private static List<KeyValuePair<string, string>> Pairs(IEnumerable<string> parameters) =>
    [
        .. parameters.Select(text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? KeyValuePair.Create(text[..at].Trim(), text[(at + 1)..])
            : throw new NotebookException($"-p {text}: expected name=value, as in -p seed=2."))
    ];

    private static void MakeFolder(string path, string option)
    {
        if (File.Exists(path))
            throw new NotebookException($"{option} {path} is a file; name a folder.");
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new NotebookException($"{option} {path} cannot be made: {e.Message}", e);
        }
    }

    /// <summary>A value as part of a file's name.</summary>
    private static string Part(string value)
    {
        var part = new StringBuilder();
        foreach (var c in value.Take(40))
            part.Append(char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_');
        return part.Length == 0 ? "empty" : part.ToString();
    }
}
