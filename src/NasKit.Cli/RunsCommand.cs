using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using NasKit.Notebooks.Files;
using NasKit.Runs;

namespace NasKit.Cli;

/// <summary><c>naskit runs</c>: looks into a run store.</summary>
internal static class RunsCommand
{
    public static Command Create(TextWriter output)
    {
        var store = new Option<string?>("--store") { Description = "The run store; default: the folder in NASKIT_STORE, or .naskit in this checkout.", HelpName = "FILE" };
        var run = new Argument<long>("run") { Description = "The run's number." };
        var runs = new Argument<long[]>("runs") { Description = "The runs' numbers.", Arity = ArgumentArity.OneOrMore };
        var to = new Option<string>("--to") { Description = "The file to write: .csv for evaluations, .json for all.", HelpName = "FILE", Required = true };
        var open = new Option<bool>("--open") { Description = "Also remove runs that are marked as open: those under way, and those that were killed." };

        var list = new Command("list", "Lists all runs.") { store };
        list.SetAction(parsed => With(parsed.GetValue(store), found => List(found, output)));
        var show = new Command("show", "Shows one run and its searches.") { run, store };
        show.SetAction(parsed => With(parsed.GetValue(store), found => Show(found, parsed.GetValue(run), output)));
        var compare = new Command("compare", "Compares the searches of runs: mean and deviation of the best over seeds.") { runs, store };
        compare.SetAction(parsed => With(parsed.GetValue(store), found => Compare(found, parsed.GetValue(runs)!, output)));
        var export = new Command("export", "Writes a run to a file.") { run, to, store };
        export.SetAction(parsed => With(parsed.GetValue(store), found => Export(found, parsed.GetValue(run), parsed.GetRequiredValue(to), output)));
        var prune = new Command("prune", "Removes runs with all that belongs to them, for good.") { runs, open, store };
        prune.SetAction(parsed => With(parsed.GetValue(store), found => Prune(found, parsed.GetValue(runs)!, parsed.GetValue(open), output)));
        return new Command("runs", "Lists, shows, compares, exports and removes the runs of a store.") { list, show, compare, export, prune };
    }

    private static int With(string? path, Action<RunStore> work)
    {
        if (path is not null && !File.Exists(path) && !Directory.Exists(path))
            throw new NasKitException($"There is no run store {Path.GetFullPath(path)}.", "naskit search --store makes one.");
        using var store = RunStore.Open(path);
        work(store);
        return ExitCode.Success;
    }

    private static void List(RunStore store, TextWriter output)
    {
        string[] header = ["run", "name", "seed", "scale", "status", "searches", "evaluations", "started"];
        var rows = store.Runs().Select(run => (string[])
        [
            Text(run.Id), run.Name, Text(run.Seed), run.Scale, run.Status, Text(run.Studies.Length), Text(run.Evaluations), run.Started,
        ]);
        Table([header, .. rows], output);
    }

    private static void Show(RunStore store, long id, TextWriter output)
    {
        var run = store.Find(id);
        output.WriteLine($"run {run.Id}: {run.Name}, seed {run.Seed}, {run.Scale}, {run.Status}");
        output.WriteLine($"started {run.Started}, ended {run.Ended ?? "NA"}");
        output.WriteLine($"config {run.Config}");
        Table(
            [["search", "evaluations", "failed", "objectives"], .. run.Studies.Select(study =>
            {
                var evaluations = store.EvaluationsOf(id, study.Study);
                return (string[])[study.Study, Text(study.Evaluations), Text(evaluations.Count(record => record.Error is not null)), string.Join(", ", Names(evaluations))];
            })],
            output);
    }

