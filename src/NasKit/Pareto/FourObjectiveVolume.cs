namespace NasKit.Pareto;

/// <summary>The volume of a union of boxes [0, x] × [0, y] × [0, z] × [0, w]: O(N²).</summary>
/// <remarks>
/// The boxes are taken by falling w; each adds w times the three-dimensional volume that it alone covers among those before it.
/// That volume comes from a sweep by falling z in the manner of Guerreiro &amp; Fonseca (IEEE Trans. Evolutionary Computation 22 (3),
/// 2018, HV4D+), here with a <see cref="Staircase"/> instead of their linked lists.
/// </remarks>
internal sealed class FourObjectiveVolume
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
    /// <param name="extents">The first 3 or 4 columns are read; without the fourth only <see cref="Covered"/> makes sense.</param>
    /// <param name="descending">For the columns 0, 2 and 3 the indexes by falling value.</param>
    /// <param name="taken">Which boxes to take.</param>
    /// <param name="corner">Cuts each extent; infinite for no cut.</param>
    public void Load(double[][] extents, int[][] descending, ReadOnlySpan<bool> taken, ReadOnlySpan<double> corner)
    {
        Reserve(taken.Length);
        double[] x = extents[0], y = extents[1], z = extents[2];
        var w = extents.Length > 3 ? extents[3] : null;
        _count = 0;
        foreach (var i in descending[2].AsSpan(0, taken.Length))
        {
            if (taken[i])
            {
                _x[_count] = Math.Min(x[i], corner[0]);
                _y[_count] = Math.Min(y[i], corner[1]);
                _z[_count] = Math.Min(z[i], corner[2]);
                if (w is not null)
                {
                    _w[_count] = Math.Min(w[i], corner[3]);
                }

                _placeOf[i] = _count++;
            }
        }

        var place = 0;
        foreach (var i in descending[0].AsSpan(0, taken.Length))
        {
            if (taken[i])
            {
                _placeOfX[_placeOf[i]] = place++;
            }
        }

        place = 0;
        if (w is not null)
        {
            foreach (var i in descending[3].AsSpan(0, taken.Length))
            {
                if (taken[i])
                {
                    _byW[place++] = _placeOf[i];
                }
            }
        }
    }

    /// <summary>The four-dimensional volume of the boxes taken over.</summary>
    public double Volume()
    {
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
    /// <param name="box">Index of the box among those that <see cref="Load"/> was given; it took them all.</param>
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
                break;
            }

            if (forget && s > q && sx == _x[s] && sy == _y[s])
            {
                _present[s] = false;
            }
        }

        return volume;
    }

    private void Reserve(int count)
    {
        if (_x.Length >= count)
        {
            return;
        }

        count = Math.Max(count, 2 * _x.Length);
        (_x, _y, _z, _w) = (new double[count], new double[count], new double[count], new double[count]);
        (_placeOfX, _placeOf, _byW) = (new int[count], new int[count], new int[count]);
        _present = new bool[count];
    }
}
