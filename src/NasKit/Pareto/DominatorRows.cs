using System.Numerics;
using System.Runtime.InteropServices;

namespace NasKit.Pareto;

/// <summary>For each point the set of points that dominate it, as bits over the places of <see cref="DistinctPoints"/>.</summary>
/// <remarks>
/// The points that are nowhere worse in one objective are a prefix of the order by that objective; the dominators of a point are the
/// intersection of its prefixes. One pass an objective gives the prefixes, one row operation the intersection: M·N²/64 word operations
/// in all. The rows are made in blocks that fit the second-level cache, so memory stays linear in N.
/// </remarks>
internal static class DominatorRows
{
    private const int WordsPerBlock = 1 << 16;

    /// <summary>Hands over each row in lexicographic order; it is valid only during the call.</summary>
    /// <param name="points">The different points, at least 2 objectives.</param>
    /// <param name="visit">Gets a place and its row; the row is zero exactly if nothing dominates the point.</param>
    public static void Visit(DistinctPoints points, RowVisitor visit)
    {
        var count = points.First.Length;
        var orders = new int[points.Points.Objectives - 1][];
        var tied = new bool[orders.Length][];
        for (var m = 0; m < orders.Length; m++)
        {
            // The order by objective 0 is the lexicographic one itself.
            var column = points.Column(m + 1);
            var order = Ordering.Ascending(column);
            orders[m] = order;
            var tiedWithNext = new bool[count];
            for (var i = 0; i + 1 < count; i++)
            {
                tiedWithNext[i] = column[order[i]] == column[order[i + 1]];
            }

            tied[m] = tiedWithNext;
        }

        var allWords = (count + 63) / 64;
        var block = Math.Max(64, WordsPerBlock / allWords);
        var rows = new ulong[Math.Min(block, count) * allWords];
        var prefix = new ulong[allWords];
        for (var from = 0; from < count; from += block)
        {
            var to = Math.Min(from + block, count);
            var words = (to + 63) / 64;
            for (var m = 0; m < orders.Length; m++)
            {
                Intersect(orders[m], tied[m], from, to, rows, words, prefix, first: m == 0);
            }

            for (var t = from; t < to; t++)
            {
                // Equal in all but the first objective is possible later in the order, so only earlier places count.
                var row = rows.AsSpan((t - from) * words, (t >> 6) + 1);
                row[^1] &= (1UL << (t & 63)) - 1;
                visit(t, row);
            }
        }
    }

    private static void Intersect(int[] order, bool[] tiedWithNext, int from, int to, ulong[] rows, int words, Span<ulong> prefix, bool first)
    {
        prefix.Clear();
        for (int start = 0, end; start < order.Length; start = end)
        {
            end = start;
            do
            {
                prefix[order[end] >> 6] |= 1UL << (order[end] & 63);
            }
            while (tiedWithNext[end++]);

            for (var i = start; i < end; i++)
            {
                var place = order[i];
                if (place < from || place >= to)
                {
                    continue;
                }

                var length = (place >> 6) + 1;
                var row = rows.AsSpan((place - from) * words, length);
                if (first)
                {
                    prefix[..length].CopyTo(row);
                }
                else
                {
                    And(row, prefix[..length]);
                }
            }
        }
    }

    private static void And(Span<ulong> row, ReadOnlySpan<ulong> other)
    {
        var wide = MemoryMarshal.Cast<ulong, Vector<ulong>>(row);
        var wideOther = MemoryMarshal.Cast<ulong, Vector<ulong>>(other);
        for (var i = 0; i < wide.Length; i++)
        {
            wide[i] &= wideOther[i];
        }

        for (var i = wide.Length * Vector<ulong>.Count; i < row.Length; i++)
        {
            row[i] &= other[i];
        }
    }

    /// <summary>Receives the dominators of the point at a place.</summary>
    internal delegate void RowVisitor(int place, ReadOnlySpan<ulong> dominators);
}
