using System.Collections;
using System.Runtime.ExceptionServices;

namespace NasKit.Runs;

/// <summary>The same experiment under several seeds, step by step: each step runs for all seeds, several at a time.</summary>
/// <remarks>Every seed computes on threads of its own and shares nothing with the others, so its numbers are those of a run alone.</remarks>
public sealed class Replicates : IReadOnlyList<Run>, IDisposable
{
    private readonly Run[] runs;

    private Replicates(Run[] runs) => this.runs = runs;

    /// <summary>Opens one run for each of several consecutive seeds.</summary>
    /// <param name="name">As in <see cref="Run.Open"/>.</param>
    /// <param name="seed">The first seed.</param>
    /// <param name="seeds">Number of seeds n, at least 1.</param>
    /// <param name="scale">As in <see cref="Run.Open"/>.</param>
    /// <param name="config">As in <see cref="Run.Open"/>.</param>
    /// <param name="environment">As in <see cref="Run.Open"/>.</param>
    /// <param name="store">As in <see cref="Run.Open"/>.</param>
    public static Replicates Open(
        string name, long seed, int seeds, string scale, object? config = null, RunEnvironment? environment = null, string? store = null)
    {
        Require.That("The replicates", (seeds >= 1, $"seeds = {seeds} must be at least 1"));
        var opened = new List<Run>();
        try
        {
            for (var i = 0; i < seeds; i++)
            {
                opened.Add(Run.Open(name, seed + i, scale, config, environment, store));
            }

            return new Replicates([.. opened]);
        }
        catch
        {
            opened.ForEach(run => run.Dispose());
            throw;
        }
    }

    /// <inheritdoc/>
    public int Count => runs.Length;

    /// <inheritdoc/>
    public Run this[int index] => runs[index];

    /// <summary>Runs a step for every seed, as many at a time as there are processors.</summary>
    /// <param name="step">The step, given the run and its index; it must not share tensors or generators with those of other seeds.</param>
    /// <returns>Its results in the order of the seeds.</returns>
    /// <remarks>If one fails, the others that have begun are finished, so that what they stored is not lost; then the first failure is thrown.</remarks>
    public IReadOnlyList<T> Each<T>(Func<Run, int, T> step)
    {
        ArgumentNullException.ThrowIfNull(step);
        var results = new T[runs.Length];
        var failures = new ExceptionDispatchInfo?[runs.Length];
        var next = -1;
        var failed = false;
        void Work()
        {
            for (int i; !Volatile.Read(ref failed) && (i = Interlocked.Increment(ref next)) < runs.Length;)
            {
                try
                {
                    results[i] = step(runs[i], i);
                }
                catch (Exception error)
                {
                    failures[i] = ExceptionDispatchInfo.Capture(error);
                    Volatile.Write(ref failed, true);
                }
            }
        }

        // The caller works too: with one seed everything stays on its thread. Stacks as large as a notebook's own.
        const int stack = 64 << 20;
        var others = Enumerable.Range(1, Math.Min(runs.Length, Environment.ProcessorCount) - 1).Select(_ => new Thread(Work, stack) { IsBackground = true }).ToArray();
        Array.ForEach(others, thread => thread.Start());
        Work();
        Array.ForEach(others, thread => thread.Join());
        failures.FirstOrDefault(failure => failure is not null)?.Throw();
        return results;
    }

    /// <inheritdoc/>
    public IEnumerator<Run> GetEnumerator() => ((IEnumerable<Run>)runs).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Closes every run.</summary>
    public void Dispose() => Array.ForEach(runs, run => run.Dispose());
}
