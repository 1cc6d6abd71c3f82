namespace NasKit.Pareto;

/// <summary>The members of a front as bits, only the words that are not zero; members come in ascending order.</summary>
internal sealed class FrontBits
{
    private int[] _index = new int[4];
    private ulong[] _bits = new ulong[4];
    private int _count;

    /// <summary>Lets a point join.</summary>
    public void Add(int place)
    {
        if (_count == 0 || _index[_count - 1] != place >> 6)
        {
            if (_count == _index.Length)
            {
                Array.Resize(ref _index, 2 * _count);
                Array.Resize(ref _bits, 2 * _count);
            }

            _index[_count++] = place >> 6;
        }

        _bits[_count - 1] |= 1UL << (place & 63);
    }

    /// <summary>Whether one of some points is a member.</summary>
    public bool Intersects(ReadOnlySpan<ulong> dominators)
    {
        var bits = _bits.AsSpan(0, _count);
        var index = _index.AsSpan(0, bits.Length);
        for (var i = 0; i < index.Length; i++)
        {
            if ((bits[i] & dominators[index[i]]) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
