namespace NasKit.Strategies;

/// <summary>Search strategies on one footing: each asks for evaluations and is told what came of them.</summary>
/// <remarks>
/// A strategy is its config, such as <see cref="RegularizedEvolution.RegularizedEvolutionConfig"/>: a record with the paper's values.
/// <see cref="StrategyConfig.Start"/> makes an <see cref="ISearcher"/> for a <see cref="SearchProblem"/> (space and objectives) and a seed;
/// then <see cref="ISearcher.Ask"/>, evaluate, <see cref="ISearcher.Tell"/>, and so on. A <c>Study</c> does that for many seeds.
/// A method is a folder; what two methods share stands here: tournaments and ranks, controllers, the small networks that they learn with.
/// </remarks>
internal static class NamespaceDoc;
