using System.Collections.Immutable;
using NasKit.Spaces;
using NasKit.Strategies;

namespace NasKit.Studies;

/// <summary>What one strategy found under every seed of a study.</summary>
/// <param name="Strategy">The strategy with its settings.</param>
/// <param name="Searches">One search a seed, in the order of the seeds.</param>
public sealed record StudyResult(StrategyConfig Strategy, ImmutableArray<SearchResult> Searches)
{
    /// <summary>Its name in charts and tables; the strategy's, unless several settings of one are compared.</summary>
    public string Label { get; init; } = Strategy.Name;

    /// <summary>A number of every seed's incumbent, in the order of the seeds.</summary>
    /// <param name="report">The number: its test accuracy, for example.</param>
    /// <param name="evaluations">After how many evaluations, at least 1; null for the end. A search that ended earlier keeps its last incumbent.</param>
    /// <exception cref="NasKitException">All trials of a seed up to there have failed.</exception>
    public IReadOnlyList<double> Reported(Func<Architecture, double> report, int? evaluations = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (evaluations < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(evaluations), evaluations, "There is no incumbent before the first evaluation.");
        }

        return [.. Searches.Select(search =>
        {
            var place = Math.Min(evaluations ?? int.MaxValue, search.Trials.Length) - 1;
            var incumbent = place < 0 ? -1 : search.Incumbents[place];
            return incumbent >= 0 ? report(search.Trials[incumbent].Architecture)
                : throw new NasKitException($"{Label} has no incumbent under seed {search.Seed}: all its evaluations failed.", "Look at the errors of its trials.");
        })];
    }
}
