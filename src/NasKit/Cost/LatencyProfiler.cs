using System.Diagnostics;
using System.Globalization;
using NasKit.Spaces;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Cost;

/// <summary>How to measure a space on this machine.</summary>
public sealed record LatencyProfilerConfig
{
    /// <summary>Name of the device in the table; the machine's name by default.</summary>
    public string Device { get; init; } = Environment.MachineName;

    /// <summary>Threads that one operator may use, 1 or more.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Images in a batch, 1 or more. At batch 1 small feature maps measure the dispatch of operators rather than their work.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Rounds in which every item is timed, at least 10; 100 and more give a stable 10th percentile.</summary>
    public int Rounds { get; init; } = 120;

    /// <summary>Whole networks that the line from sums to networks is fitted to, at least 3.</summary>
    public int CalibrationNetworks { get; init; } = 30;

    /// <summary>Further whole networks that the table is checked against, at least 3.</summary>
    public int CheckNetworks { get; init; } = 50;

    /// <summary>Rank correlation with whole networks below which a table is not accepted, in 0…1.</summary>
    public double RequiredSpearman { get; init; } = 0.8;

    /// <summary>Times that a table is measured anew, with twice the rounds each time, before the machine is called too noisy; 0 or more.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(LatencyProfilerConfig),
        (Threads >= 1, $"Threads = {Threads} must be at least 1"),
        (Batch >= 1, $"Batch = {Batch} must be at least 1"),
        (Rounds >= 10, $"Rounds = {Rounds} must be at least 10"),
        (CalibrationNetworks >= 3, $"CalibrationNetworks = {CalibrationNetworks} must be at least 3"),
        (CheckNetworks >= 3, $"CheckNetworks = {CheckNetworks} must be at least 3"),
        (RequiredSpearman is >= 0 and <= 1, $"RequiredSpearman = {RequiredSpearman} must be in 0…1"),
        (Retries >= 0, $"Retries = {Retries} must not be negative"));
}

/// <summary>Measures every distinct operator of a space on this machine, and whole networks in the same rounds.</summary>
/// <remarks>All items are timed in shuffled rounds and count with their 10th percentile; a line fitted to some whole networks makes up for
/// caches and for the time between operators, and the rest of the networks check it.</remarks>
public static class LatencyProfiler
{
    private const int WarmUp = 5;

    /// <summary>Measures a space.</summary>
    /// <param name="space">The space.</param>
    /// <param name="config">How to measure.</param>
    /// <param name="seeds">Seeds of the networks, their weights and the order of timing.</param>
    /// <param name="progress">Told after each round.</param>
    /// <returns>The table, calibrated and checked.</returns>
    /// <exception cref="ArgumentException">The configuration is out of range.</exception>
    /// <exception cref="NasKitException">The table does not predict whole networks: the machine is too noisy.</exception>
    public static LatencyTable Measure(SearchSpace space, LatencyProfilerConfig config, Seeds seeds, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var threads = get_num_threads();
        set_num_threads(config.Threads);
        try
        {
            for (var attempt = 0; ; attempt++)
            {
                var table = MeasureOnce(space, config with { Rounds = config.Rounds << attempt }, seeds, progress);
                if (table.Metrics.Spearman >= config.RequiredSpearman)
                {
                    return table;
                }

                if (attempt == config.Retries)
                {
                    throw new NasKitException(
                        $"The latency table of {space.Name} ranks whole networks with a correlation of {table.Metrics.Spearman?.ToString("0.00", CultureInfo.InvariantCulture) ?? "NA"}, "
                        + $"expected {config.RequiredSpearman} or more: the machine is too noisy (variation {table.SentinelVariation:0.00}).",
                        "Stop other work on it and run again, or choose cost=macs.");
                }
            }
        }
        finally
        {
            set_num_threads(threads);
            // It holds for this thread: left on, a run that measured would compute other numbers than one that reads the table.
            Backend.FlushDenormals(false);
        }
    }

    private static LatencyTable MeasureOnce(SearchSpace space, LatencyProfilerConfig config, Seeds seeds, IProgress<Progress>? progress)
    {
        using var scope = NewDisposeScope();
        using var inference = no_grad();
        Backend.FlushDenormals(true);
        using var init = new Generator((ulong)seeds.For("weights"));
        var operators = space.Graph.DistinctOperators().ToArray();
        var networks = Design(space, config.CalibrationNetworks + config.CheckNetworks, seeds.Rng("networks"));
        var inputs = new Dictionary<TensorShape, Tensor>();
        Tensor Input(TensorShape shape) => inputs.TryGetValue(shape, out var known) ? known
            : inputs[shape] = Backend.ChannelsLast(randn([config.Batch, shape.Channels, shape.Height, shape.Width], generator: init));

        var items = new List<Func<Tensor>>();
        foreach (var spec in operators)
        {
            var (module, input) = (spec.Build(init), Input(spec.Input));
            module.eval();
            items.Add(() => module.call(input, spec));
        }

        foreach (var architecture in networks)
        {
            var (network, input) = (new Network(architecture, init), Input(space.Task.Input));
            network.eval();
            items.Add(() => network.call(input));
        }

        double Time(int item)
        {
            using var call = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            items[item]();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        for (var item = 0; item < items.Count; item++)
        {
            for (var i = 0; i < WarmUp; i++)
            {
                Time(item);
            }
        }

        var timings = InterleavedTimer.Measure(
            items.Count, config.Rounds, seeds.Rng("order"), Time,
            round => progress?.Report(new(round, config.Rounds, $"{operators.Length} operators and {networks.Count} networks")));
        var device = new DeviceInfo(config.Device, Processor(), config.Threads, config.Batch, Backend.LayerVersion);
        return LatencyTable.Fit(space, device, DateTime.UtcNow, operators, networks, config.CalibrationNetworks, timings);
    }

    // A cyclic design first, so that every candidate of every slot occurs in the calibration, then random networks.
    private static List<Architecture> Design(SearchSpace space, int count, Rng rng)
    {
        var widest = space.Decisions.Max(decision => decision.Count);
        var networks = new List<Architecture>();
        for (var i = 0; i < count; i++)
        {
            var cyclic = space.Decisions.Select((decision, position) => (i + position) % decision.Count).ToArray();
            networks.Add(i < widest ? space.Create(cyclic) : space.Sample(rng));
        }

        return networks;
    }

    private static string Processor()
    {
        const string facts = "/proc/cpuinfo";
        var line = File.Exists(facts) ? File.ReadLines(facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':') + 1)..].Trim() ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
    }
}
