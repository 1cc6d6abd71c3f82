using System.Numerics;

namespace NasKit.Pareto;

/// <summary>The union of rectangles [0, x] × [0, y] in the plane, grown one corner at a time; all x are known beforehand.</summary>
/// <remarks>
/// The corners of the union are kept as bits over the places of the x, largest x first, with a second level of bits over the words,
/// so that the neighbours of a corner are a few instructions away. Along the places x falls and y rises.
/// </remarks>
internal sealed class Staircase
{
    private double[] _x = [];
    private double[] _y = [];
    private ulong[] _corners = [];
    private ulong[] _words = [];

    /// <summary>Empties the union.</summary>
    /// <param name="places">The number of different places that may be used.</param>
    public void Reset(int places)
    {
        var end = places + 1; // the place of the last sentinel; place 0 is the first one
        if (_x.Length <= end)
        {
            var size = (int)BitOperations.RoundUpToPowerOf2((uint)(end + 64));
            _x = new double[size];
            _y = new double[size];
            _corners = new ulong[(size / 64) + 1];
            _words = new ulong[(size / 4096) + 1];
        }

        _corners.AsSpan(0, (end >> 6) + 1).Clear();
        _words.AsSpan(0, (end >> 12) + 1).Clear();
        Set(0);
        Set(end);
        (_x[0], _y[0]) = (double.PositiveInfinity, 0.0);
        (_x[end], _y[end]) = (0.0, double.PositiveInfinity);
    }

    /// <summary>Joins the rectangle with the corner (x, y).</summary>
    /// <param name="place">Place of x in descending order, 0…places−1. Equal x may share one.</param>
    /// <param name="x">Width, more than 0.</param>
    /// <param name="y">Height, more than 0.</param>
    /// <returns>The area by which the union grows.</returns>
    public double Add(int place, double x, double y)
    {
        place++;
        var covered = _y[Before(place)];
        if (covered >= y)
        {
            return 0.0;
        }

        var area = 0.0;
        var right = x;
        var next = After(place);
        while (true)
        {
            area += (right - _x[next]) * (y - covered);
            if (_y[next] > y)
            {
                break;
            }

            (right, covered) = (_x[next], _y[next]);
            Clear(next);
            next = After(next);
        }

        Set(place);
        (_x[place], _y[place]) = (x, y);
        return area;
    }

    private void Set(int place)
    {
        _corners[place >> 6] |= 1UL << (place & 63);
        _words[place >> 12] |= 1UL << ((place >> 6) & 63);
    }

    private void Clear(int place)
    {
        if ((_corners[place >> 6] &= ~(1UL << (place & 63))) == 0)
        {
            _words[place >> 12] &= ~(1UL << ((place >> 6) & 63));
        }
    }

    /// <summary>The last corner at or before a place.</summary>
    private int Before(int place)
    {
        var word = place >> 6;
        var bits = _corners[word] & (ulong.MaxValue >> (63 - (place & 63)));
        if (bits == 0)
        {
            var group = word >> 6;
            var words = _words[group] & ((1UL << (word & 63)) - 1);
            while (words == 0)
            {
                words = _words[--group];
            }

            word = (group << 6) + BitOperations.Log2(words);
            bits = _corners[word];
        }

        return (word << 6) + BitOperations.Log2(bits);
    }

    /// <summary>The first corner behind a place.</summary>
    private int After(int place)
    {
        place++;
        var word = place >> 6;
        var bits = _corners[word] & (ulong.MaxValue << (place & 63));
        if (bits == 0)
        {
            word++;
            var group = word >> 6;
            var words = _words[group] & (ulong.MaxValue << (word & 63));
            while (words == 0)
            {
                words = _words[++group];
            }

            word = (group << 6) + BitOperations.TrailingZeroCount(words);
            bits = _corners[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}
