using System.Collections.Immutable;

namespace NasKit.Runs;

/// <summary>A run as lists show it.</summary>
/// <param name="Id">Its number in the store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Seed">Its seed.</param>
/// <param name="Scale">Its scale.</param>
/// <param name="Config">Its config, as JSON.</param>
/// <param name="Status"><c>open</c>, <c>stopped</c> or <c>finished</c>; a run that was killed stays open.</param>
/// <param name="Started">When it was first opened, UTC.</param>
/// <param name="Ended">When it was last closed, UTC; null while it is open.</param>
/// <param name="Studies">The searches of the run and how many evaluations each has.</param>
public sealed record RunSummary(
    long Id, string Name, long Seed, string Scale, string Config, string Status, string Started, string? Ended, ImmutableArray<StudySummary> Studies)
{
    /// <summary>Evaluations of all searches.</summary>
    public int Evaluations => Studies.Sum(study => study.Evaluations);
}

/// <summary>A search of a run.</summary>
/// <param name="Study">Its name, as in <see cref="EvaluationRecord.Study"/>.</param>
/// <param name="Evaluations">How many are stored.</param>
public sealed record StudySummary(string Study, int Evaluations);
