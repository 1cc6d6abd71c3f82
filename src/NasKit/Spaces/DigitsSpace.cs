using System.Collections.Immutable;
using System.Globalization;

namespace NasKit.Spaces;

/// <summary>Plain spaces for tables of one's own: architectures are strings of digits, and build no networks.</summary>
public static class DigitsSpace
{
    /// <summary>What the names of these spaces begin with.</summary>
    public const string Prefix = "digits:";

    /// <summary>A space of digits.</summary>
    /// <param name="counts">Number of choices of each digit, 1…10.</param>
    /// <exception cref="ArgumentException">There is no digit, or one has no choice or more than ten.</exception>
    public static SearchSpace Of(params IReadOnlyList<int> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        for (var i = 0; i < counts.Count; i++)
        {
            if (counts[i] is < 1 or > 10)
            {
                throw new ArgumentException($"Digit {i + 1} has {counts[i]} choices, expected 1 to 10.", nameof(counts));
            }
        }

        if (counts.Count == 0)
        {
            throw new ArgumentException("A space of digits needs at least one, for example digits:3,3,3.", nameof(counts));
        }

        return new SearchSpace(
            Prefix + string.Join(',', counts),
            counts.Select((count, i) => new Decision($"digit{i + 1}", $"digit of {count}", Labels(count))),
            new DigitFormat());
    }

    /// <summary>Reads the name of such a space.</summary>
    /// <param name="name"><c>digits:C1,C2,…</c>, the numbers of choices.</param>
    /// <exception cref="ArgumentException">It is not of this form.</exception>
    public static SearchSpace Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var counts = new List<int>();
        var parts = name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..].Split(',', StringSplitOptions.TrimEntries) : [];
        foreach (var part in parts)
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                throw new ArgumentException($"'{part}' in the space '{name}' is no number of choices, expected digits:C1,C2,…, for example digits:3,3,3.", nameof(name));
            }

            counts.Add(count);
        }

        return Of(counts);
    }

    private static ImmutableArray<string> Labels(int count) =>
        [.. Enumerable.Range(0, count).Select(choice => choice.ToString(CultureInfo.InvariantCulture))];
}
