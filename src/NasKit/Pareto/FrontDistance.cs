namespace NasKit.Pareto;

/// <summary>How far a found front is from a known one, every objective to be minimised. 0 is best.</summary>
/// <remarks>
/// The distances mix the objectives' units: scale the objectives first where they differ. Dominated points in either set are used as
/// they are. O(N R M).
/// </remarks>
public static class FrontDistance
{
    /// <summary>The inverted generational distance: how far, on average, the points of the known front are from the nearest point found.</summary>
    /// <param name="points">The points found, N × M.</param>
    /// <param name="reference">The known front, R × M.</param>
    /// <returns>The mean Euclidean distance, at least 0.</returns>
    /// <exception cref="ArgumentException">The numbers of objectives differ.</exception>
    /// <remarks>Source: Coello Coello &amp; Reyes Sierra, MICAI 2004, as a plain mean of distances. It may get worse when a point is added that dominates another.</remarks>
    public static double InvertedGenerational(PointSet points, PointSet reference) => Mean(points, reference, onlyWorse: false);

    /// <summary>IGD+: the same mean, where only the objectives count in which the point found is worse.</summary>
    /// <param name="points">The points found, N × M.</param>
    /// <param name="reference">The known front, R × M.</param>
    /// <returns>The mean distance, at least 0. It never falls when a point is made worse (weakly Pareto compliant).</returns>
    /// <exception cref="ArgumentException">The numbers of objectives differ.</exception>
    /// <remarks>Source: Ishibuchi et al., EMO 2015, with the distance d+ of that paper for minimisation.</remarks>
    public static double InvertedGenerationalPlus(PointSet points, PointSet reference) => Mean(points, reference, onlyWorse: true);

    /// <summary>The least amount by which all points found must improve in every objective to weakly dominate the known front.</summary>
    /// <param name="points">The points found, N × M.</param>
    /// <param name="reference">The known front, R × M.</param>
    /// <returns>The amount, in the unit of the objectives; negative where every reference point is strictly dominated.</returns>
    /// <exception cref="ArgumentException">The numbers of objectives differ.</exception>
    /// <remarks>Source: Zitzler et al., IEEE Trans. Evolutionary Computation 7 (2), 2003, the unary additive epsilon indicator.</remarks>
    public static double AdditiveEpsilon(PointSet points, PointSet reference)
    {
        ArgumentNullException.ThrowIfNull(points);
        points.RequireSameObjectives(reference, nameof(reference));
        var most = double.NegativeInfinity;
        for (var r = 0; r < reference.Count; r++)
        {
            var goal = reference.Point(r);
            var least = double.PositiveInfinity;
            for (var i = 0; i < points.Count; i++)
            {
                var point = points.Point(i);
                var gap = double.NegativeInfinity;
                for (var m = 0; m < goal.Length; m++)
                {
                    gap = Math.Max(gap, point[m] - goal[m]);
                }

                least = Math.Min(least, gap);
            }

            most = Math.Max(most, least);
        }

        return most;
    }

    private static double Mean(PointSet points, PointSet reference, bool onlyWorse)
    {
        ArgumentNullException.ThrowIfNull(points);
        points.RequireSameObjectives(reference, nameof(reference));
        var sum = 0.0;
        for (var r = 0; r < reference.Count; r++)
        {
            var goal = reference.Point(r);
            var least = double.PositiveInfinity;
            for (var i = 0; i < points.Count; i++)
            {
                var point = points.Point(i);
                var square = 0.0;
                for (var m = 0; m < goal.Length; m++)
                {
                    var gap = point[m] - goal[m];
                    gap = onlyWorse ? Math.Max(gap, 0.0) : gap;
                    square += gap * gap;
                }

                least = Math.Min(least, square);
            }

            sum += Math.Sqrt(least);
        }

        return sum / reference.Count;
    }
}
