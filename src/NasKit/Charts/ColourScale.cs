using System.Globalization;

namespace NasKit.Charts;

/// <summary>Colours for numbers. Lightness falls in equal steps, so that the order survives grey print and every kind of colour blindness.</summary>
/// <remarks>Between the given colours it runs straight in Oklab (Ottosson 2020), a space in which equal steps look about equal.</remarks>
internal static class ColourScale
{
    private static readonly Oklab[] Ramp = [.. new[] { "#fbf6d9", "#a8d8a0", "#2a8ca8", "#142c5c" }.Select(Of)];
    private static readonly Oklab[] Below = [.. new[] { "#f5f5f5", "#8fc6ea", "#0072b2", "#004a78" }.Select(Of)];
    private static readonly Oklab[] Above = [.. new[] { "#f5f5f5", "#eeb272", "#d55e00", "#772c00" }.Select(Of)];

    /// <summary>From pale yellow over green to dark blue.</summary>
    /// <param name="share">0 to 1.</param>
    public static string Sequential(double share) => At(Ramp, share);

    /// <summary>Pale grey in the middle, blue below and orange above, both equally dark at their ends.</summary>
    /// <param name="share">−1 to 1; 0 is the middle.</param>
    public static string Diverging(double share) => share < 0 ? At(Below, -share) : At(Above, share);

    /// <summary>The colour of a text on a ground.</summary>
    public static string InkOn(string ground) => Lightness(ground) > 0.62 ? Palette.Ink : "#ffffff";

    /// <summary>How light a colour looks, 0 (black) to 1 (white).</summary>
    public static double Lightness(string colour) => Of(colour).L;

    private static string At(Oklab[] ramp, double share)
    {
        var wanted = ramp[0].L + (Math.Clamp(share, 0, 1) * (ramp[^1].L - ramp[0].L));
        var next = 1;
        while (next < ramp.Length - 1 && ramp[next].L > wanted) next++;
        var (from, to) = (ramp[next - 1], ramp[next]);
        var way = (wanted - from.L) / (to.L - from.L);
        return new Oklab(wanted, from.A + (way * (to.A - from.A)), from.B + (way * (to.B - from.B))).Hex();
    }

    private static Oklab Of(string colour)
    {
        double Part(int place)
        {
            var share = int.Parse(colour.AsSpan(place, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
        }

        var (red, green, blue) = (Part(1), Part(3), Part(5));
        var l = Math.Cbrt((0.4122214708 * red) + (0.5363325363 * green) + (0.0514459929 * blue));
        var m = Math.Cbrt((0.2119034982 * red) + (0.6806995451 * green) + (0.1073969566 * blue));
        var s = Math.Cbrt((0.0883024619 * red) + (0.2817188376 * green) + (0.6299787005 * blue));
        return new(
            (0.2104542553 * l) + (0.7936177850 * m) - (0.0040720468 * s),
            (1.9779984951 * l) - (2.4285922050 * m) + (0.4505937099 * s),
            (0.0259040371 * l) + (0.7827717662 * m) - (0.8086757660 * s));
    }

    private readonly record struct Oklab(double L, double A, double B)
    {
        public string Hex()
        {
            var l = Math.Pow(L + (0.3963377774 * A) + (0.2158037573 * B), 3);
            var m = Math.Pow(L - (0.1055613458 * A) - (0.0638541728 * B), 3);
            var s = Math.Pow(L - (0.0894841775 * A) - (1.2914855480 * B), 3);
            return $"#{Part((4.0767416621 * l) - (3.3077115913 * m) + (0.2309699292 * s)):x2}"
                + $"{Part((-1.2684380046 * l) + (2.6097574011 * m) - (0.3413193965 * s)):x2}"
                + $"{Part((-0.0041960863 * l) - (0.7034186147 * m) + (1.7076147010 * s)):x2}";

            static int Part(double light)
                => (int)Math.Round(255 * Math.Clamp(light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055, 0, 1));
        }
    }
}
