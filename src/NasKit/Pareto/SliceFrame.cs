using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NasKit.Pareto;

/// <summary>The boxes at one depth of <see cref="SlicedVolume"/>, and which of them matter to the box under way.</summary>
/// <remarks>
/// <para>Whether a box cut to a corner lies inside another one cut to it is answered by bit sets. For each box and dimension one set
/// holds the boxes that come before it by falling extent; cut to a corner that is itself a box of the frame, it is the union with the
/// corner's set. A box lies inside those in the intersection over the dimensions.</para>
/// <para>Of equal extents one comes before the other, as if it were larger by next to nothing. Volumes do not change by that, and
/// no two boxes are ever equal.</para>
/// </remarks>
/// <param name="dimensions">The number of extents of each box.</param>
internal sealed class SliceFrame(int dimensions)
{
    private static readonly int Lanes = Vector256<ulong>.Count;

    private readonly int _sides = dimensions - 1; // the dimensions that the boxes are cut in
    private int _words; // of a set
    private int _groups; // of boxes, each as many as a vector has lanes
    private ulong[] _before = []; // [dimension, word, box]
    private ulong[] _beforeCorner = []; // [dimension, word]
    private ulong[] _present = [];
    private ulong[] _prefix = [];
    private int[] _taken = [];
    private int _takenCount;

    /// <summary>The boxes.</summary>
    public OrderedBoxes Boxes { get; } = new(dimensions);

    /// <summary>After <see cref="CutOthersTo"/>, all but the last extent of the box it was given.</summary>
    public double[] Corner { get; } = new double[dimensions - 1];

    /// <summary>The product of <see cref="Corner"/>.</summary>
    public double CornerVolume { get; private set; }

    /// <summary>After <see cref="CutOthersTo"/>, the boxes that count.</summary>
    public ReadOnlySpan<int> Taken => _taken.AsSpan(0, _takenCount);

    /// <summary>Finds the bit sets of the boxes; none has entered.</summary>
    public void Begin()
    {
        _words = (Boxes.Count + 63) / 64;
        _groups = (Boxes.Count + Lanes - 1) / Lanes;
        Reserve();
        _present.AsSpan(0, _words).Clear();
        var prefix = _prefix.AsSpan(0, _words);
        var stride = _groups * Lanes;
        for (var m = 0; m < _sides; m++)
        {
            prefix.Clear();
            foreach (var i in Boxes.Descending(m))
            {
                for (var word = 0; word < prefix.Length; word++)
                {
                    _before[(((m * _words) + word) * stride) + i] = prefix[word];
                }

                prefix[i >> 6] |= 1UL << (i & 63);
            }
        }
    }

    /// <summary>Cuts the boxes that have entered to a box, all but the last dimension, and takes those that do not lie inside another.</summary>
    /// <param name="box">A box that has not entered and lies inside none that has.</param>
    public void CutOthersTo(int box)
    {
        CornerVolume = 1.0;
        for (var m = 0; m < _sides; m++)
        {
            CornerVolume *= Corner[m] = Boxes.Extents[m][box];
        }

        var beforeCorner = _beforeCorner.AsSpan(0, _sides * _words);
        for (var row = 0; row < beforeCorner.Length; row++)
        {
            beforeCorner[row] = _before[(row * _groups * Lanes) + box];
        }

        _takenCount = 0;
        var before = MemoryMarshal.Cast<ulong, Vector256<ulong>>(_before);
        for (var group = 0; group < _groups; group++)
        {
            var first = group * Lanes;
            var present = (uint)(_present[first >> 6] >> (first & 63)) & ((1U << Lanes) - 1);
            if (present == 0)
            {
                continue;
            }

            var larger = Vector256<ulong>.Zero;
            for (var word = 0; word < _words; word++)
            {
                var set = Vector256.Create(_present[word]);
                for (var row = word; row < beforeCorner.Length; row += _words)
                {
                    set &= before[(row * _groups) + group] | Vector256.Create(beforeCorner[row]);
                }

                larger |= set;
            }

            for (var outer = present & Vector256.Equals(larger, Vector256<ulong>.Zero).ExtractMostSignificantBits(); outer != 0; outer &= outer - 1)
            {
                _taken[_takenCount++] = first + BitOperations.TrailingZeroCount(outer);
            }
        }
    }

    /// <summary>Lets a box enter; those inside it, the last dimension aside, can cover nothing more of later ones and leave.</summary>
    public void Enter(int box)
    {
        foreach (var i in Taken)
        {
            if (IsInside(i, box))
            {
                _present[i >> 6] &= ~(1UL << (i & 63));
            }
        }

        _present[box >> 6] |= 1UL << (box & 63);
    }

    private bool IsInside(int i, int box)
    {
        for (var m = 0; m < _sides; m++)
        {
            if (Boxes.Extents[m][i] > Boxes.Extents[m][box])
            {
                return false;
            }
        }

        return true;
    }

    private void Reserve()
    {
        if (_taken.Length < Boxes.Count)
        {
            _taken = new int[Math.Max(Boxes.Count, 2 * _taken.Length)];
            _present = new ulong[(_taken.Length + 63) / 64];
            _prefix = new ulong[_present.Length];
            _beforeCorner = new ulong[_sides * _present.Length];
        }

        var needed = _sides * _words * _groups * Lanes;
        if (_before.Length < needed)
        {
            _before = new ulong[Math.Max(needed, Math.Min(2 * _before.Length, 1 << 20))];
        }
    }
}
