using System.Globalization;
using NasKit.Benchmarks;
using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;

namespace NasKit.Evaluation;

/// <summary>What came of training one architecture, several times.</summary>
/// <param name="Architecture">Its string.</param>
/// <param name="Validation">Share of validation images classified correctly after each training, 0…1.</param>
/// <param name="Test">Share of test images classified correctly after each training, 0…1.</param>
public sealed record TrainedRow(string Architecture, IReadOnlyList<double> Validation, IReadOnlyList<double> Test);

/// <summary>Trains every architecture of a small space, so that strategies can be compared on it as on a published table.</summary>
public static class TrainedTable
{
    private const int Largest = 1000;

    /// <summary>Trains every architecture from fresh weights.</summary>
    /// <param name="space">The space, of at most 1,000 architectures.</param>
    /// <param name="images">Weights learn from the first part; the others are classified afterwards.</param>
    /// <param name="config">Settings of each training.</param>
    /// <param name="seeds">Seeds of weights and order: one set for each of the trainings, the same for every architecture.</param>
    /// <param name="runs">How many times each is trained, at least 1.</param>
    /// <param name="progress">Told about every architecture, from the threads that train.</param>
    /// <returns>A row for each architecture, in the order of the space; it survives being written as JSON.</returns>
    /// <exception cref="ArgumentException">The space is too large, or a setting is out of range.</exception>
    public static IReadOnlyList<TrainedRow> Train(SearchSpace space, ImageSplit images, ImageTrainingConfig config, Seeds seeds, int runs = 1, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(config);
        Require.That(nameof(TrainedTable),
            (space.Size <= Largest, $"Space {space.Name} has {space.Size} architectures, at most {Largest} can all be trained"),
            (runs >= 1, $"runs = {runs} must be at least 1"));
        ImageTraining.Check(space, config);
        using var training = new ScratchTraining(images.Train, config, seeds, images.Validation, images.Test);
        var architectures = space.All().ToArray();
        var rows = new TrainedRow[architectures.Length];
        var done = 0;
        Parallel.For(0, rows.Length, new() { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var trained = Enumerable.Range(1, runs).Select(run => training.Accuracies(architectures[i], seeds.Under(string.Create(CultureInfo.InvariantCulture, $"run/{run}")))).ToArray();
            rows[i] = new(architectures[i].ToString(), [.. trained.Select(accuracies => accuracies[0])], [.. trained.Select(accuracies => accuracies[1])]);
            progress?.Report(new(Interlocked.Increment(ref done), rows.Length, $"architectures of {space.Name} trained"));
        });
        return rows;
    }

    /// <summary>The rows as a table.</summary>
    /// <param name="space">The space.</param>
    /// <param name="rows">At least one, as <see cref="Train"/> made them.</param>
    /// <returns>
    /// Columns in percent: <c>val1</c>…, <c>test1</c>… for each training and <c>val</c>, <c>test</c>, their means; and what the network costs: <c>macs</c>,
    /// <c>parameters</c> and <c>memory</c>, the values that its operators read and write for one image.
    /// </returns>
    public static BenchmarkTable Of(SearchSpace space, IReadOnlyList<TrainedRow> rows)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(rows);
        var architectures = rows.Select(row => space.Parse(row.Architecture)).ToArray();
        var runs = rows.Count == 0 ? 0 : rows[0].Validation.Count;
        IReadOnlyList<double> Percent(Func<TrainedRow, double> value) => [.. rows.Select(row => 100 * value(row))];
        IReadOnlyList<double> Cost(Func<OperatorSpec, long> cost) => [.. architectures.Select(architecture => (double)space.Operators(architecture).Sum(cost))];
        return BenchmarkTable.Of($"{space.Name}, trained here", space, architectures,
        [
            .. Enumerable.Range(0, runs).Select(run => (string.Create(CultureInfo.InvariantCulture, $"val{run + 1}"), "%", Percent(row => row.Validation[run]))),
            .. Enumerable.Range(0, runs).Select(run => (string.Create(CultureInfo.InvariantCulture, $"test{run + 1}"), "%", Percent(row => row.Test[run]))),
            ("val", "%", Percent(row => row.Validation.Average())),
            ("test", "%", Percent(row => row.Test.Average())),
            ("macs", "MACs", Cost(one => one.Macs)),
            ("parameters", "", Cost(one => one.Parameters)),
            ("memory", "values", Cost(one => one.MemoryAccess)),
        ]);
    }
}
