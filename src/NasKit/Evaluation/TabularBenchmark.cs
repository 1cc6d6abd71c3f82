using System.Collections.Immutable;
using System.Globalization;
using NasKit.Benchmarks;
using NasKit.Spaces;

namespace NasKit.Evaluation;

/// <summary>Looks architectures up in a table instead of training them.</summary>
/// <remarks>Knows nothing but the table: safe for any number of threads at once.</remarks>
public sealed class TabularBenchmark : IEvaluator
{
    private readonly double[][][][] values; // by objective, level, run and row
    private readonly double[] epochs; // by level; NaN where they are not known
    private readonly Func<Architecture, double>? secondsPerEpoch;

    /// <summary>Makes an evaluator of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="objectives">The objectives, at least one, each named once; all that have several budgets have the same.</param>
    /// <param name="secondsPerEpoch">Seconds of one epoch of an architecture on the benchmark's machine, for a simulated clock; null where they are not known.</param>
    /// <exception cref="ArgumentException">There is no objective, a name occurs twice, or budgets are not rising, not above 0 or differ.</exception>
    /// <exception cref="NasKitException">A column is not there, or lacks a number in some row.</exception>
    public TabularBenchmark(BenchmarkTable table, IEnumerable<TabularObjective> objectives, Func<Architecture, double>? secondsPerEpoch = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        TabularObjective[] all = [.. objectives];
        Table = table;
        this.secondsPerEpoch = secondsPerEpoch;
        var budgeted = all.Where(objective => objective.Levels.Length > 1).ToArray();
        var budgets = budgeted.Length == 0 ? [] : budgeted[0].Levels.Select(level => level.Epochs ?? double.NaN).ToArray();
        var duplicate = all.GroupBy(objective => objective.Objective.Name).FirstOrDefault(group => group.Count() > 1);
        Require.That($"Objectives of {table.Name}",
            (all.Length > 0, "There is none, expected at least one"),
            (duplicate is null, $"{duplicate?.Key} occurs {duplicate?.Count()} times"),
            (all.All(objective => objective.Levels.Length > 0 && objective.Levels.All(level => level.Columns.Length > 0)), "One has no columns"),
            (budgets.All(budget => budget > 0 && double.IsFinite(budget)) && budgets.Zip(budgets.Skip(1)).All(pair => pair.First < pair.Second), "Budgets must be rising numbers above 0"),
            (budgeted.All(objective => objective.Levels.Select(level => level.Epochs ?? double.NaN).SequenceEqual(budgets)), "All objectives with several budgets must have the same"));
        Budgets = [.. budgets];
        values = [.. all.Select(objective => objective.Levels.Select(level => level.Columns.Select(column => table.Column(column).CompleteValues.ToArray()).ToArray()).ToArray())];
        epochs = budgets.Length > 0 ? budgets
            : [all.Select(objective => objective.Levels[0].Epochs ?? table.Column(objective.Levels[0].Columns[0]).Epochs).FirstOrDefault(known => known is not null) ?? double.NaN];
        Objectives = [.. all.Select(objective => objective.Objective with
        {
            Unit = objective.Objective.Unit.Length > 0 ? objective.Objective.Unit : table.Column(objective.Levels[^1].Columns[0]).Unit,
        })];
    }

    /// <summary>The table.</summary>
    public BenchmarkTable Table { get; }

    /// <summary>The space of its architectures.</summary>
    public SearchSpace Space => Table.Space;

    /// <inheritdoc/>
    public ImmutableArray<Objective> Objectives { get; }

    /// <inheritdoc/>
    public ImmutableArray<double> Budgets { get; }

    /// <summary>Reads a known table and makes an evaluator of it.</summary>
    /// <param name="name">Name of the table, one of <see cref="KnownTables.All"/>.</param>
    /// <param name="folder">The folder that holds its files.</param>
    /// <param name="objectives">The objectives, named like columns.</param>
    /// <exception cref="ArgumentException">There is no such table, or no objective.</exception>
    /// <exception cref="NasKitException">A file or a column is missing.</exception>
    public static TabularBenchmark Load(string name, string folder, params IEnumerable<Objective> objectives) =>
        Load(name, folder, [.. objectives.Select(TabularObjective.Of)]);

    /// <summary>Reads a known table and makes an evaluator of it.</summary>
    /// <param name="name">Name of the table, one of <see cref="KnownTables.All"/>.</param>
    /// <param name="folder">The folder that holds its files; for NAS-Bench-201, training seconds are simulated where the folder has
    /// <see cref="NasBench201TrainingTime.File"/>.</param>
    /// <param name="objectives">The objectives.</param>
    /// <exception cref="ArgumentException">There is no such table, or no objective.</exception>
    /// <exception cref="NasKitException">A file or a column is missing.</exception>
    public static TabularBenchmark Load(string name, string folder, IReadOnlyList<TabularObjective> objectives)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        var table = KnownTables.Load(name, folder);
        return new(table, objectives, TrainingSeconds(name, folder, objectives));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        var evaluations = new Evaluation[architectures.Count];
        for (var i = 0; i < evaluations.Length; i++)
        {
            evaluations[i] = Evaluate(architectures[i], null, 0);
        }

        return evaluations;
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(Architecture architecture, double? budget, long seed)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var level = budget is null ? epochs.Length - 1 : Budgets.IndexOf(budget.Value);
        if (level < 0)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"{Table.Name} cannot evaluate at budget {budget}, expected {(Budgets.IsEmpty ? "none: it has only one" : string.Join(", ", Budgets))}."),
                nameof(budget));
        }

        var row = Table.RowOf(architecture);
        var found = new double[values.Length];
        for (var objective = 0; objective < found.Length; objective++)
        {
            var levels = values[objective];
            var runs = levels[Math.Min(level, levels.Length - 1)];
            found[objective] = row < 0 ? double.NaN : runs[runs.Length == 1 ? 0 : Run(seed, row, runs.Length)][row];
        }

        return new Evaluation(architecture, System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(found))
        {
            Budget = budget,
            Seconds = row < 0 || secondsPerEpoch is null || double.IsNaN(epochs[level]) ? null : epochs[level] * secondsPerEpoch(architecture),
            Error = row < 0 ? $"Architecture {architecture} is not among the {Table.Count} of {Table.Name}." : null,
        };
    }

    // Mixes seed and row, so that each evaluation of each architecture draws anew; the same one for objectives with equally many runs.
    private static int Run(long seed, int row, int runs)
    {
        unchecked
        {
            var bits = (ulong)seed + (ulong)row * 0x9E3779B97F4A7C15;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return (int)Math.BigMul(bits ^ (bits >> 31), (ulong)runs, out _);
        }
    }

    private static Func<Architecture, double>? TrainingSeconds(string name, string folder, IReadOnlyList<TabularObjective> objectives)
    {
        if (name != "nas-bench-201" || !File.Exists(Path.Combine(folder, NasBench201TrainingTime.File)))
        {
            return null;
        }

        var large = objectives.Any(objective => objective.Levels.Any(level => level.Columns.Any(column => column.StartsWith("in16", StringComparison.Ordinal))));
        return NasBench201TrainingTime.Load(folder, large ? "in16" : "cifar").SecondsPerEpoch;
    }
}
