using System.Runtime.CompilerServices;

namespace NasKit.Benchmarks;

/// <summary>Walks through the records of a CSV text as RFC 4180 defines it, without making strings.</summary>
/// <param name="text">UTF-8 text; quoted fields are unquoted in place.</param>
/// <param name="file">What to call it in messages.</param>
internal sealed class CsvCursor(byte[] text, string file)
{
    // Run once over millions of cells, these loops are compiled at their best from the start.
    private const MethodImplOptions Hot = MethodImplOptions.AggressiveOptimization;
    private (int Start, int End)[] fields = new (int, int)[16];
    private int position = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
    private int nextLine = 1;

    /// <summary>Line of the file, from 1, on which the present record begins.</summary>
    public int Line { get; private set; }

    /// <summary>Number of fields of the present record.</summary>
    public int Count { get; private set; }

    /// <summary>About how many records are left.</summary>
    public int RecordsLeft => text.AsSpan(position).Count((byte)'\n') + 1;

    /// <summary>A field of the present record.</summary>
    /// <param name="index">0…<see cref="Count"/> − 1.</param>
    public ReadOnlySpan<byte> this[int index] => text.AsSpan(fields[index].Start, fields[index].End - fields[index].Start);

    /// <summary>Goes to the next record that is not an empty line.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="NasKitException">A quoted field does not end, or something follows its end.</exception>
    [MethodImpl(Hot)]
    public bool Next()
    {
        do
        {
            if (position >= text.Length)
            {
                return false;
            }

            Line = nextLine;
            Count = 0;
            while (ReadField())
            {
            }
        }
        while (Count == 1 && fields[0].Start == fields[0].End);

        return true;
    }

    // One field and what ends it; true where another one of the same record follows.
    [MethodImpl(Hot)]
    private bool ReadField()
    {
        if (Count == fields.Length)
        {
            Array.Resize(ref fields, 2 * Count);
        }

        fields[Count++] = position < text.Length && text[position] == '"' ? Quoted() : Plain();
        if (position >= text.Length)
        {
            return false;
        }

        var end = text[position++];
        if (end == ',')
        {
            return true;
        }

        if (end == '\r' && position < text.Length && text[position] == '\n')
        {
            position++;
        }

        nextLine++;
        return false;
    }

    [MethodImpl(Hot)]
    private (int Start, int End) Plain()
    {
        var start = position;
        var end = start;
        while (end < text.Length && text[end] is not ((byte)',' or (byte)'\n' or (byte)'\r'))
        {
            end++;
        }

        return (start, position = end);
    }

    private (int Start, int End) Quoted()
    {
        var start = ++position;
        var write = start;
        while (true)
        {
            if (position >= text.Length)
            {
                throw Broken("has a quoted field that does not end");
            }

            var letter = text[position++];
            if (letter == '"')
            {
                if (position >= text.Length || text[position] != '"')
                {
                    break;
                }

                position++;
            }
            else if (letter == '\n')
            {
                nextLine++;
            }

            text[write++] = letter;
        }

        return position >= text.Length || text[position] is (byte)',' or (byte)'\n' or (byte)'\r' ? (start, write)
            : throw Broken("has text behind the closing quote of a field");
    }

    private NasKitException Broken(string what) => new($"{file}, line {Line}, {what}.", "Fields with quotes, commas or line ends stand in quotes, quotes inside them twice.");
}
