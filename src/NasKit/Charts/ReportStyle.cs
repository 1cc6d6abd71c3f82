using System.Globalization;

namespace NasKit.Charts;

/// <summary>How a figure looks in a report.</summary>
public enum ReportTheme
{
    /// <summary>White ground, black axes, and no title above the plot: a report's caption says it.</summary>
    Paper,

    /// <summary>The figure's own ground, axes and title.</summary>
    Screen,
}

/// <summary>Size and looks of a figure in a report or on a slide.</summary>
public sealed record ReportStyle
{
    /// <summary>Width in millimetres, 30 to 1000; default 170, the text of an A4 page. A column of two is 85. The height follows from the figure.</summary>
    public double WidthMm { get; init; } = 170;

    /// <summary>Size of the usual text in points, 4 to 48; default 8. Larger and smaller texts of the figure keep their proportion.</summary>
    public double FontPt { get; init; } = 8;

    /// <summary>The looks; default <see cref="ReportTheme.Paper"/>.</summary>
    public ReportTheme Theme { get; init; }

    /// <summary>Dots per inch of a PNG, 50 to 1200; default 300.</summary>
    public double Dpi { get; init; } = 300;

    /// <summary>The width in CSS pixels (1/96 inch).</summary>
    internal double WidthPx => WidthMm * 96 / 25.4;

    /// <summary>The font size in CSS pixels.</summary>
    internal double FontPx => FontPt * 96 / 72;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">The message lists everything that is wrong.</exception>
    public void Validate()
    {
        List<string> problems = [];
        Check("width", WidthMm, 30, 1000, "mm");
        Check("font size", FontPt, 4, 48, "pt");
        Check("resolution", Dpi, 50, 1200, "dpi");
        if (problems.Count == 0 && WidthMm / 25.4 * Dpi > 20_000) problems.Add($"{WidthMm} mm at {Dpi} dpi are more than 20,000 pixels.");
        if (problems.Count == 0 && FontPx * 12 > WidthPx) problems.Add($"a text of {FontPt} pt is too large for a figure of {WidthMm} mm; at most a twelfth of the width fits.");
        if (!Enum.IsDefined(Theme)) problems.Add($"there is no theme {Theme}.");
        if (problems.Count > 0) throw new ArgumentException($"The style of a report's figures cannot be used: {string.Join(" ", problems)}");

        void Check(string what, double value, double least, double most, string unit)
        {
            if (!(value >= least && value <= most)) problems.Add(string.Create(CultureInfo.InvariantCulture, $"the {what} is {value} {unit}; it must be from {least} to {most}."));
        }
    }
}
