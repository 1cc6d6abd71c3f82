using NasKit.Spaces;

namespace NasKit.Strategies.AutoShrink;

/// <summary>Settings of AutoShrink.</summary>
/// <remarks>The paper's values are those of its released code; <see cref="Recurrent"/> has those of recurrent cells.</remarks>
public sealed record AutoShrinkConfig
{
    /// <summary>Edges whose removal is tried in a step, at least 1; all where there are no more. Released code: 10.</summary>
    public int Candidates { get; init; } = 10;

    /// <summary>Share of the first wiring's edges at which the search ends, rounded up to whole edges, in [0, 1). Released code: 0.01 for convolutional cells, which is to the last edge.</summary>
    public double Keep { get; init; } = 0.01;

    /// <summary>Trainings at a time, at least 1; each on a thread of its own, and the result does not depend on it.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>The released code's settings for recurrent cells: the search ends at a quarter of the edges.</summary>
    public static AutoShrinkConfig Recurrent { get; } = new() { Keep = 0.25 };

    /// <summary>Most trainings that a search can take: Σ min(k, e) over all numbers of edges e that it passes; fewer where a removal cuts others off.</summary>
    /// <param name="start">The wiring that it starts from.</param>
    public int MostTrainings(Wiring start)
    {
        var first = start.Reachable().Count;
        return Enumerable.Range(1, first).Where(edges => edges > Last(first)).Sum(edges => Math.Min(Candidates, edges));
    }

    /// <summary>Edges at which the search ends.</summary>
    internal int Last(int first) => Math.Max(1, (int)Math.Ceiling(Keep * first));

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(AutoShrinkConfig),
        (Candidates >= 1, $"Candidates = {Candidates} must be at least 1"),
        (Keep is >= 0 and < 1, $"Keep = {Keep} must be in [0, 1)"),
        (Parallel >= 1, $"Parallel = {Parallel} must be at least 1"));
}
