namespace NasKit.Pareto;

/// <summary>The different points of a set in lexicographic order: a point that dominates another stands before it.</summary>
internal sealed class DistinctPoints
{
    /// <summary>Orders the points and joins equal ones.</summary>
    public DistinctPoints(PointSet points)
    {
        var order = Lexicographic(points);
        Points = points;
        PlaceOf = new int[points.Count];
        var first = new int[points.Count];
        var count = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (i == 0 || !points.Point(order[i]).SequenceEqual(points.Point(order[i - 1])))
            {
                first[count++] = order[i];
            }

            PlaceOf[order[i]] = count - 1;
        }

        First = first.AsSpan(0, count).ToArray();
    }

    /// <summary>The set itself.</summary>
    public PointSet Points { get; }

    /// <summary>For each place of the order the lowest index among the equal points that stand there.</summary>
    public int[] First { get; }

    /// <summary>For each point of the set its place in the order; equal points share one.</summary>
    public int[] PlaceOf { get; }

    /// <summary>One objective of the different points, in their order.</summary>
    public double[] Column(int objective)
    {
        var column = new double[First.Length];
        var values = Points.Values;
        for (var t = 0; t < column.Length; t++)
        {
            column[t] = values[(First[t] * Points.Objectives) + objective];
        }

        return column;
    }

    private static int[] Lexicographic(PointSet points)
    {
        var column = points.Column(0);
        var order = Ordering.Ascending(column);
        for (int from = 0, to; from < order.Length; from = to)
        {
            to = from + 1;
            while (to < order.Length && column[order[to]] == column[order[from]])
            {
                to++;
            }

            if (to - from > 1)
            {
                order.AsSpan(from, to - from).Sort((a, b) =>
                {
                    var difference = points.Point(a).SequenceCompareTo(points.Point(b));
                    return difference != 0 ? difference : a.CompareTo(b);
                });
            }
        }

        return order;
    }
}
