using NasKit.Spaces;

namespace NasKit.Strategies.AutoShrink;

/// <summary>What a run of AutoShrink leaves: the path of wirings from the full one to the smallest.</summary>
/// <param name="Start">The wiring that it started from, which the search itself does not train.</param>
/// <param name="Path">The steps; each begins with the best candidate of the one before.</param>
public sealed record AutoShrinkResult(Wiring Start, IReadOnlyList<ShrinkStep> Path)
{
    /// <summary>The best of the path, each step's best being one: highest score, of equal ones that with fewer edges.</summary>
    public ShrinkCandidate Best => Path.Select(step => step.Best).OrderByDescending(candidate => candidate.Score.Score).ThenBy(candidate => candidate.Wiring.Count).First();

    /// <summary>Number of trainings.</summary>
    public int Trainings => Path.Sum(step => step.Candidates.Count);
}
