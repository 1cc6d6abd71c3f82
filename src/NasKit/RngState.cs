using System.Globalization;

namespace NasKit;

/// <summary>Where an <see cref="Rng"/> stands: four 64-bit words, compared by value, written to and read from text.</summary>
/// <param name="A">First word.</param>
/// <param name="B">Second word.</param>
/// <param name="C">Third word.</param>
/// <param name="D">Fourth word.</param>
public readonly record struct RngState(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The state that <see cref="ToString"/> wrote.</summary>
    /// <param name="text">64 hexadecimal digits.</param>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static RngState Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<ulong> words = stackalloc ulong[4];
        for (var i = 0; i < 4; i++)
        {
            if (text.Length != 64 || !ulong.TryParse(text.AsSpan(i * 16, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i]))
            {
                throw new FormatException($"A generator's state is 64 hexadecimal digits, but this is \"{text}\".");
            }
        }

        return new RngState(words[0], words[1], words[2], words[3]);
    }

    /// <summary>The state as 64 hexadecimal digits.</summary>
    public override string ToString() => $"{A:x16}{B:x16}{C:x16}{D:x16}";
}
