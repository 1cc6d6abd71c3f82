using NasKit.Spaces;

namespace NasKit.Strategies.AutoShrink;

/// <summary>A wiring that was trained with one edge less.</summary>
/// <param name="Removed">The edge that was taken away.</param>
/// <param name="Wiring">What is left, without edges that the input no longer reaches.</param>
/// <param name="Score">What its training came to.</param>
public sealed record ShrinkCandidate((int From, int To) Removed, Wiring Wiring, ShrinkScore Score);

/// <summary>A step of the search: the candidates, of which the one with the highest score stays.</summary>
/// <param name="Candidates">In the order in which their edges were drawn, at least one.</param>
public sealed record ShrinkStep(IReadOnlyList<ShrinkCandidate> Candidates)
{
    /// <summary>The candidate with the highest score, the first of equal ones; one whose score is no number comes last.</summary>
    public ShrinkCandidate Best => Candidates.MaxBy(candidate => candidate.Score.Score)!;

    /// <summary>Mean score of the candidates that have a finite one; NaN where none has.</summary>
    public double MeanScore => Candidates.Select(candidate => candidate.Score.Score).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
}
