using System.Numerics;

namespace NasKit.Pareto;

/// <summary>Boxes, each spanned by 0 and a corner, with their orders by every extent; the memory is used again.</summary>
/// <param name="dimensions">The number of extents of each box.</param>
internal sealed class OrderedBoxes(int dimensions)
{
    private readonly int[][] _descending = Empty<int>(dimensions);
    private readonly int[][] _place = Empty<int>(dimensions);
    private ulong[] _marks = [];
    private int[] _sorted = [];
    private int[] _newIndex = [];

    /// <summary>The number of extents of each box.</summary>
    public int Dimensions { get; } = dimensions;

    /// <summary>The number of boxes.</summary>
    public int Count { get; private set; }

    /// <summary>A column a dimension; behind <see cref="Count"/> there may be anything.</summary>
    public double[][] Extents { get; } = Empty<double>(dimensions);

    /// <summary>The boxes by falling extent.</summary>
    public ReadOnlySpan<int> Descending(int dimension) => _descending[dimension].AsSpan(0, Count);

    /// <summary>Takes over columns of extents.</summary>
    public void Load(double[][] extents)
    {
        Reserve(extents[0].Length);
        Count = extents[0].Length;
        for (var m = 0; m < Dimensions; m++)
        {
            extents[m].CopyTo(Extents[m], 0);
            var order = Ordering.Descending(extents[m]);
            order.CopyTo(_descending[m], 0);
            for (var place = 0; place < order.Length; place++)
            {
                _place[m][order[place]] = place;
            }
        }
    }

    /// <summary>Takes over some of other boxes, cut to a corner; dimensions beyond this one's are dropped.</summary>
    /// <param name="from">Boxes of at least as many dimensions.</param>
    /// <param name="taken">Different boxes, at least one.</param>
    /// <param name="corner">Cuts each extent.</param>
    public void Load(OrderedBoxes from, ReadOnlySpan<int> taken, ReadOnlySpan<double> corner)
    {
        Reserve(taken.Length);
        Count = taken.Length;
        for (var i = 0; i < taken.Length; i++)
        {
            from._newIndex[taken[i]] = i;
        }

        for (var m = 0; m < Dimensions; m++)
        {
            var place = 0;
            foreach (var i in from.Sort(m, taken))
            {
                var index = from._newIndex[i];
                Extents[m][index] = Math.Min(from.Extents[m][i], corner[m]);
                _descending[m][place] = index;
                _place[m][index] = place++;
            }
        }
    }

    /// <summary>Orders some of the boxes by falling extent, without comparing: their places are marked in a bit set and read off.</summary>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<int> Sort(int dimension, ReadOnlySpan<int> boxes)
    {
        int[] place = _place[dimension], descending = _descending[dimension];
        var marks = _marks.AsSpan(0, (Count + 63) / 64);
        marks.Clear();
        foreach (var i in boxes)
        {
            marks[place[i] >> 6] |= 1UL << (place[i] & 63);
        }

        var count = 0;
        for (var word = 0; word < marks.Length; word++)
        {
            for (var bits = marks[word]; bits != 0; bits &= bits - 1)
            {
                _sorted[count++] = descending[(word << 6) + BitOperations.TrailingZeroCount(bits)];
            }
        }

        return _sorted.AsSpan(0, count);
    }

    private static T[][] Empty<T>(int dimensions)
    {
        var columns = new T[dimensions][];
        Array.Fill(columns, []);
        return columns;
    }

    private void Reserve(int count)
    {
        if (_sorted.Length >= count)
        {
            return;
        }

        count = Math.Max(count, 2 * _sorted.Length);
        for (var m = 0; m < Dimensions; m++)
        {
            Extents[m] = new double[count];
            _descending[m] = new int[count];
            _place[m] = new int[count];
        }

        _marks = new ulong[(count + 63) / 64];
        _sorted = new int[count];
        _newIndex = new int[count];
    }
}
