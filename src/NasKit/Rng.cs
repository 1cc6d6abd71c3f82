using System.Numerics;
using System.Runtime.CompilerServices;

namespace NasKit;

/// <summary>A small pseudo-random generator whose numbers stay the same on every platform and .NET version.</summary>
/// <remarks>
/// xoshiro256** of Blackman and Vigna (ACM TOMS 47, 2021), its state filled by SplitMix64 from the seed. Its whole state is
/// <see cref="State"/>: nothing is cached between calls, so that a checkpoint of the state resumes at the exact next number.
/// Not for use by two threads at once, and not for secrets.
/// </remarks>
public sealed class Rng
{
    private ulong a, b, c, d;

    /// <summary>A generator that starts where this seed says.</summary>
    /// <param name="seed">Any value; equal seeds give equal numbers. Take it from <see cref="Seeds.For"/>.</param>
    public Rng(long seed)
    {
        var x = unchecked((ulong)seed);
        a = SplitMix64(ref x);
        b = SplitMix64(ref x);
        c = SplitMix64(ref x);
        d = SplitMix64(ref x);
    }

    /// <summary>A generator that continues from a saved state.</summary>
    /// <param name="state">As read from <see cref="State"/>; not all zero.</param>
    /// <exception cref="ArgumentException">The state is all zero, from which the generator would never leave.</exception>
    public Rng(RngState state) => State = state;

    /// <summary>Where the generator stands; setting it continues from there.</summary>
    /// <exception cref="ArgumentException">The state is all zero, from which the generator would never leave.</exception>
    public RngState State
    {
        get => new(a, b, c, d);
        set
        {
            if (value == default)
            {
                throw new ArgumentException("A generator's state must not be all zero; use one read from Rng.State.", nameof(value));
            }

            (a, b, c, d) = value;
        }
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextUInt64()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(b * 5, 7) * 9;
            var t = b << 17;
            c ^= a;
            d ^= b;
            b ^= c;
            a ^= d;
            c ^= t;
            d = BitOperations.RotateLeft(d, 45);
            return result;
        }
    }

    /// <summary>A whole number from 0 to <paramref name="bound"/> − 1, each equally likely.</summary>
    /// <param name="bound">How many values there are, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    /// <remarks>Lemire's multiplication with rejection (ACM TOMACS 29, 2019): no bias, and almost always one draw.</remarks>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out ulong low);
        if (low < range)
        {
            var threshold = unchecked(0UL - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>A number in [0, 1): a multiple of 2⁻⁵³, each equally likely.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    /// <param name="probability">0…1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is outside 0…1 or not a number.</exception>
    public bool NextBool(double probability = 0.5)
    {
        if (!(probability >= 0 && probability <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must be in 0…1.");
        }

        return NextDouble() < probability;
    }

    /// <summary>A number from the normal distribution with mean 0 and variance 1.</summary>
    /// <remarks>Marsaglia's polar method; the second number of each pair is not kept, so that <see cref="State"/> is the whole state.</remarks>
    public double NextGaussian()
    {
        while (true)
        {
            var u = 2 * NextDouble() - 1;
            var v = 2 * NextDouble() - 1;
            var s = u * u + v * v;
            if (s is > 0 and < 1)
            {
                return u * Math.Sqrt(-2 * Math.Log(s) / s);
            }
        }
    }

    /// <summary>One of the items, each equally likely.</summary>
    /// <param name="items">At least one item.</param>
    /// <exception cref="ArgumentException">There are no items.</exception>
    public T Pick<T>(IReadOnlyList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
        {
            throw new ArgumentException("There must be at least one item to pick from.", nameof(items));
        }

        return items[NextInt(items.Count)];
    }

    /// <summary>Puts the items in a random order, each order equally likely.</summary>
    /// <param name="items">Reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Puts the items in a random order, each order equally likely.</summary>
    /// <param name="items">Reordered in place.</param>
    public void Shuffle<T>(IList<T> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>The numbers 0…<paramref name="count"/> − 1 in a random order, each order equally likely.</summary>
    /// <param name="count">0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    public int[] Permutation(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var order = new int[count];
        for (var i = 0; i < count; i++)
        {
            order[i] = i;
        }

        Shuffle(order.AsSpan());
        return order;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SplitMix64(ref ulong x)
    {
        unchecked
        {
            x += 0x9E3779B97F4A7C15;
            var z = x;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
