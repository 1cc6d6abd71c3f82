namespace NasKit.Pareto;

/// <summary>How much room a point has on its front: the larger, the fewer near it.</summary>
/// <remarks>
/// Source: Deb et al., IEEE Trans. Evolutionary Computation 6 (2), 2002 (NSGA-II), section III.B. Each objective is scaled by its range
/// in the front; the paper does not say whether front or population is meant. An objective in which all points are equal adds nothing
/// and singles out no ends. Points with the same value in an objective stand there in the order of their indexes.
/// </remarks>
public static class CrowdingDistance
{
    /// <summary>The crowding distance of each point of one front.</summary>
    /// <param name="front">N points, taken as one front.</param>
    /// <returns>
    /// N distances, 0…M, without unit; positive infinity for the first and the last point in some objective. With one point, or where all
    /// are equal, all are infinite.
    /// </returns>
    public static double[] Of(PointSet front)
    {
        ArgumentNullException.ThrowIfNull(front);
        var distances = new double[front.Count];
        Add(front, [.. Enumerable.Range(0, front.Count)], distances);
        return distances;
    }

    /// <summary>The crowding distance of each point among those of its own rank.</summary>
    /// <param name="points">N points.</param>
    /// <param name="ranks">N ranks, as <see cref="NonDominatedSort.Ranks"/> gives them.</param>
    /// <returns>N distances, as in <see cref="Of(PointSet)"/>.</returns>
    /// <exception cref="ArgumentException">The number of ranks is not N.</exception>
    public static double[] Of(PointSet points, IReadOnlyList<int> ranks)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Count != points.Count)
        {
            throw new ArgumentException($"There are {points.Count} points, but {ranks.Count} ranks. Each point needs one.", nameof(ranks));
        }

        var distances = new double[points.Count];
        foreach (var front in Enumerable.Range(0, points.Count).GroupBy(i => ranks[i]))
        {
            Add(points, [.. front], distances);
        }

        return distances;
    }

    private static void Add(PointSet points, int[] front, double[] distances)
    {
        var varies = false;
        var values = new double[front.Length];
        for (var m = 0; m < points.Objectives; m++)
        {
            for (var i = 0; i < front.Length; i++)
            {
                values[i] = points.Values[(front[i] * points.Objectives) + m];
            }

            var order = Ordering.Ascending(values);
            // Halves, because the whole range may be beyond a double.
            var half = (values[order[^1]] / 2) - (values[order[0]] / 2);
            if (half <= 0)
            {
                continue;
            }

            varies = true;
            distances[front[order[0]]] = double.PositiveInfinity;
            distances[front[order[^1]]] = double.PositiveInfinity;
            for (var i = 1; i < order.Length - 1; i++)
            {
                distances[front[order[i]]] += ((values[order[i + 1]] / 2) - (values[order[i - 1]] / 2)) / half;
            }
        }

        if (!varies)
        {
            foreach (var i in front)
            {
                distances[i] = double.PositiveInfinity;
            }
        }
    }
}
