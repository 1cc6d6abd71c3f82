using System.Collections.Immutable;
using NasKit.Strategies;

namespace NasKit.Studies;

/// <summary>What one strategy found under every seed of a study.</summary>
/// <param name="Strategy">The strategy with its settings.</param>
/// <param name="Searches">One search a seed, in the order of the seeds.</param>
public sealed record StudyResult(StrategyConfig Strategy, ImmutableArray<SearchResult> Searches);
