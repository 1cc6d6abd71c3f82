namespace NasKit.Pareto;

/// <summary>The lower left staircase of points in the plane, grown one point at a time.</summary>
internal sealed class FrontSteps
{
    // By ascending x; y falls.
    private double[] _x = new double[4];
    private double[] _y = new double[4];
    private int _count;

    /// <summary>Whether a point of the staircase is nowhere larger than this one.</summary>
    public bool Dominates(double x, double y)
    {
        var upTo = CountUpTo(x);
        return upTo > 0 && _y[upTo - 1] <= y;
    }

    /// <summary>Lets a point join that is not dominated.</summary>
    public void Add(double x, double y)
    {
        var from = CountUpTo(x);
        var to = from;
        if (from > 0 && _x[from - 1] == x)
        {
            from--; // the new point lies below it
        }

        while (to < _count && _y[to] >= y)
        {
            to++;
        }

        // The steps from…to−1 make place for one.
        if (from == to && _count == _x.Length)
        {
            Array.Resize(ref _x, 2 * _count);
            Array.Resize(ref _y, 2 * _count);
        }

        Array.Copy(_x, to, _x, from + 1, _count - to);
        Array.Copy(_y, to, _y, from + 1, _count - to);
        (_x[from], _y[from]) = (x, y);
        _count += from + 1 - to;
    }

    /// <summary>How many steps have at most this x.</summary>
    private int CountUpTo(double x)
    {
        int from = 0, to = _count;
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (_x[middle] <= x)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }
}
