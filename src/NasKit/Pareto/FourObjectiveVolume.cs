namespace NasKit.Pareto;

/// <summary>The volume of a union of boxes [0, x] × [0, y] × [0, z] × [0, w]: O(N²).</summary>
/// <remarks>
/// The boxes are taken by falling w; each adds w times the three-dimensional volume that it alone covers among those before it.
/// That volume comes from a sweep by falling z: Guerreiro &amp; Fonseca, IEEE Trans. Evolutionary Computation 22 (3), 2018 (HV4D+),
/// here on bit sets instead of linked lists.
/// </remarks>
internal sealed partial class FourObjectiveVolume
{
    private readonly Staircase _stairs = new();

    // By the place of a box in the order of falling z.
    private double[] _x = [];
    private double[] _y = [];
    private double[] _z = [];
    private double[] _w = [];
    private int[] _placeOfX = [];
    private bool[] _present = [];

    private int[] _byW = [];
    private int[] _placeOf = [];
    private int _count;

    /// <summary>Takes over some boxes, cut to a corner.</summary>
    /// <param name="boxes">Boxes of at least 3 dimensions; without the fourth only <see cref="Covered"/> makes sense.</param>
    /// <param name="taken">Different boxes, at least one.</param>
    /// <param name="corner">Cuts each extent; infinite for no cut.</param>
    public void Load(OrderedBoxes boxes, ReadOnlySpan<int> taken, ReadOnlySpan<double> corner)
    {
        Reserve(taken.Length, boxes.Count);
        _count = taken.Length;
        double[] x = boxes.Extents[0], y = boxes.Extents[1], z = boxes.Extents[2];
        var place = 0;
        foreach (var i in boxes.Sort(2, taken))
        {
            _x[place] = Math.Min(x[i], corner[0]);
            _y[place] = Math.Min(y[i], corner[1]);
            _z[place] = Math.Min(z[i], corner[2]);
            _placeOf[i] = place++;
        }

        place = 0;
        var before = 0UL; // of use where all places fit into a word
        foreach (var i in boxes.Sort(0, taken))
        {
            _wider[_placeOf[i] & 63] = before;
            before |= 1UL << _placeOf[i];
            _placeOfX[_placeOf[i]] = place++;
        }

        before = 0UL;
        foreach (var i in boxes.Sort(1, taken))
        {
            _higher[_placeOf[i] & 63] = before;
            before |= 1UL << _placeOf[i];
        }

        if (boxes.Dimensions > 3)
        {
            var w = boxes.Extents[3];
            place = 0;
            foreach (var i in boxes.Sort(3, taken))
            {
                _byW[place++] = _placeOf[i];
                _w[_placeOf[i]] = Math.Min(w[i], corner[3]);
            }
        }
    }

    /// <summary>The four-dimensional volume of the boxes taken over.</summary>
    public double Volume()
    {
        if (_count <= MostInAWord)
        {
            return VolumeInAWord();
        }

        Array.Clear(_present, 0, _count);
        var volume = 0.0;
        foreach (var q in _byW.AsSpan(0, _count))
        {
            volume += _w[q] * Math.Max(0.0, (_x[q] * _y[q] * _z[q]) - CoveredAt(q, forget: true));
            _present[q] = true;
        }

        return volume;
    }

    /// <summary>How much of one three-dimensional box all others cover.</summary>
    /// <param name="box">One of the boxes that <see cref="Load"/> took.</param>
    public double Covered(int box)
    {
        var q = _placeOf[box];
        Array.Fill(_present, true, 0, _count);
        _present[q] = false;
        return CoveredAt(q, forget: false);
    }

    /// <summary>How much of box q those present cover.</summary>
    /// <param name="q">Place of the box.</param>
    /// <param name="forget">Whether boxes inside q are no longer present afterwards.</param>
    private double CoveredAt(int q, bool forget)
    {
        double x = _x[q], y = _y[q], z = _z[q];
        var placeOfX = _placeOfX[q];
        var volume = 0.0;
        _stairs.Reset(_count);
        for (var s = 0; s < _count; s++)
        {
            if (!_present[s])
            {
                continue;
            }

            double sx = Math.Min(x, _x[s]), sy = Math.Min(y, _y[s]), sz = Math.Min(z, _z[s]);
            volume += sz * _stairs.Add(Math.Max(placeOfX, _placeOfX[s]), sx, sy);
            if (sx == x && sy == y)
            {
                break; // q is covered from here down
            }

            if (forget && s > q && sx == _x[s] && sy == _y[s])
            {
                _present[s] = false;
            }
        }

        return volume;
    }

    private void Reserve(int taken, int boxes)
    {
        if (_x.Length < taken)
        {
            var count = Math.Max(taken, Math.Max(64, 2 * _x.Length));
            (_x, _y, _z, _w) = (new double[count], new double[count], new double[count], new double[count]);
            (_placeOfX, _byW) = (new int[count], new int[count]);
            _present = new bool[count];
        }

        if (_placeOf.Length < boxes)
        {
            _placeOf = new int[boxes];
        }
    }
}
