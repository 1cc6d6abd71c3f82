using System.Collections.Immutable;
using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Data;

/// <summary>A text as numbers of its tokens.</summary>
/// <param name="Name">The text's name.</param>
/// <param name="Vocabulary">What the numbers stand for.</param>
/// <param name="Tokens">The numbers.</param>
public sealed record TokenSequence(string Name, Vocabulary Vocabulary, ImmutableArray<int> Tokens)
{
    /// <summary>How many tokens there are.</summary>
    public int Count => Tokens.Length;

    /// <summary>A part of the text.</summary>
    /// <param name="start">Its first token, from 0.</param>
    /// <param name="count">How many tokens it has, at least 1.</param>
    /// <exception cref="ArgumentException">The text does not have them.</exception>
    public TokenSequence Part(int start, int count) => start >= 0 && count >= 1 && count <= Count - start
        ? this with { Tokens = Tokens.Slice(start, count) }
        : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{Name} has {Count} tokens, but {count} from number {start} on are wanted, of which there are {Math.Clamp(Count - start, 0, Count)}. Use a longer text, or ask for at least one and fewer."), nameof(count));

    /// <summary>The text cut into streams of one length that are read side by side; what is left over at its end is left out.</summary>
    /// <param name="streams">How many, N ≥ 1.</param>
    /// <param name="window">Tokens of a stream that one step reads; each stream must have one more, which is scored last.</param>
    /// <returns>int64 [length, N], column by column one piece of the text; the caller's, in the caller's scope.</returns>
    /// <exception cref="ArgumentException">The text has fewer tokens than one batch.</exception>
    public Tensor Streams(int streams, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        var length = Count / streams;
        if (length < window + 1)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{Name} has {Count} tokens, but one batch of {streams} streams of {window} needs {(long)streams * (window + 1)}. Use a longer text, fewer streams or a shorter window."), nameof(streams));
        }

        using var scope = NewDisposeScope();
        return tensor(Tokens.AsSpan(0, streams * length).ToArray().Select(token => (long)token).ToArray(), [streams, length], dtype: ScalarType.Int64).t().contiguous().MoveToOuterDisposeScope();
    }
}
