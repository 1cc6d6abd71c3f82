namespace NasKit.Pareto;

/// <summary>Ranks all points of a set by fronts: rank 0 is dominated by nothing, rank r only by points of lower ranks.</summary>
/// <remarks>
/// The ranks are those of Deb et al., IEEE Trans. Evolutionary Computation 6 (2), 2002 (NSGA-II), section III.A. The way there differs:
/// points are placed in lexicographic order and their front is found by binary search (Zhang et al., same journal, 19 (2), 2015), with
/// the comparison of a point to a whole front done on bit sets. O(N log N) in two objectives, O(M N²/64) words in more.
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

    /// <summary>The members of a front as bits, only the words that are not zero; members come in ascending order.</summary>
    private sealed class FrontBits
    {
        private int[] _index = new int[4];
        private ulong[] _bits = new ulong[4];
        private int _count;

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
}
