namespace NasKit.Charts;

/// <summary>On which side of its line of nodes each edge of a cell runs, and how far out, so that arcs cross as little as can be and none hides another.</summary>
internal sealed class ArcHeights
{
    /// <param name="edges">The edges; those between neighbours run straight.</param>
    public ArcHeights(IReadOnlyList<DrawnEdge> edges)
    {
        var heights = new double[edges.Count];
        var placed = new List<int>();
        // Short ones first: longer ones go around them.
        foreach (var i in Enumerable.Range(0, edges.Count).Where(i => edges[i].To - edges[i].From > 1 || Enumerable.Range(0, i).Any(j => Same(edges[i], edges[j])))
            .OrderBy(i => edges[i].To - edges[i].From).ThenBy(i => edges[i].From))
        {
            var side = Crossings(1) <= Crossings(-1) ? 1 : -1;
            var inside = placed.Where(j => Math.Sign(heights[j]) == side && Overlap(edges[i], edges[j])).Select(j => Math.Abs(heights[j])).DefaultIfEmpty(0).Max();
            heights[i] = side * (inside + 0.8);
            placed.Add(i);

            int Crossings(int direction) => placed.Count(j => Math.Sign(heights[j]) == direction && Cross(edges[i], edges[j]));
        }
        Of = heights;
        Above = heights.Append(0).Max();
        Below = -heights.Append(0).Min();
    }

    /// <summary>Height of each edge's arc: above the nodes where positive, below where negative, 0 for a straight line.</summary>
    public IReadOnlyList<double> Of { get; }

    /// <summary>The largest height above, at least 0.</summary>
    public double Above { get; }

    /// <summary>The largest height below, at least 0.</summary>
    public double Below { get; }

    private static bool Same(DrawnEdge a, DrawnEdge b) => a.From == b.From && a.To == b.To;

    private static bool Overlap(DrawnEdge a, DrawnEdge b) => a.From < b.To && b.From < a.To;

    private static bool Cross(DrawnEdge a, DrawnEdge b) => (a.From < b.From && b.From < a.To && a.To < b.To) || (b.From < a.From && a.From < b.To && b.To < a.To);
}
