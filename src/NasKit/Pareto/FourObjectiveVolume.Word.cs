using System.Numerics;
using System.Runtime.Intrinsics;

namespace NasKit.Pareto;

/// <content>
/// The same for few boxes, where a set of boxes is one machine word. Boxes that cut to the box under way lie inside another are dropped
/// before the sweep, by the bit sets that <see cref="SliceFrame"/> describes.
/// </content>
internal sealed partial class FourObjectiveVolume
{
    private const int MostInAWord = 62; // two bits of the staircase are its ends

    // By place in the order of falling z, the boxes that come before in the order of falling x and y; by z they are those of lower place.
    private readonly ulong[] _wider = new ulong[64];
    private readonly ulong[] _higher = new ulong[64];
    private readonly ulong[] _deeper = [.. Enumerable.Range(0, 64).Select(place => (1UL << place) - 1)];

    // The staircase, by place of x from 1; places 0 and count + 1 are its ends.
    private readonly double[] _stepX = new double[64];
    private readonly double[] _stepY = new double[64];

    private double VolumeInAWord()
    {
        _stepY[0] = 0.0;
        _stepX[_count + 1] = 0.0;
        _stepY[_count + 1] = double.PositiveInfinity;
        var present = 0UL;
        var volume = 0.0;
        foreach (var q in _byW.AsSpan(0, _count))
        {
            ulong wider = _wider[q], higher = _higher[q], deeper = _deeper[q];
            if ((present & wider & higher & deeper) != 0)
            {
                continue; // q lies inside another
            }

            volume += _w[q] * Math.Max(0.0, (_x[q] * _y[q] * _z[q]) - Sweep(q, NotInsideAnother(present, wider, higher, deeper)));
            present = (present & (wider | higher | deeper)) | (1UL << q); // without those inside q
        }

        return volume;
    }

    /// <summary>The boxes present that cut to another box do not lie inside a third.</summary>
    /// <param name="present">None of them contains the other box.</param>
    /// <param name="wider">Those before the other box in the order of x.</param>
    /// <param name="higher">The same for y.</param>
    /// <param name="deeper">The same for z.</param>
    private ulong NotInsideAnother(ulong present, ulong wider, ulong higher, ulong deeper)
    {
        Vector256<ulong> ofAll = Vector256.Create(present), ofX = Vector256.Create(wider), ofY = Vector256.Create(higher), ofZ = Vector256.Create(deeper);
        ReadOnlySpan<ulong> x = _wider, y = _higher, z = _deeper;
        var outer = 0UL;
        for (var s = 0; s < _count; s += Vector256<ulong>.Count)
        {
            var larger = ofAll
                & (Vector256.Create(x[s..]) | ofX)
                & (Vector256.Create(y[s..]) | ofY)
                & (Vector256.Create(z[s..]) | ofZ);
            outer |= (ulong)Vector256.Equals(larger, Vector256<ulong>.Zero).ExtractMostSignificantBits() << s;
        }

        return present & outer;
    }

    /// <summary>The three-dimensional volume of some boxes cut to q, none of them inside another.</summary>
    private double Sweep(int q, ulong boxes)
    {
        double[] xs = _x, ys = _y, zs = _z, stepX = _stepX, stepY = _stepY;
        var places = _placeOfX;
        double x = xs[q], y = ys[q], z = zs[q];
        var place = places[q] + 1;
        var stairs = 1UL | (2UL << _count);
        var volume = 0.0;
        for (; boxes != 0; boxes &= boxes - 1)
        {
            var s = BitOperations.TrailingZeroCount(boxes);
            double right = Math.Min(x, xs[s]), top = Math.Min(y, ys[s]);
            var at = Math.Max(place, places[s] + 1);
            var upTo = ulong.MaxValue >> (63 - at);
            var covered = stepY[BitOperations.Log2(stairs & upTo)];
            var behind = stairs & ~upTo;
            var next = BitOperations.TrailingZeroCount(behind);
            stepX[at] = right;
            var area = 0.0;
            while (stepY[next] <= top)
            {
                area += (right - stepX[next]) * (top - covered);
                right = stepX[next];
                covered = stepY[next];
                behind &= behind - 1;
                next = BitOperations.TrailingZeroCount(behind);
            }

            area += (right - stepX[next]) * (top - covered);
            stairs = (stairs & upTo) | (1UL << at) | behind;
            stepY[at] = top;
            volume += Math.Min(z, zs[s]) * area;
        }

        return volume;
    }
}
