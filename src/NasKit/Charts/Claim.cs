namespace NasKit.Charts;

/// <summary>How a reproduced result stands to the published one.</summary>
public enum Verdict
{
    /// <summary>The claim holds here, at the size it was made for or the threshold stated for this scale.</summary>
    Reproduced,

    /// <summary>The effect has the same direction, but not the same size.</summary>
    SameTrend,

    /// <summary>This scale is too small to show it.</summary>
    NotAtThisScale,

    /// <summary>The result contradicts the claim.</summary>
    Differs,
}

/// <summary>One claim of a paper beside what was found here.</summary>
public sealed record Claim
{
    /// <summary>Short name, as <c>P2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The claim in words.</summary>
    public required string Text { get; init; }

    /// <summary>The paper's value as it prints it; <see langword="null"/> where it prints none.</summary>
    public string? Paper { get; init; }

    /// <summary>Our value of each seed, finite; empty where nothing was measured.</summary>
    public IReadOnlyList<double> Ours { get; init; } = [];

    /// <summary>Unit of <see cref="Ours"/>; <see langword="null"/> for a number without one.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether the best of <see cref="Ours"/> is the largest (the default) or the smallest.</summary>
    public bool HigherIsBetter { get; init; } = true;

    /// <summary>The scale of the run: smoke, laptop or paper.</summary>
    public required string Scale { get; init; }

    /// <summary>How ours stands to the paper's.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Mean of <see cref="Ours"/>; <see langword="null"/> without values.</summary>
    public double? Mean => Ours.Count == 0 ? null : Ours.Average();

    /// <summary>Sample standard deviation of <see cref="Ours"/> (n − 1); <see langword="null"/> with fewer than two values.</summary>
    public double? StandardDeviation
        => Ours.Count < 2 ? null : Math.Sqrt(Ours.Sum(value => Math.Pow(value - Mean!.Value, 2)) / (Ours.Count - 1));

    /// <summary>Best of <see cref="Ours"/>; <see langword="null"/> without values.</summary>
    public double? Best => Ours.Count == 0 ? null : HigherIsBetter ? Ours.Max() : Ours.Min();

    /// <summary>A claim whose verdict follows from whether it holds: reproduced, or else as given.</summary>
    /// <param name="id">Short name, as <c>P2</c>.</param>
    /// <param name="text">The claim in words.</param>
    /// <param name="paper">The paper's value as it prints it, or <see langword="null"/>.</param>
    /// <param name="ours">Our value of each seed.</param>
    /// <param name="scale">The scale of the run.</param>
    /// <param name="holds">Whether the claim holds.</param>
    /// <param name="otherwise">The verdict where it does not.</param>
    /// <param name="unit">Unit of our values, or <see langword="null"/>.</param>
    /// <param name="higherIsBetter">Whether the best value is the largest.</param>
    public static Claim That(
        string id, string text, string? paper, IReadOnlyList<double> ours, string scale, bool holds,
        Verdict otherwise = Verdict.Differs, string? unit = null, bool higherIsBetter = true)
        => new()
        {
            Id = id,
            Text = text,
            Paper = paper,
            Ours = ours,
            Scale = scale,
            Verdict = holds ? Verdict.Reproduced : otherwise,
            Unit = unit,
            HigherIsBetter = higherIsBetter,
        };

    /// <summary>A claim that a mean over seeds is at least a bound: reproduced where it is so by two standard errors, the same trend where it is so by less, which
    /// noise alone may do, or else as given.</summary>
    /// <param name="id">Short name, as <c>P2</c>.</param>
    /// <param name="text">The claim in words.</param>
    /// <param name="paper">The paper's value as it prints it, or <see langword="null"/>.</param>
    /// <param name="ours">Our value of each seed, differences of pairs where two things are compared; one value says nothing about noise.</param>
    /// <param name="scale">The scale of the run.</param>
    /// <param name="bound">What the mean must reach, in the unit of the values.</param>
    /// <param name="otherwise">The verdict where it does not.</param>
    /// <param name="unit">Unit of our values, or <see langword="null"/>.</param>
    public static Claim AtLeast(
        string id, string text, string? paper, IReadOnlyList<double> ours, string scale, double bound, Verdict otherwise = Verdict.Differs, string? unit = null)
    {
        ArgumentNullException.ThrowIfNull(ours);
        var claim = That(id, text, paper, ours, scale, ours.Count > 0 && ours.Average() >= bound, otherwise, unit);
        var noise = claim.StandardDeviation is { } sd ? 2 * sd / Math.Sqrt(ours.Count) : double.PositiveInfinity;
        return claim.Verdict == Verdict.Reproduced && claim.Mean - noise < bound ? claim with { Verdict = Verdict.SameTrend } : claim;
    }
}
