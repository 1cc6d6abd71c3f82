using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>An evaluation that a searcher asks for.</summary>
/// <param name="Id">Its number in the search, from 0 in the order of asking.</param>
/// <param name="Architecture">What to evaluate.</param>
/// <param name="Budget">At which of the evaluator's budgets (epochs); null for the full one.</param>
/// <param name="Parent">The architecture it was made from; null where there is none.</param>
public sealed record Proposal(long Id, Architecture Architecture, double? Budget = null, Architecture? Parent = null);
