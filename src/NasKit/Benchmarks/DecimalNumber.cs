using System.Globalization;
using System.Runtime.CompilerServices;

namespace NasKit.Benchmarks;

/// <summary>Reads numbers, fast where they are short decimals.</summary>
internal static class DecimalNumber
{
    // Powers of ten that are exact; a whole number below 2^53 over one of them is rounded once, so correctly.
    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    private const int MostDigits = 15;

    /// <summary>Reads a finite number.</summary>
    /// <param name="text">UTF-8 text.</param>
    /// <param name="value">The number nearest to it, as <see cref="double.Parse(string)"/> gives it.</param>
    /// <returns>False where the text is no finite number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        var (whole, digits, decimals) = (0L, 0, -1);
        foreach (var letter in text)
        {
            if (letter is >= (byte)'0' and <= (byte)'9' && digits < MostDigits)
            {
                whole = 10 * whole + (letter - '0');
                digits++;
                decimals += decimals < 0 ? 0 : 1;
            }
            else if (letter == '.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                digits = 0;
                break;
            }
        }

        if (digits > 0)
        {
            value = decimals > 0 ? whole / Powers[decimals] : whole;
            return true;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}
