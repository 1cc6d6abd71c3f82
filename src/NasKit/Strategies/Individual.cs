using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>A member of a population with one objective.</summary>
/// <param name="Architecture">What it is.</param>
/// <param name="Reward">How good it is; more is better.</param>
internal sealed record Individual(Architecture Architecture, double Reward);
