using System.Runtime.Intrinsics;

namespace NasKit.Strategies;

/// <summary>The two loops that small networks and kernels spend their time in. Four lanes everywhere, so that sums come out the same on every processor.</summary>
internal static class Vectors
{
    /// <summary>target += factor · source.</summary>
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var i = 0;
        var factors = Vector256.Create(factor);
        for (; i <= target.Length - 4; i += 4)
        {
            (Vector256.Create<double>(target[i..]) + Vector256.Create(source[i..]) * factors).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += source[i] * factor;
        }
    }

    /// <summary>Σ a · b.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var (sums, sum, i) = (Vector256<double>.Zero, 0.0, 0);
        for (; i <= a.Length - 4; i += 4)
        {
            sums += Vector256.Create(a[i..]) * Vector256.Create(b[i..]);
        }

        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum + sums[0] + sums[1] + sums[2] + sums[3];
    }
}
