using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using NasKit.Benchmarks;
using NasKit.Evaluation;
using NasKit.Notebooks.Files;
using NasKit.Pareto;
using NasKit.Runs;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Studies;

namespace NasKit.Cli;

/// <summary><c>naskit search</c>: one strategy on a table, under many seeds.</summary>
internal static class SearchCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var table = new Option<string>("--table")
        {
            Description = $"CSV file, plain or .gz: a header, then a row for each architecture; or a published table by name: {string.Join(", ", KnownTables.All.Select(known => known.Name))}.",
            HelpName = "FILE", Required = true,
        };
        var data = new Option<string?>("--data") { Description = "The folder that holds the published tables; default: the one in NASKIT_DATA.", HelpName = "DIR" };
        var space = new Option<string?>("--space")
        {
            Description = $"The space of a file's architectures: {string.Join(", ", SearchSpaces.Names)}, or digits:C1,C2,… for strings of digits with those numbers of choices.",
            HelpName = "SPACE",
        };
        var strategy = new Option<string>("--strategy") { Description = "The strategy; naskit strategies lists them.", HelpName = "NAME", Required = true };
        var objective = new Option<string[]>("--objective")
        {
            Description = "max:COLUMN or min:COLUMN, may be repeated, accuracy first; max:NAME=COLUMN|COLUMN for several runs, max:NAME=EPOCHS:COLUMN,EPOCHS:COLUMN for several budgets.",
            HelpName = "max:COLUMN", Required = true,
        };
        var evaluations = new Option<int>("--evaluations") { Description = "Evaluations of each seed.", HelpName = "N", Required = true };
        var seeds = new Option<string>("--seeds") { Description = "The seeds: A..B, or one number.", HelpName = "A..B", Required = true };
        var set = new Option<string[]>("--set") { Description = "An option of the strategy; may be repeated.", HelpName = "key=value" };
        var store = new Option<string?>("--store") { Description = "Keeps every evaluation in this run store and continues what is there; default: keep nothing.", HelpName = "FILE" };
        var json = new Option<string?>("--json") { Description = "Also write curves and fronts to this file.", HelpName = "FILE" };
        var command = new Command("search", "Searches a table with one strategy, under many seeds.") { table, data, space, strategy, objective, evaluations, seeds, set, store, json };
        command.SetAction((parsed, _) => RunAsync(
            new Request(
                parsed.GetRequiredValue(table), parsed.GetValue(data), parsed.GetValue(space), parsed.GetRequiredValue(strategy), parsed.GetRequiredValue(objective),
                parsed.GetValue(evaluations), parsed.GetRequiredValue(seeds), parsed.GetValue(set) ?? [], parsed.GetValue(store), parsed.GetValue(json)),
            output, error));
        return command;
    }

    private static async Task<int> RunAsync(Request request, TextWriter output, TextWriter error)
    {
        if (request.Json is not null)
            AtomicFile.EnsureWritable(request.Json);
        if (request.Evaluations < 1)
            throw new ArgumentException($"--evaluations is {request.Evaluations}; it must be at least 1.");
        var strategy = StrategyCatalog.Find(request.Strategy).With([.. request.Settings.Select(Setting)]);
        var seeds = Seeds(request.Seeds);
        var objectives = request.Objectives.Select(TabularObjective.Parse).ToArray();
        var benchmark = Benchmark(request, objectives);
        var table = benchmark.Table;
        var costs = objectives.Skip(1).Select(objective => objective.Levels[^1].Columns[0]).ToArray();
        var study = new Study(table.Space, benchmark, StudyBudget.OfEvaluations(request.Evaluations))
        {
            KnownCosts = costs.Length == 0 ? null : architecture => [.. costs.Select(column => table.Value(architecture, column))],
        };

        using var run = request.Store is null ? null : Run.Open(
            "search", 0, "laptop",
            new { table = table.Name, sha256 = Sha256(table.File), space = table.Space.Name, objectives = request.Objectives },
            RunEnvironment.WithoutTensors(), request.Store);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        StudyResult result;
        try
        {
            result = study.Run(strategy, seeds, run, new SlowLines(error), stop.Token);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync(run is null ? "Stopped; nothing was kept." : $"Stopped; {run.Store.DatabaseFile} holds what was evaluated. The same command continues.")
                .ConfigureAwait(false);
            return ExitCode.Interrupted;
        }

        run?.Finish();
        var reference = Reference(table, objectives, benchmark);
        var hypervolumes = result.Searches.Select(search => search.HypervolumeCurve(reference)).ToArray();
        if (request.Json is not null)
            AtomicFile.Write(request.Json, text => text.WriteLine(Json(request, study, result, reference, hypervolumes)));
        await SummariseAsync(request, benchmark, result, hypervolumes, output).ConfigureAwait(false);
        return ExitCode.Success;

        void Stop(PosixSignalContext context)
        {
            // The second Ctrl-C does what it does everywhere else.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static TabularBenchmark Benchmark(Request request, TabularObjective[] objectives)
    {
        if (File.Exists(request.Table) || KnownTables.All.All(known => known.Name != request.Table))
        {
            return request.Space is { } space ? new(BenchmarkTable.Read(request.Table, SearchSpaces.Named(space)), objectives)
                : throw new ArgumentException($"--space is missing: {request.Table} is a file, and only for {string.Join(", ", KnownTables.All.Select(known => known.Name))} the space is known.");
        }

        var known = KnownTables.Named(request.Table);
        if (request.Space is { } named && named != known.Space)
            throw new ArgumentException($"--space is {named}, but the table {known.Name} is of {known.Space}; leave --space out.");
        var folder = KnownTables.Locate(known.Name, request.Data) ?? throw new NasKitException(
            $"The table {known.Name} was not found: no folder is named, and NASKIT_DATA has no such table.",
            $"Name a folder that holds {known.Main.File} with --data DIR; the file is from {known.Main.Source}.");
        return TabularBenchmark.Load(known.Name, folder, objectives);
    }

    // What every architecture of the table is at least as good as, so that hypervolumes of all strategies on it compare.
    private static ReferencePoint Reference(BenchmarkTable table, TabularObjective[] objectives, TabularBenchmark benchmark) =>
        ReferencePoint.FromValues([.. objectives.Select((objective, m) =>
        {
            var values = objective.Levels.SelectMany(level => level.Columns).SelectMany(column => table.Column(column).CompleteValues.ToArray());
            var direction = benchmark.Objectives[m].Direction;
            return (direction == Direction.Maximise ? values.Min() : values.Max(), direction);
        })]);

    private static string Json(Request request, Study study, StudyResult result, ReferencePoint reference, IReadOnlyList<double>[] hypervolumes) => JsonSerializer.Serialize(
        new
        {
            strategy = request.Strategy,
            options = result.Strategy.Options().ToDictionary(option => option.Name, option => option.Value(result.Strategy)),
            table = Path.GetFileName(request.Table),
            space = study.Problem.Space.Name,
            evaluations = request.Evaluations,
            objectives = study.Problem.Objectives.Select(objective => new { name = objective.Name, direction = objective.Direction == Direction.Maximise ? "max" : "min", unit = objective.Unit }),
            reference = study.Problem.Objectives.Select((objective, m) => objective.Direction.ToMinimised(reference[m])),
            seeds = result.Searches.Select((search, i) => new
            {
                seed = search.Seed,
                best = search.Best(),
                front = search.Front().Select(trial => new
                {
                    arch = trial.Architecture.ToString(),
                    objectives = search.Objectives.Select((objective, m) => KeyValuePair.Create(objective.Name, trial.Values[m])).ToDictionary(),
                }),
                hypervolume = hypervolumes[i],
                evaluations = search.Trials.Length,
                failed = search.Trials.Count(trial => trial.Failed),
                seconds = search.Seconds,
            }),
        });

    private static async Task SummariseAsync(
        Request request, TabularBenchmark benchmark, StudyResult result, IReadOnlyList<double>[] hypervolumes, TextWriter output)
    {
        var best = result.Searches.Select(search => search.Incumbent).OfType<Trial>().ToArray();
        var failed = result.Searches.Sum(search => search.Trials.Count(trial => trial.Failed));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{request.Strategy} on {Path.GetFileName(request.Table)}: {result.Searches.Length} seeds, {result.Searches.Sum(search => search.Trials.Length)} evaluations"
            + $"{(failed > 0 ? $", {failed} of them failed" : "")}, {result.Searches.Sum(search => search.Seconds):0.00} s")).ConfigureAwait(false);
        if (best.Length == 0)
        {
            await output.WriteLineAsync("Every evaluation failed.").ConfigureAwait(false);
            return;
        }

        await output.WriteLineAsync($"best {benchmark.Objectives[0].Name}: {MeanAndDeviation([.. best.Select(trial => trial.Values[0])])}").ConfigureAwait(false);
        if (benchmark.Objectives.Length > 1)
            await output.WriteLineAsync($"hypervolume: {MeanAndDeviation([.. hypervolumes.Where(curve => curve.Count > 0).Select(curve => curve[^1])])}").ConfigureAwait(false);
        var overall = benchmark.Objectives[0].Direction == Direction.Maximise ? best.MaxBy(trial => trial.Values[0])! : best.MinBy(trial => trial.Values[0])!;
        await output.WriteLineAsync($"best of all: {overall.Architecture}  "
            + string.Join("  ", benchmark.Objectives.Select((objective, m) => string.Create(CultureInfo.InvariantCulture, $"{objective.Name} {overall.Values[m]:G6}")))).ConfigureAwait(false);
    }

    private static string MeanAndDeviation(double[] values)
    {
        var mean = values.Average();
        var deviation = values.Length > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)) : (double?)null;
        return string.Create(CultureInfo.InvariantCulture, $"{mean:G6} ± {(deviation is { } sd ? sd.ToString("G3", CultureInfo.InvariantCulture) : "NA")} (n = {values.Length})");
    }

    private static KeyValuePair<string, string> Setting(string text) => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
        ? KeyValuePair.Create(text[..at].Trim(), text[(at + 1)..].Trim())
        : throw new ArgumentException($"--set {text}: expected key=value, as in --set population=20.");

    private static long[] Seeds(string text)
    {
        var parts = text.Split("..");
        var numbers = parts.Select(part => long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        const int most = 1_000_000;
        return parts.Length is 1 or 2 && numbers.All(number => number >= 0) && numbers[^1] >= numbers[0] && numbers[^1] - numbers[0] < most
            ? [.. Enumerable.Range(0, (int)(numbers[^1] - numbers[0]) + 1).Select(i => numbers[0] + i)]
            : throw new ArgumentException($"--seeds {text}: expected A..B with A not above B, as in --seeds 1..20, or one number.");
    }

    private static string Sha256(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file));
    }

    private sealed record Request(
        string Table, string? Data, string? Space, string Strategy, string[] Objectives, int Evaluations, string Seeds, string[] Settings, string? Store, string? Json);

    /// <summary>A line every few seconds; fast studies print none.</summary>
    private sealed class SlowLines(TextWriter error) : IProgress<Progress>
    {
        private static readonly long every = System.Diagnostics.Stopwatch.Frequency * 3;
        private long next = System.Diagnostics.Stopwatch.GetTimestamp() + every;

        public void Report(Progress value)
        {
            var now = System.Diagnostics.Stopwatch.GetTimestamp();
            if (now >= next)
            {
                next = now + every;
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Done}/{value.Total} {value.Message}"));
            }
        }
    }
}
