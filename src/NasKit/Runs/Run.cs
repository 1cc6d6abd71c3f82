using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using NasKit.Supernets;

namespace NasKit.Runs;

/// <summary>One experiment with its seed, scale and config: its seeds by name, its steps that are computed once, its checkpoints and its record.</summary>
/// <remarks>
/// Opening the same run again continues it: steps that the store knows are read, the others computed. One thread at a time;
/// a second one waits for the step that is being computed.
/// </remarks>
public sealed partial class Run : IProgress<Progress>, IDisposable
{
    private readonly long id;
    private readonly bool continued; // an earlier session opened it
    private readonly string configJson;
    private readonly string identity;
    private readonly Lock turn = new(); // one step after the other; held while a step computes
    private readonly Lock notes = new(); // around what steps leave; other threads of a step write there too
    private readonly List<StepRecord> steps = [];
    private readonly SortedSet<string> files = new(StringComparer.Ordinal);
    private readonly ProgressPrinter printer = new(() => Console.Out, TimeProvider.System, NotebookDisplay.Show);
    private readonly Stopwatch opened = Stopwatch.StartNew();
    private bool closed;

    private Run(RunStore store, string name, long seed, string scale, string configJson, RunEnvironment environment)
    {
        Store = store;
        Name = name;
        Seeds = new Seeds(seed);
        Scale = scale;
        this.configJson = configJson;
        Environment = environment;
        (id, continued) = store.OpenRun(name, seed, scale, configJson, environment, LibraryBuild.Id);
        identity = JsonSerializer.Serialize(new[] { name, Seeds.ToString(), scale, configJson, CanonicalJson.Of(environment), LibraryBuild.Id });
    }

    /// <summary>The run's name, such as <c>pnag-2021</c>.</summary>
    public string Name { get; }

    /// <summary>The root of every seed in the run.</summary>
    public Seeds Seeds { get; }

    /// <summary><c>smoke</c>, <c>laptop</c> or <c>paper</c>.</summary>
    public string Scale { get; }

    /// <summary>What the run's numbers depend on besides seed and config. Prints as the header of the run.</summary>
    public RunEnvironment Environment { get; }

    /// <summary>The store that remembers this run.</summary>
    public RunStore Store { get; }

    /// <summary>The steps of this session so far, in the order of their ends.</summary>
    public IReadOnlyList<StepRecord> Steps
    {
        get
        {
            lock (notes)
            {
                return [.. steps];
            }
        }
    }