    private static void Compare(RunStore store, long[] ids, TextWriter output)
    {
        var rows = new List<string[]> { new[] { "run", "strategy", "objective", "seeds", "evaluations", "least", "most" } };
        foreach (var run in ids.Select(store.Find))
        {
            // Searches are called strategy-hash/seed-n.
            foreach (var group in run.Studies.GroupBy(study => study.Study.Split('/')[0]))
            {
                var seeds = group.Select(study => store.EvaluationsOf(run.Id, study.Study)).ToArray();
                foreach (var name in Names(seeds.SelectMany(records => records)))
                {
                    var values = seeds.Select(records => records.Select(record => record.Objectives.GetValueOrDefault(name)).OfType<double>().ToArray())
                        .Where(known => known.Length > 0).ToArray();
                    rows.Add([
                        Text(run.Id), group.Key, name, Text(seeds.Length), Text(group.Sum(study => study.Evaluations)),
                        MeanAndDeviation([.. values.Select(known => known.Min())]), MeanAndDeviation([.. values.Select(known => known.Max())]),
                    ]);
                }
            }
        }
        Table(rows, output);
        output.WriteLine("least, most: of each seed's evaluations, as mean ± standard deviation over seeds.");
    }

    private static void Export(RunStore store, long id, string file, TextWriter output)
    {
        var run = store.Find(id);
        var records = run.Studies.SelectMany(study => store.EvaluationsOf(id, study.Study)).ToArray();
        var names = Names(records);
        switch (Path.GetExtension(file).ToUpperInvariant())
        {
            case ".CSV":
                AtomicFile.Write(file, text =>
                {
                    text.WriteLine(string.Join(',', new[] { "search", "number", "arch" }.Concat(names).Concat(["budget", "seconds", "error"]).Select(Cell)));
                    foreach (var record in records)
                        text.WriteLine(string.Join(',', new[] { record.Study, Text(record.Number), record.Architecture }
                            .Concat(names.Select(name => Text(record.Objectives.GetValueOrDefault(name))))
                            .Concat([Text(record.Budget), Text(record.Seconds), record.Error ?? ""]).Select(Cell)));
                });
                break;
            case ".JSON":
                AtomicFile.Write(file, text => text.WriteLine(JsonSerializer.Serialize(new
                {
                    run = run.Id, name = run.Name, seed = run.Seed, scale = run.Scale, status = run.Status, started = run.Started, ended = run.Ended,
                    config = JsonSerializer.Deserialize<JsonElement>(run.Config),
                    searches = records.GroupBy(record => record.Study).Select(group => new
                    {
                        search = group.Key,
                        evaluations = group.Select(record => new
                        {
                            number = record.Number, arch = record.Architecture, objectives = record.Objectives, budget = record.Budget, seconds = record.Seconds, error = record.Error,
                        }),
                    }),
                })));
                break;
            default:
                throw new ArgumentException($"--to {file}: expected a name that ends in .csv or .json.");
        }
        output.WriteLine($"Wrote {Path.GetFullPath(file)}: {records.Length} evaluations");
    }

    private static void Prune(RunStore store, long[] ids, bool open, TextWriter output)
    {
        var runs = ids.Distinct().Select(store.Find).ToArray();
        if (!open && runs.FirstOrDefault(run => run.Status == "open") is { } busy)
            throw new NasKitException($"Run {busy.Id} is marked as open: it is under way or was killed; nothing was removed.", "Add --open to remove it nevertheless.");
        foreach (var run in runs)
            store.Delete(run.Id);
        output.WriteLine($"Removed {runs.Length} {(runs.Length == 1 ? "run" : "runs")} with {runs.Sum(run => run.Evaluations)} evaluations.");
    }

    private static string[] Names(IEnumerable<EvaluationRecord> records) => [.. records.SelectMany(record => record.Objectives.Keys).Distinct()];

    private static string Text(double? value) => value is { } number ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    private static string MeanAndDeviation(double[] values)
    {
        if (values.Length == 0)
            return "NA";
        var mean = values.Average();
        var deviation = values.Length > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)).ToString("G3", CultureInfo.InvariantCulture) : "NA";
        return string.Create(CultureInfo.InvariantCulture, $"{mean:G6} ± {deviation}");
    }

    private static void Table(IReadOnlyList<string[]> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
