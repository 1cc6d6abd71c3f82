namespace NasKit.Charts;

/// <summary>Colours, marks and dashes that stay apart for colour-blind readers and in grey print.</summary>
/// <remarks>Colours: Okabe &amp; Ito, "Color Universal Design", 2008, without its yellow, which is too pale on white.</remarks>
internal static class Palette
{
    public const string Dominated = "#bdbdbd";
    public const string Ink = "#222222";
    public const string Muted = "#555555";
    public const string Grid = "#e6e6e6";

    private static readonly (int Red, int Green, int Blue)[] Colours =
        [(0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (86, 180, 233), (64, 64, 64)];

    private static readonly string[] Symbols = ["circle", "square", "diamond", "triangle-up", "triangle-down", "pentagon", "star"];
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"];

    public static string Colour(int series) => Pick(series) is var (red, green, blue) ? $"#{red:x2}{green:x2}{blue:x2}" : Ink;

    public static string Colour(int series, double opacity)
        => Pick(series) is var (red, green, blue) ? FormattableString.Invariant($"rgba({red},{green},{blue},{opacity})") : Ink;

    // Where the colours begin again, marks and dashes do not: 21 series stay apart.
    public static string Symbol(int series) => Symbols[((series % Colours.Length) + (3 * (series / Colours.Length))) % Symbols.Length];

    public static string Dash(int series) => Dashes[((series % Colours.Length) + (2 * (series / Colours.Length))) % Dashes.Length];

    private static (int, int, int) Pick(int series) => Colours[series % Colours.Length];
}
