using System.Buffers;

namespace NasKit.Pareto;

/// <summary>Stable ascending orders of finite numbers.</summary>
internal static class Ordering
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;
    private const int Passes = (64 + DigitBits - 1) / DigitBits;

    // Below this many numbers the comparison sort is faster than clearing and summing the histograms.
    private const int RadixFrom = 600;

    /// <summary>The indexes of the numbers, smallest first; equal ones (−0 and 0 are) in the order they stand in.</summary>
    public static int[] Ascending(ReadOnlySpan<double> values)
    {
        var order = new int[values.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        if (values.Length >= RadixFrom)
        {
            RadixSort(values, order);
        }
        else
        {
            ComparisonSort(values, order);
        }

        return order;
    }

    /// <summary>The indexes of the numbers, largest first; equal ones in some fixed order.</summary>
    public static int[] Descending(ReadOnlySpan<double> values)
    {
        var order = Ascending(values);
        Array.Reverse(order);
        return order;
    }

    private static void ComparisonSort(ReadOnlySpan<double> values, int[] order)
    {
        Span<double> keys = stackalloc double[values.Length];
        values.CopyTo(keys);
        keys.Sort(order.AsSpan());
        for (int from = 0, to; from < keys.Length; from = to)
        {
            to = from + 1;
            while (to < keys.Length && keys[to] == keys[from])
            {
                to++;
            }

            if (to - from > 1)
            {
                order.AsSpan(from..to).Sort();
            }
        }
    }

    /// <summary>Least significant digit first, on the bits of the numbers turned so that their unsigned order is the numeric one.</summary>
    private static void RadixSort(ReadOnlySpan<double> values, int[] order)
    {
        var n = values.Length;
        var keyPool = ArrayPool<ulong>.Shared.Rent(2 * n);
        var itemPool = ArrayPool<int>.Shared.Rent(n);
        var countPool = ArrayPool<int>.Shared.Rent(Passes * Buckets);
        Span<ulong> keys = keyPool.AsSpan(0, n), spareKeys = keyPool.AsSpan(n, n);
        Span<int> items = order, spareItems = itemPool.AsSpan(0, n), counts = countPool.AsSpan(0, Passes * Buckets);
        counts.Clear();
        for (var i = 0; i < n; i++)
        {
            var bits = BitConverter.DoubleToInt64Bits(values[i] + 0.0); // + 0.0 makes −0 a 0
            var key = (ulong)(bits ^ ((bits >> 63) | long.MinValue));
            keys[i] = key;
            for (var pass = 0; pass < Passes; pass++)
            {
                counts[(pass * Buckets) + (int)((key >> (pass * DigitBits)) & (Buckets - 1))]++;
            }
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var count = counts.Slice(pass * Buckets, Buckets);
            var shift = pass * DigitBits;
            if (count[(int)((keys[0] >> shift) & (Buckets - 1))] == n)
            {
                continue; // all numbers share this digit
            }

            var sum = 0;
            for (var b = 0; b < count.Length; b++)
            {
                (count[b], sum) = (sum, sum + count[b]);
            }

            for (var i = 0; i < n; i++)
            {
                var key = keys[i];
                var to = count[(int)((key >> shift) & (Buckets - 1))]++;
                spareKeys[to] = key;
                spareItems[to] = items[i];
            }

            var sortedKeys = spareKeys;
            spareKeys = keys;
            keys = sortedKeys;
            var sortedItems = spareItems;
            spareItems = items;
            items = sortedItems;
        }

        items.CopyTo(order);
        ArrayPool<ulong>.Shared.Return(keyPool);
        ArrayPool<int>.Shared.Return(itemPool);
        ArrayPool<int>.Shared.Return(countPool);
    }
}
