using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace NasKit.Runs;

/// <content>Steps that are computed once. What a step's result depends on is put into one key; a result is read only under the same key.</content>
public sealed partial class Run
{
    // What steps, checkpoints and artefacts of this session gave, in the order of their first use. A later step may depend on all of them.
    private readonly List<(string Name, string Content)> made = [];
    private string? outerKey;

    /// <summary>The result of a step: read from the store where the same step was computed before, computed and stored otherwise.</summary>
    /// <typeparam name="T">A type that survives being written as JSON: records of numbers, strings and lists.</typeparam>
    /// <param name="name">The step's name, one name a step: <c>table</c>, or <c>search/budget-3</c> in a loop.</param>
    /// <param name="compute">Computes the result. Nothing is stored when it throws.</param>
    /// <param name="inputs">What the result depends on that the key cannot see (below): an anonymous object or a record.</param>
    /// <param name="code">The source text of <paramref name="compute"/>, filled in by the compiler.</param>
    /// <returns>The result as read back from JSON, the same the first time and later.</returns>
    /// <remarks>
    /// The key holds the run's name, seed, scale, config and environment, the build of the library, the step's name and source text,
    /// the numbers, strings and booleans that <paramref name="compute"/> captures from its own method, <paramref name="inputs"/>, and the results of all
    /// steps, checkpoints and artefacts before it. It cannot see other captured objects, nor a notebook's top-level variables:
    /// what of them changes without being a parameter in the run's config belongs into <paramref name="inputs"/>.
    /// </remarks>
    /// <exception cref="NasKitException">The result does not survive JSON, or the store failed.</exception>
    public T Step<T>(string name, Func<T> compute, object? inputs = null, [CallerArgumentExpression(nameof(compute))] string code = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(compute);
        if (typeof(T).IsAssignableTo(typeof(Task)))
        {
            throw new ArgumentException($"Step \"{name}\" gives a task; wait for its result inside the step.", nameof(compute));
        }

        lock (turn)
        {
            var slot = Slot($"step {name}");
            var key = Key("step", name, slot, CanonicalJson.Of(inputs), code, Captured(compute));
            var stored = Store.FindStep(key);
            if (stored is { } found)
            {
                if (StepResult.TryRead<T>(found.Result, out var value))
                {
                    Finished(name, slot, found.Result, found.Seconds, fromStore: true);
                    return value;
                }

                Store.ForgetStep(key); // the notebook's own type has another shape now
            }

            var watch = Stopwatch.StartNew();
            var outer = outerKey;
            outerKey = key;
            T computed;
            try
            {
                computed = compute();
            }
            finally
            {
                outerKey = outer;
            }

            var seconds = watch.Elapsed.TotalSeconds;
            var (json, result) = StepResult.Write($"step \"{name}\"", computed);
            var kept = Store.KeepStep(key, id, name, json, seconds, LibraryBuild.Id, Environment);
            if (kept != json && StepResult.TryRead<T>(kept, out var first))
            {
                result = first; // another process was faster: both go on with the same result
            }

            Finished(name, slot, kept, seconds, fromStore: false);
            return result;
        }
    }

    /// <summary>A measured or made value that is kept by name, apart from this run and from code changes: read where it is kept, made and kept otherwise.</summary>
    /// <typeparam name="T">As in <see cref="Step{T}"/>.</typeparam>
    /// <param name="name">A name for the whole store that says what it is of, such as <c>latency/laptop-space/cpu-1-thread</c>.</param>
    /// <param name="make">Makes it.</param>
    /// <returns>The value as read back from JSON.</returns>
    /// <remarks>Meant for cost tables: a table measured once serves every seed. <see cref="RunStore.DeleteArtefact"/> forgets it.</remarks>
    /// <exception cref="NasKitException">What is kept under this name is not a <typeparamref name="T"/>, or the value does not survive JSON.</exception>
    public T Artefact<T>(string name, Func<T> make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(make);
        lock (turn)
        {
            var slot = Slot($"artefact {name}");
            var content = Store.ArtefactContent(name)
                ?? Store.KeepArtefact(name, StepResult.Write($"artefact \"{name}\"", make()).Json, Environment, replace: false);
            if (!Store.TryGetArtefact<T>(name, out var value))
            {
                throw new NasKitException($"The artefact \"{name}\" was deleted while it was being read.", "Run this step again.");
            }

            Note(slot, CanonicalJson.Hash(content));
            return value;
        }
    }

    private void Finished(string name, int slot, string result, double seconds, bool fromStore)
    {
        lock (notes)
        {
            steps.RemoveAll(s => s.Name == name);
            steps.Add(new StepRecord(name, seconds, fromStore));
        }

        Note(slot, CanonicalJson.Hash(result));
    }

    /// <summary>The place of an entry among all that this session made: its first one, also when a notebook's cell is run again.</summary>
    /// <returns>−1 inside a step, whose inner entries later steps do not see: they see the outer step's result.</returns>
    private int Slot(string entry)
    {
        if (outerKey is not null)
        {
            return -1;
        }

        lock (notes)
        {
            var slot = made.FindIndex(m => m.Name == entry);
            if (slot < 0)
            {
                slot = made.Count;
                made.Add((entry, ""));
            }

            return slot;
        }
    }

    private void Note(int slot, string content)
    {
        lock (notes)
        {
            if (slot >= 0)
            {
                made[slot] = (made[slot].Name, content);
            }
        }
    }

    private string Key(string kind, string name, int slot, string inputs, string code, string captured)
    {
        string before;
        lock (notes)
        {
            before = slot < 0 ? outerKey! : JsonSerializer.Serialize(made.Take(slot).Select(m => new[] { m.Name, m.Content }));
        }

        return CanonicalJson.Hash(JsonSerializer.Serialize(new[] { identity, kind, name, inputs, code, captured, before }));
    }

    /// <summary>The numbers, strings and booleans among a lambda's captured variables, as JSON; so that a loop's steps differ.</summary>
    private static string Captured(Delegate compute)
    {
        var values = new SortedDictionary<string, object?>(StringComparer.Ordinal);
        Collect(compute.Target, "", 0);
        return CanonicalJson.Of(values);

        void Collect(object? closure, string prefix, int depth)
        {
            if (closure is null || depth > 8 || !closure.GetType().IsDefined(typeof(CompilerGeneratedAttribute), false))
            {
                return;
            }

            foreach (var field in closure.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            {
                var value = field.GetValue(closure);
                if (field.FieldType.IsPrimitive || field.FieldType.IsEnum || field.FieldType == typeof(string) || field.FieldType == typeof(decimal))
                {
                    values[prefix + field.Name] = value is nint or nuint ? null : value;
                }
                else if (field.Name.StartsWith("CS$<>8__locals", StringComparison.Ordinal))
                {
                    Collect(value, $"{prefix}{field.Name}.", depth + 1); // the closure of an enclosing block
                }
            }
        }
    }
}
