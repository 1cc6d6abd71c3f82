using System.Globalization;
using System.Text.Json;
using MathNet.Numerics.Statistics;
using NasKit.Cost;
using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Evaluation;

/// <summary>One scored architecture.</summary>
/// <param name="Architecture">The architecture.</param>
/// <param name="Accuracy">Its accuracy on validation data, 0…1.</param>
/// <param name="Cost">Its cost in the unit of the table.</param>
public sealed record ScoredArchitecture(Architecture Architecture, double Accuracy, double Cost);

/// <summary>Architectures with their validation accuracy and cost: what predictors and evaluators learn from.</summary>
public sealed class ArchitectureTable
{
    /// <summary>Joins accuracies with costs.</summary>
    /// <param name="cost">The cost model.</param>
    /// <param name="scores">Architectures with their accuracy, 0…1; at least 10, each once.</param>
    /// <exception cref="ArgumentException">There are fewer than 10, one occurs twice, or an accuracy is not in 0…1.</exception>
    public ArchitectureTable(ICostModel cost, IEnumerable<(Architecture Architecture, double Accuracy)> scores)
    {
        ArgumentNullException.ThrowIfNull(cost);
        CostModel = cost;
        Rows = [.. scores.Select(score => new ScoredArchitecture(score.Architecture, score.Accuracy, cost.Cost(score.Architecture)))];
        var duplicate = Rows.GroupBy(row => row.Architecture).FirstOrDefault(group => group.Count() > 1);
        Require.That(nameof(ArchitectureTable),
            (Rows.Count >= 10, $"It has {Rows.Count} rows, expected at least 10"),
            (duplicate is null, $"Architecture {duplicate?.Key} occurs {duplicate?.Count()} times, expected once"),
            (Rows.All(row => row.Accuracy is >= 0 and <= 1), "An accuracy is not in 0…1"));
    }

    /// <summary>The cost model of the table.</summary>
    public ICostModel CostModel { get; }

    /// <summary>The rows, in the order in which they were scored.</summary>
    public IReadOnlyList<ScoredArchitecture> Rows { get; }

    /// <summary>Draws distinct architectures uniformly over the space's decisions.</summary>
    /// <param name="space">The space.</param>
    /// <param name="count">How many.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <exception cref="ArgumentException">The space has fewer.</exception>
    public static IReadOnlyList<Architecture> Draw(SearchSpace space, int count, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(space);
        if (count > space.Size)
        {
            throw new ArgumentException($"Space {space.Name} has {space.Size} architectures, cannot draw {count} different ones.", nameof(count));
        }

        var drawn = new HashSet<Architecture>();
        while (drawn.Count < count)
        {
            drawn.Add(space.Sample(rng));
        }

        return [.. drawn];
    }

    /// <summary>Scores architectures one by one and joins them with their costs.</summary>
    /// <param name="architectures">The architectures, at least 10, each once.</param>
    /// <param name="evaluator">Says how accurate they are, as its first objective.</param>
    /// <param name="cost">The cost model.</param>
    /// <param name="checkpoint">Where to continue from: accuracies that are kept there are not measured again, unless they are of other architectures.</param>
    /// <param name="progress">Told about every architecture.</param>
    public static ArchitectureTable Score(
        IReadOnlyList<Architecture> architectures, IEvaluator evaluator, ICostModel cost, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        ArgumentNullException.ThrowIfNull(evaluator);
        const int saveEvery = 20;
        const string scores = "accuracies", scored = "architectures";
        checkpoint ??= NoCheckpoint.Instance;
        var names = architectures.Select(architecture => architecture.ToString()).ToArray();
        var accuracies = new List<double>();
        if (checkpoint.TryLoad(out var snapshot)
            && JsonSerializer.Deserialize<string[]>(snapshot.State.GetValueOrDefault(scored, "[]"))!.AsSpan() is var kept
            && kept.Length <= names.Length && kept.SequenceEqual(names.AsSpan(0, kept.Length)))
        {
            accuracies.AddRange(JsonSerializer.Deserialize<double[]>(snapshot.State[scores])!.Take(kept.Length));
        }

        for (var i = accuracies.Count; i < architectures.Count; i++)
        {
            accuracies.Add(evaluator.Evaluate([architectures[i]])[0].Values[0]);
            progress?.Report(new(i + 1, architectures.Count, $"{architectures[i]}, accuracy {accuracies[i].ToString("0.000", CultureInfo.InvariantCulture)}"));
            if ((i + 1) % saveEvery == 0 || i + 1 == architectures.Count)
            {
                checkpoint.Save(new Snapshot { State = { [scored] = JsonSerializer.Serialize(names[..(i + 1)]), [scores] = JsonSerializer.Serialize(accuracies) } });
            }
        }

        return new(cost, architectures.Zip(accuracies));
    }

    /// <summary>Budgets placed evenly over the range of the table's costs.</summary>
    /// <param name="count">Number of budgets K, at least 1.</param>
    /// <returns>K rising budgets from the 5 % to the 95 % quantile of the costs; one budget is the middle of that range.</returns>
    /// <remarks>Source: PNAG, section 3.1: P(B) is approximated by K budgets placed evenly over the range of latencies.</remarks>
    public IReadOnlyList<double> Budgets(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var costs = Rows.Select(row => row.Cost).Order().ToArray();
        var (low, high) = (SortedArrayStatistics.Quantile(costs, 0.05), SortedArrayStatistics.Quantile(costs, 0.95));
        return count == 1 ? [(low + high) / 2] : [.. Enumerable.Range(0, count).Select(i => low + (high - low) * i / (count - 1))];
    }

    /// <summary>The point from which hypervolumes over this table's budgets are measured: 1.1 times the largest budget, and the accuracy
    /// that 1 % of the table stays below.</summary>
    /// <param name="budgets">The budgets.</param>
    public ReferencePoint Reference(IReadOnlyList<double> budgets)
    {
        ArgumentNullException.ThrowIfNull(budgets);
        var accuracies = Rows.Select(row => row.Accuracy).Order().ToArray();
        return ReferencePoint.FromValues((1.1 * budgets.Max(), Direction.Minimise), (SortedArrayStatistics.Quantile(accuracies, 0.01), Direction.Maximise));
    }
}
