using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>A temperature over the course of a search: constant, or annealed from one value to another.</summary>
/// <remarks>In closed form of the progress alone, so nothing of it needs to be saved.</remarks>
public sealed record Anneal
{
    private Anneal(double from, double to, bool isExponential)
    {
        Require.That("The temperature",
            (from > 0 && double.IsFinite(from), $"It starts at {from}; it must be positive and finite"),
            (to > 0 && double.IsFinite(to), $"It ends at {to}; it must be positive and finite"));
        (From, To, IsExponential) = (from, to, isExponential);
    }

    /// <summary>The value at progress 0, &gt; 0.</summary>
    public double From { get; }

    /// <summary>The value at progress 1, &gt; 0.</summary>
    public double To { get; }

    /// <summary>Whether equal progress multiplies it by equal factors; otherwise equal progress adds equal amounts.</summary>
    public bool IsExponential { get; }

    /// <summary>The same value all the time.</summary>
    /// <param name="value">The value, &gt; 0.</param>
    /// <exception cref="ArgumentException">The value is not positive and finite.</exception>
    public static Anneal Constant(double value) => new(value, value, isExponential: false);

    /// <summary>A straight line: (1 − progress) · from + progress · to.</summary>
    /// <param name="from">Value at progress 0, &gt; 0.</param>
    /// <param name="to">Value at progress 1, &gt; 0.</param>
    /// <exception cref="ArgumentException">A value is not positive and finite.</exception>
    /// <remarks>SNAS: from 1 to 0.03, with progress = epoch / epochs. GDAS: from 10 to 0.1.</remarks>
    public static Anneal Linear(double from, double to) => new(from, to, isExponential: false);

    /// <summary>A geometric sequence: from · (to / from)^progress.</summary>
    /// <param name="from">Value at progress 0, &gt; 0.</param>
    /// <param name="to">Value at progress 1, &gt; 0.</param>
    /// <exception cref="ArgumentException">A value is not positive and finite.</exception>
    /// <remarks>ASAP's T₀ βᵉ over E epochs is from T₀ to T₀ β^E, with progress = e / E.</remarks>
    public static Anneal Exponential(double from, double to) => new(from, to, isExponential: true);

    /// <summary>The value at a point of the search.</summary>
    /// <param name="progress">Share of the search that is done, 0…1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The progress is outside 0…1.</exception>
    public double At(double progress) => progress is >= 0 and <= 1
        ? IsExponential ? From * Math.Pow(To / From, progress) : (1 - progress) * From + progress * To
        : throw new ArgumentOutOfRangeException(nameof(progress), progress, "Progress is the share of the search that is done, in 0…1.");

    /// <summary>The same value all the time, as <see cref="Constant"/>.</summary>
    /// <param name="value">The value, &gt; 0.</param>
    public static implicit operator Anneal(double value) => Constant(value);

    /// <summary>The values, as <c>1 → 0.03</c>.</summary>
    public override string ToString() => From == To
        ? From.ToString("0.####", CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{From:0.####} → {To:0.####}{(IsExponential ? " (exponential)" : "")}");
}
