namespace NasKit.Pareto;

/// <summary>What a front does with points that are equal in every objective.</summary>
public enum EqualPoints
{
    /// <summary>The one with the lowest index stands for all.</summary>
    KeepFirst,

    /// <summary>All of them are in the front.</summary>
    KeepAll,
}

/// <summary>Finds the points that no other dominates.</summary>
public static class ParetoFront
{
    /// <summary>The indexes of the non-dominated points.</summary>
    /// <param name="points">N points, every objective to be minimised.</param>
    /// <param name="equalPoints">Whether equal points are kept once (the default) or all.</param>
    /// <returns>
    /// Indexes by ascending first objective, then second and so on, then index: in two objectives, along the staircase. At least one.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="equalPoints"/> is neither of the two.</exception>
    public static int[] Indexes(PointSet points, EqualPoints equalPoints = EqualPoints.KeepFirst)
    {
        ArgumentNullException.ThrowIfNull(points);
        if (!Enum.IsDefined(equalPoints))
        {
            throw new ArgumentOutOfRangeException(nameof(equalPoints), equalPoints, "Expected EqualPoints.KeepFirst or EqualPoints.KeepAll.");
        }

        var distinct = new DistinctPoints(points);
        var places = Places(distinct);
        if (equalPoints == EqualPoints.KeepFirst)
        {
            return Array.ConvertAll(places, place => distinct.First[place]);
        }

        var inFront = new bool[distinct.First.Length];
        foreach (var place in places)
        {
            inFront[place] = true;
        }

        return [.. Enumerable.Range(0, points.Count).Where(i => inFront[distinct.PlaceOf[i]]).OrderBy(i => distinct.PlaceOf[i])];
    }

    private static int[] Places(DistinctPoints points)
    {
        if (points.Points.Objectives == 1)
        {
            return [0];
        }

        var places = new List<int>();
        if (points.Points.Objectives == 2)
        {
            var second = points.Column(1);
            var lowest = double.PositiveInfinity;
            for (var t = 0; t < second.Length; t++)
            {
                if (second[t] < lowest)
                {
                    lowest = second[t];
                    places.Add(t);
                }
            }
        }
        else
        {
            DominatorRows.Visit(points, (place, dominators) =>
            {
                if (!dominators.ContainsAnyExcept(0UL))
                {
                    places.Add(place);
                }
            });
        }

        return [.. places];
    }
}
