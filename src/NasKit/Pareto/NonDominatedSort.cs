namespace NasKit.Pareto;

/// <summary>Ranks all points of a set by fronts: rank 0 is dominated by nothing, rank r only by points of lower ranks.</summary>
/// <remarks>
/// The ranks are those of Deb et al., IEEE Trans. Evolutionary Computation 6 (2), 2002 (NSGA-II), section III.A. The way there differs:
/// points are placed in lexicographic order and their front is found by binary search (Zhang et al., same journal, 19 (2), 2015); what
/// differs from there is how a point is compared to a front. In two objectives a number stands for the front, in three a staircase:
/// O(N log N) and, for short staircases, O(N log² N). In more, bit sets: O(M N²/64) word operations.
/// </remarks>
public static class NonDominatedSort
{
    /// <summary>The rank of every point; equal points share theirs.</summary>
    /// <param name="points">N points, every objective to be minimised.</param>
    /// <returns>N ranks, 0 for the best front, without gaps.</returns>
    public static int[] Ranks(PointSet points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var distinct = new DistinctPoints(points);
        var rankOfPlace = points.Objectives switch
        {
            1 => Enumerable.Range(0, distinct.First.Length).ToArray(),
            2 => RanksInThePlane(distinct.Column(1)),
            3 => RanksInSpace(distinct.Column(1), distinct.Column(2)),
            _ => RanksByBits(distinct),
        };

        var ranks = new int[points.Count];
        for (var i = 0; i < ranks.Length; i++)
        {
            ranks[i] = rankOfPlace[distinct.PlaceOf[i]];
        }

        return ranks;
    }

    /// <summary>The fronts, best first.</summary>
    /// <param name="points">N points, every objective to be minimised.</param>
    /// <returns>For each rank the ascending indexes of its points; every index stands in exactly one front, equal points in the same.</returns>
    public static int[][] Fronts(PointSet points)
    {
        var ranks = Ranks(points);
        var sizes = new int[ranks.Max() + 1];
        foreach (var rank in ranks)
        {
            sizes[rank]++;
        }

        var fronts = Array.ConvertAll(sizes, size => new int[size]);
        Array.Clear(sizes);
        for (var i = 0; i < ranks.Length; i++)
        {
            fronts[ranks[i]][sizes[ranks[i]]++] = i;
        }

        return fronts;
    }

    /// <summary>With the first objective ascending, a front dominates a point exactly if its latest, lowest second objective does.</summary>
    private static int[] RanksInThePlane(double[] second)
    {
        var ranks = new int[second.Length];
        var lowest = new double[second.Length]; // of each front; ascending
        var fronts = 0;
        for (var t = 0; t < second.Length; t++)
        {
            int from = 0, to = fronts;
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (lowest[middle] <= second[t])
                {
                    from = middle + 1;
                }
                else
                {
                    to = middle;
                }
            }

            ranks[t] = from;
            lowest[from] = second[t];
            fronts = Math.Max(fronts, from + 1);
        }

        return ranks;
    }

    /// <summary>With the first objective ascending, a front dominates a point exactly if its staircase in the other two does.</summary>
    private static int[] RanksInSpace(double[] second, double[] third)
    {
        var ranks = new int[second.Length];
        var fronts = new List<FrontSteps>();
        for (var t = 0; t < ranks.Length; t++)
        {
            int from = 0, to = fronts.Count;
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (fronts[middle].Dominates(second[t], third[t]))
                {
                    from = middle + 1;
                }
                else
                {
                    to = middle;
                }
            }

            if (from == fronts.Count)
            {
                fronts.Add(new FrontSteps());
            }

            ranks[t] = from;
            fronts[from].Add(second[t], third[t]);
        }

        return ranks;
    }

    /// <summary>A point dominated by a member of front r is dominated by one of every lower front, so the search may be binary.</summary>
    private static int[] RanksByBits(DistinctPoints points)
    {
        var ranks = new int[points.First.Length];
        var fronts = new List<FrontBits>();
        DominatorRows.Visit(points, (place, dominators) =>
        {
            int from = 0, to = fronts.Count;
            while (from < to)
            {
                var middle = (from + to) / 2;
                if (fronts[middle].Intersects(dominators))
                {
                    from = middle + 1;
                }
                else
                {
                    to = middle;
                }
            }

            if (from == fronts.Count)
            {
                fronts.Add(new FrontBits());
            }

            ranks[place] = from;
            fronts[from].Add(place);
        });
        return ranks;
    }
}
