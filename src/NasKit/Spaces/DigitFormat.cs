using System.Globalization;

namespace NasKit.Spaces;

/// <summary>One digit for each decision, the index of its choice: <c>22212220</c>; also read with commas or blanks between and brackets around.</summary>
/// <remarks>For spaces whose decisions have at most ten choices and none of which depends on another.</remarks>
public sealed class DigitFormat : ArchitectureFormat
{
    /// <inheritdoc/>
    public override string Write(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return string.Create(architecture.Choices.Length, architecture.Choices, (digits, choices) =>
        {
            for (var i = 0; i < digits.Length; i++)
            {
                digits[i] = (char)('0' + choices[i]);
            }
        });
    }

    /// <inheritdoc/>
    public override int[] Read(SearchSpace space, string text)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(text);
        var choices = new int[space.Decisions.Length];
        var read = 0;
        foreach (var letter in text)
        {
            if (char.IsAsciiDigit(letter))
            {
                if (read < choices.Length)
                {
                    choices[read] = Checked(space, text, read, letter - '0');
                }

                read++;
            }
            else if (!char.IsWhiteSpace(letter) && !",()[]".Contains(letter, StringComparison.Ordinal))
            {
                throw new FormatException($"Architecture '{text}' has the character '{letter}', expected {choices.Length} digits.");
            }
        }

        return read == choices.Length ? choices : throw new FormatException(
            string.Create(CultureInfo.InvariantCulture, $"Architecture '{text}' has {read} digits, expected {choices.Length}, one for each decision of {space.Name}."));
    }

    private static int Checked(SearchSpace space, string text, int decision, int choice) => choice < space.Decisions[decision].Count ? choice
        : throw new FormatException($"Digit {decision + 1} of '{text}' is {choice}, but {space.Decisions[decision].Name} has the choices 0…{space.Decisions[decision].Count - 1}.");
}
