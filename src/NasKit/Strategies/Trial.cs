using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>What came of a proposal.</summary>
/// <param name="Proposal">As it was asked for.</param>
/// <param name="Values">A finite value for every objective of the problem, in its order and own unit; empty where the evaluation failed.</param>
/// <param name="Seconds">Simulated seconds that the evaluation stands for; null where not known.</param>
/// <param name="Error">Why it failed; null where it succeeded.</param>
public sealed record Trial(Proposal Proposal, ImmutableArray<double> Values, double? Seconds = null, string? Error = null)
{
    /// <summary>The architecture that was evaluated.</summary>
    [JsonIgnore]
    public Architecture Architecture => Proposal.Architecture;

    /// <summary>The budget it was evaluated at; null for the full one.</summary>
    [JsonIgnore]
    public double? Budget => Proposal.Budget;

    /// <summary>Whether there are no values.</summary>
    [JsonIgnore]
    public bool Failed => Error is not null;
}