    /// <summary>Opens a run: a new one, or the one of the same name, seed, scale and config, to be continued.</summary>
    /// <param name="name">Letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; it also names folders and files.</param>
    /// <param name="seed">The seed that everything random in the run derives from.</param>
    /// <param name="scale"><c>smoke</c>, <c>laptop</c> or <c>paper</c>.</param>
    /// <param name="config">Whatever else the run's numbers depend on, such as the notebook's further parameters: an anonymous object or a record.</param>
    /// <param name="environment">The environment; null for <see cref="RunEnvironment.Here"/>, on the processor. Results computed in another one are not taken for this run's.</param>
    /// <param name="store">The folder of the store; null for <see cref="RunStore.DefaultFolder"/>.</param>
    /// <exception cref="ArgumentException">Name or scale are none.</exception>
    /// <exception cref="NasKitException">The store cannot be opened.</exception>
    public static Run Open(string name, long seed, string scale, object? config = null, RunEnvironment? environment = null, string? store = null)
    {
        CheckName(name, "run");
        if (scale is not ("smoke" or "laptop" or "paper"))
        {
            throw new ArgumentException($"The scale must be \"smoke\", \"laptop\" or \"paper\", but it is \"{scale}\".", nameof(scale));
        }

        var configJson = CanonicalJson.Of(config);
        var opened = RunStore.Open(store);
        try
        {
            return new Run(opened, name, seed, scale, configJson, environment ?? RunEnvironment.Here());
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    /// <summary>The seed of one named source of randomness in this run.</summary>
    /// <param name="name">A path of words, such as <c>split</c> or <c>evolution/mutate</c>.</param>
    public long Seed(string name) => Seeds.For(name);

    /// <summary>The value for this run's scale.</summary>
    /// <param name="smoke">At smoke scale.</param>
    /// <param name="laptop">At laptop scale.</param>
    /// <param name="paper">At paper scale.</param>
    public T At<T>(T smoke, T laptop, T paper) => Scale switch { "smoke" => smoke, "laptop" => laptop, _ => paper };

    /// <summary>Prints how far a step has come, with the seed, at most about once a second and always its end.</summary>
    /// <param name="value">As the step reports it.</param>
    public void Report(Progress value) => printer.Report(value with { Message = $"seed {Seeds}, {value.Message}" });

    /// <summary>Appends evaluations to the store, all or none; one that is there already with the same content is not stored twice.</summary>
    /// <param name="evaluations">Any number.</param>
    /// <exception cref="NasKitException">An evaluation of that study and number is stored with another content.</exception>
    public void Append(params IReadOnlyList<EvaluationRecord> evaluations)
    {
        ArgumentNullException.ThrowIfNull(evaluations);
        Store.AppendEvaluations(id, evaluations);
    }

    /// <summary>The stored evaluations of one study of this run, by number.</summary>
    /// <param name="study">As in <see cref="EvaluationRecord.Study"/>.</param>
    public IReadOnlyList<EvaluationRecord> Evaluations(string study) => Store.Evaluations(id, study);

    /// <summary>Names files that belong to this run's results, such as saved figures, for the run record.</summary>
    /// <param name="paths">Files that exist.</param>
    /// <exception cref="NasKitException">One of them does not exist.</exception>
    public void Made(params ReadOnlySpan<string> paths)
    {
        foreach (var path in paths)
        {
            if (!File.Exists(path))
            {
                throw new NasKitException($"The file {Path.GetFullPath(path)} does not exist.", "Name it after it is written.");
            }

            lock (notes)
            {
                files.Add(Path.GetFullPath(path));
            }
        }
    }

    /// <summary>Writes the run record, marks the run as finished, and says which files were made.</summary>
    /// <returns>The record; it prints as the header, the steps and the files.</returns>
    public RunRecord Finish()
    {
        lock (turn)
        lock (notes)
        {
            Store.CloseRun(id, "finished");
            var folder = Path.Combine(Store.Folder, "records");
            var suffix = configJson == "null" ? "" : $"-{CanonicalJson.Hash(configJson)[..8]}";
            var file = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Name}-{Scale}-seed{Seeds.Root}{suffix}.json"));
            files.Add(file);
            var (started, ended, status) = Store.RunTimes(id);
            var record = new RunRecord
            {
                Environment = Environment,
                Name = Name,
                Seed = Seeds.Root,
                Scale = Scale,
                Config = JsonSerializer.Deserialize<JsonElement>(configJson),
                Build = LibraryBuild.Id,
                Started = started,
                Ended = ended,
                Status = status,
                Continued = continued,
                Seconds = Math.Round(opened.Elapsed.TotalSeconds, 1),
                PeakBytes = PeakMemory.OfProcess,
                Steps = [.. steps],
                Evaluations = Store.Studies(id).ToDictionary(s => s.Study, s => s.Count),
                Files = [.. files],
            };
            WriteBesideAndRename(file, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(record, CanonicalJson.Indented) + "\n"));
            return record;
        }
    }

    /// <summary>Closes the store; a run that was not finished can be continued later.</summary>
    public void Dispose()
    {
        lock (turn)
        {
            if (closed)
            {
                return;
            }

            closed = true;
            try
            {
                if (Store.RunTimes(id).Status == "open")
                {
                    Store.CloseRun(id, "stopped");
                }
            }
            catch (NasKitException)
            {
                // The store fails: whoever used it was told, and that error must not be hidden by another one. The run stays marked as open.
            }
            finally
            {
                Store.Dispose();
            }
        }
    }

    private static void CheckName(string name, string what)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > 100 || name[0] is '.' or '-' || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            throw new ArgumentException(
                $"A {what}'s name is up to 100 letters, digits, '-', '_' and '.', and starts with a letter or digit, but this is \"{name}\".", nameof(name));
        }
    }

    private void WriteBesideAndRename(string file, byte[] bytes)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var part = $"{file}.{System.Environment.ProcessId}.part";
            File.WriteAllBytes(part, bytes);
            File.Move(part, file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"The file {file} cannot be written: {e.Message}", $"Check the space and the permissions of {Store.Folder}.", e);
        }
    }
}
