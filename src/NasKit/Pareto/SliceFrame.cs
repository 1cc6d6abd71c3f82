using System.Numerics;

namespace NasKit.Pareto;

/// <summary>The boxes at one depth of <see cref="SlicedVolume"/>, and which of them matter to the box under way.</summary>
/// <remarks>
/// Whether a box cut to a corner lies inside another one cut to it is answered by bit sets. For each box and dimension one set holds
/// the boxes that are at least as large there; cut to a corner that is itself a box of the frame, it is the union with the corner's set.
/// </remarks>
internal sealed class SliceFrame
{
    private int _words;
    private int[] _newIndex = [];
    private bool[] _taken = [];
    private ulong[] _present = [];
    private ulong[] _atLeast = []; // [box, dimension, word]
    private ulong[] _prefix = [];

    /// <param name="dimensions">The number of extents of each box.</param>
    public SliceFrame(int dimensions)
    {
        Dimensions = dimensions;
        Extents = new double[dimensions][];
        Descending = new int[dimensions][];
        Corner = new double[dimensions - 1];
        Reserve(0);
    }

    /// <summary>The number of extents of each box.</summary>
    public int Dimensions { get; }

    /// <summary>The number of boxes.</summary>
    public int Count { get; private set; }

    /// <summary>A column a dimension.</summary>
    public double[][] Extents { get; }

    /// <summary>For each dimension the indexes by falling extent.</summary>
    public int[][] Descending { get; }

    /// <summary>The indexes by falling last extent.</summary>
    public ReadOnlySpan<int> ByLastExtent => Descending[^1].AsSpan(0, Count);

    /// <summary>After <see cref="CutOthersTo"/>, all but the last extent of the box it was given.</summary>
    public double[] Corner { get; }

    /// <summary>The product of <see cref="Corner"/>.</summary>
    public double CornerVolume { get; private set; }

    /// <summary>After <see cref="CutOthersTo"/>, the boxes that count.</summary>
    public ReadOnlySpan<bool> Taken => _taken.AsSpan(0, Count);

    /// <summary>Takes over columns of extents.</summary>
    public void Load(double[][] extents)
    {
        Count = extents[0].Length;
        Reserve(Count);
        for (var m = 0; m < Dimensions; m++)
        {
            extents[m].CopyTo(Extents[m], 0);
            Ordering.Descending(extents[m]).CopyTo(Descending[m], 0);
        }
    }

    /// <summary>Takes over what another frame, of one dimension more, has cut and taken.</summary>
    public void Load(SliceFrame from)
    {
        Reserve(from.Count);
        var taken = from.Taken;
        Count = 0;
        for (var i = 0; i < taken.Length; i++)
        {
            if (taken[i])
            {
                from._newIndex[i] = Count++;
            }
        }

        for (var m = 0; m < Dimensions; m++)
        {
            var place = 0;
            foreach (var i in from.Descending[m].AsSpan(0, taken.Length))
            {
                if (taken[i])
                {
                    var index = from._newIndex[i];
                    Extents[m][index] = Math.Min(from.Extents[m][i], from.Corner[m]);
                    Descending[m][place++] = index;
                }
            }
        }
    }

    /// <summary>Finds the bit sets; no box has entered.</summary>
    public void Begin()
    {
        var sides = Dimensions - 1;
        _words = (Count + 63) / 64;
        if (_atLeast.Length < Count * sides * _words)
        {
            _atLeast = new ulong[Count * sides * _words];
        }

        _present.AsSpan(0, _words).Clear();
        var prefix = _prefix.AsSpan(0, _words);
        for (var m = 0; m < sides; m++)
        {
            prefix.Clear();
            var order = Descending[m].AsSpan(0, Count);
            for (int start = 0, end; start < order.Length; start = end)
            {
                for (end = start; end < order.Length && Extents[m][order[end]] == Extents[m][order[start]]; end++)
                {
                    prefix[order[end] >> 6] |= 1UL << (order[end] & 63);
                }

                foreach (var i in order[start..end])
                {
                    prefix.CopyTo(_atLeast.AsSpan(((i * sides) + m) * _words, _words));
                }
            }
        }
    }

    /// <summary>Cuts the boxes that have entered to a box, all but the last dimension, and takes those that do not lie inside another.</summary>
    /// <returns>The number of boxes taken. Of boxes that are equal when cut, one is taken.</returns>
    public int CutOthersTo(int box)
    {
        var sides = Dimensions - 1;
        CornerVolume = 1.0;
        for (var m = 0; m < sides; m++)
        {
            CornerVolume *= Corner[m] = Extents[m][box];
        }

        var taken = 0;
        Array.Clear(_taken, 0, Count);
        var present = _present.AsSpan(0, _words);
        for (var word = 0; word < present.Length; word++)
        {
            for (var bits = present[word]; bits != 0; bits &= bits - 1)
            {
                var i = (word << 6) + BitOperations.TrailingZeroCount(bits);
                if (!IsInsideAnother(i, box))
                {
                    _taken[i] = true;
                    taken++;
                }
            }
        }

        return taken;
    }

    /// <summary>Lets a box enter; those inside it, the last dimension aside, can cover nothing more of later ones and leave.</summary>
    public void Enter(int box)
    {
        for (var i = 0; i < Count; i++)
        {
            if (_taken[i] && IsInside(i, box))
            {
                _present[i >> 6] &= ~(1UL << (i & 63));
            }
        }

        _present[box >> 6] |= 1UL << (box & 63);
    }

    private bool IsInside(int i, int box)
    {
        for (var m = 0; m < Corner.Length; m++)
        {
            if (Extents[m][i] > Extents[m][box])
            {
                return false;
            }
        }

        return true;
    }

    private bool IsInsideAnother(int i, int box)
    {
        var sides = Dimensions - 1;
        var ofBox = _atLeast.AsSpan(box * sides * _words, sides * _words);
        var ofI = _atLeast.AsSpan(i * sides * _words, sides * _words);
        for (var word = 0; word < _words; word++)
        {
            var larger = _present[word];
            for (var at = word; at < ofI.Length; at += _words)
            {
                larger &= ofI[at] | ofBox[at];
            }

            if (word == i >> 6)
            {
                larger &= ~(1UL << (i & 63));
            }

            for (; larger != 0; larger &= larger - 1)
            {
                var other = (word << 6) + BitOperations.TrailingZeroCount(larger);
                if (other < i || !IsEqualWhenCut(i, other))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsEqualWhenCut(int i, int other)
    {
        for (var m = 0; m < Corner.Length; m++)
        {
            if (Math.Min(Extents[m][i], Corner[m]) != Math.Min(Extents[m][other], Corner[m]))
            {
                return false;
            }
        }

        return true;
    }

    private void Reserve(int count)
    {
        if (_taken.Length >= count && count > 0)
        {
            return;
        }

        for (var m = 0; m < Dimensions; m++)
        {
            Extents[m] = new double[count];
            Descending[m] = new int[count];
        }

        _newIndex = new int[count];
        _taken = new bool[count];
        _present = new ulong[(count + 63) / 64];
        _prefix = new ulong[(count + 63) / 64];
    }
}
