using System.Collections.Immutable;

namespace NasKit.Data;

/// <summary>The tokens of a text and their numbers, 0…<see cref="Count"/> − 1.</summary>
public sealed class Vocabulary
{
    /// <summary>The token of all words that a vocabulary does not have.</summary>
    public const string Unknown = "<unk>";

    /// <summary>The token of the end of a line.</summary>
    public const string EndOfLine = "<eos>";

    private readonly Dictionary<string, int> numbers;

    private Vocabulary(ImmutableArray<string> tokens)
    {
        Tokens = tokens;
        numbers = tokens.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
    }

    /// <summary>The tokens, in the order of their numbers: most frequent first.</summary>
    public ImmutableArray<string> Tokens { get; }

    /// <summary>How many there are.</summary>
    public int Count => Tokens.Length;

    /// <summary>The number of a token.</summary>
    /// <param name="token">The token.</param>
    /// <returns>Its number, or that of <see cref="Unknown"/>.</returns>
    public int IndexOf(string token) => numbers.TryGetValue(token, out var number) ? number : numbers[Unknown];

    /// <summary>The vocabulary of a text, in which <see cref="Unknown"/> is always one.</summary>
    /// <param name="text">The tokens of the text.</param>
    /// <param name="most">Most tokens, at least 2.</param>
    internal static Vocabulary Of(IReadOnlyList<string> text, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        var frequent = text.Where(token => token != Unknown).CountBy(token => token).OrderByDescending(entry => entry.Value).Select(entry => entry.Key).Take(most - 1); // of equals, what comes first
        return new([.. frequent, Unknown]);
    }
}
