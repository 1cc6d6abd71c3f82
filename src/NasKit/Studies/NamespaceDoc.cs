namespace NasKit.Studies;

/// <summary>Strategies compared: the same problem, the same budget, many seeds.</summary>
/// <remarks>
/// A <see cref="Study"/> joins a space and an evaluator with a <see cref="StudyBudget"/>; <see cref="Study.Run"/> searches with one strategy under many seeds,
/// several at a time, and gives a <see cref="StudyResult"/> with one <see cref="SearchResult"/> a seed. Given a run of the run store it appends every evaluation
/// before the searcher learns of it, and continues what was stored. <see cref="StrategyCatalog"/> knows the strategies by name.
/// </remarks>
internal static class NamespaceDoc;
