namespace NasKit.Pareto;

/// <summary>How one point stands to another.</summary>
public enum DominanceRelation
{
    /// <summary>Equal in every objective.</summary>
    Equal,

    /// <summary>The first is nowhere worse and somewhere better.</summary>
    Dominates,

    /// <summary>The second is nowhere worse and somewhere better.</summary>
    DominatedBy,

    /// <summary>Each is better somewhere.</summary>
    Incomparable,
}

/// <summary>Compares two points, every objective to be minimised.</summary>
/// <remarks>The points are not searched for NaN: a <see cref="PointSet"/> holds none.</remarks>
public static class Dominance
{
    /// <summary>Whether a is nowhere worse than b and better somewhere: Pareto dominance.</summary>
    /// <param name="a">M objectives.</param>
    /// <param name="b">M objectives.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static bool Dominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => Compare(a, b) == DominanceRelation.Dominates;

    /// <summary>Whether a is nowhere worse than b; an equal point is.</summary>
    /// <param name="a">M objectives.</param>
    /// <param name="b">M objectives.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static bool WeaklyDominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b) => EpsilonDominates(a, b, 0);

    /// <summary>Whether a is better than b in every objective.</summary>
    /// <param name="a">M objectives.</param>
    /// <param name="b">M objectives.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static bool StrictlyDominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RequireSameLength(a, b);
        for (var m = 0; m < a.Length; m++)
        {
            if (!(a[m] < b[m]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a, made better by epsilon in every objective, is nowhere worse than b: additive epsilon dominance.</summary>
    /// <param name="a">M objectives.</param>
    /// <param name="b">M objectives.</param>
    /// <param name="epsilon">Allowance in the unit of the objectives, at least 0; scale the objectives where their units differ.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="epsilon"/> is negative or NaN.</exception>
    /// <remarks>Source: Laumanns et al., Evolutionary Computation 10 (3), 2002, in its additive form. With 0 it is weak dominance.</remarks>
    public static bool EpsilonDominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double epsilon)
    {
        RequireSameLength(a, b);
        if (!(epsilon >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "The allowance must be at least 0.");
        }

        for (var m = 0; m < a.Length; m++)
        {
            if (!(a[m] - epsilon <= b[m]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Compares both ways at once.</summary>
    /// <param name="a">M objectives.</param>
    /// <param name="b">M objectives.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static DominanceRelation Compare(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        RequireSameLength(a, b);
        bool better = false, worse = false;
        for (var m = 0; m < a.Length; m++)
        {
            better |= a[m] < b[m];
            worse |= a[m] > b[m];
        }

        return (better, worse) switch
        {
            (false, false) => DominanceRelation.Equal,
            (true, false) => DominanceRelation.Dominates,
            (false, true) => DominanceRelation.DominatedBy,
            _ => DominanceRelation.Incomparable,
        };
    }

    private static void RequireSameLength(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length)
        {
            throw new ArgumentException($"The first point has {a.Length} objectives, the second {b.Length}. Both need the same.", nameof(b));
        }
    }
}
