using NasKit.Benchmarks;
using NasKit.Evaluation;
using NasKit.Spaces;

namespace NasKit.Bench;

/// <summary>Loading tabular benchmarks, and asking them.</summary>
/// <remarks>The tables lie in the folder that the environment variable NASKIT_DATA names.</remarks>
internal sealed class TablesCase : IBenchCase
{
    private const int Evaluations = 1000, Population = 50, Tournament = 10;

    public string Name => "tables";

    public string Description => "loading and asking tabular benchmarks of the folder NASKIT_DATA";

    public bool UsesTensors => false;

    public IEnumerable<BenchResult> Run()
    {
        var folder = Environment.GetEnvironmentVariable("NASKIT_DATA")
            ?? throw new NasKitException("The folder of the tables is not known.", "Set the environment variable NASKIT_DATA to it.");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        BenchmarkTable? cells = null;
        var (resident, processor) = (Environment.WorkingSet, Environment.CpuUsage.TotalTime);
        var first = Timing.Ms(() => cells = KnownTables.Load("nas-bench-201", folder), 1);
        (resident, processor) = (Environment.WorkingSet - resident, Environment.CpuUsage.TotalTime - processor);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        yield return new BenchResult(
            $"load nas-bench-201, {cells!.Columns.Count} columns, for the first time (processor {processor.TotalMilliseconds:0} ms, {resident >> 20} MiB more resident, {allocated >> 20} MiB allocated, {kept >> 20} MiB kept)",
            first);
        foreach (var table in KnownTables.All)
        {
            yield return new BenchResult($"load {table.Name}", Timing.MedianMs(() => KnownTables.Load(table.Name, folder)));
        }

        var benchmark = new TabularBenchmark(cells, [TabularObjective.Of(Objective.Maximise("c10_val_12"))]);
        var seed = 0;
        yield return new BenchResult($"{Evaluations} evaluations of regularised evolution on nas-bench-201", Timing.MedianMs(() => Evolve(benchmark, new Rng(seed++))));
        var all = cells.Space.All().ToArray();
        var i = 0;
        yield return new BenchResult("evaluate one architecture", Timing.MedianMs(() => benchmark.Evaluate(all[i++ % all.Length], null, 1)));
        yield return new BenchResult("mutate one architecture", Timing.MedianMs(() => cells.Space.Mutate(all[i++ % all.Length], new Rng(i))));
    }

    // The oldest dies; the best of a tournament has a child.
    private static double Evolve(TabularBenchmark benchmark, Rng rng)
    {
        var alive = new (Architecture Architecture, double Value)[Population];
        for (var i = 0; i < Evaluations; i++)
        {
            var child = i < Population ? benchmark.Space.Sample(rng) : benchmark.Space.Mutate(Best(alive, rng), rng);
            alive[i % Population] = (child, benchmark.Evaluate(child, null, i).Values[0]);
        }

        return alive.Max(one => one.Value);
    }

    private static Architecture Best((Architecture Architecture, double Value)[] alive, Rng rng)
    {
        var best = alive[rng.NextInt(alive.Length)];
        for (var i = 1; i < Tournament; i++)
        {
            var other = alive[rng.NextInt(alive.Length)];
            best = other.Value > best.Value ? other : best;
        }

        return best.Architecture;
    }
}
