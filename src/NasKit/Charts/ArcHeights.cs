namespace NasKit.Charts;

/// <summary>On which side of its line of nodes each edge of a cell runs, and how far out, so that arcs cross as little as can be and none hides another.</summary>
internal sealed class ArcHeights
{
    /// <param name="edges">The edges.</param>
    /// <param name="label">Width of an edge's name, in distances of neighbouring nodes: names that are closer stand at different heights, and no edge runs straight.
    /// 0 where names fit between neighbours, which are joined straight.</param>
    public ArcHeights(IReadOnlyList<DrawnEdge> edges, double label = 0)
    {
        var heights = new double[edges.Count];
        var placed = new List<int>();
        // Short ones first: longer ones go around them.
        foreach (var i in Enumerable.Range(0, edges.Count).Where(i => label > 0 || edges[i].To - edges[i].From > 1 || Enumerable.Range(0, i).Any(j => Same(edges[i], edges[j])))
            .OrderBy(i => edges[i].To - edges[i].From).ThenBy(i => edges[i].From))
        {
            var side = Crossings(1) != Crossings(-1) ? (Crossings(1) < Crossings(-1) ? 1 : -1) : label > 0 && Inside(-1) < Inside(1) ? -1 : 1;
            heights[i] = side * (Inside(side) + 0.8);
            placed.Add(i);

            // How far out those arcs reach on a side that this one goes around.
            double Inside(int direction) => placed.Where(j => Math.Sign(heights[j]) == direction && (Overlap(edges[i], edges[j]) || Math.Abs(Middle(edges[i]) - Middle(edges[j])) < label)).Select(j => Math.Abs(heights[j])).DefaultIfEmpty(0).Max();
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

    private static double Middle(DrawnEdge edge) => (edge.From + edge.To) / 2.0;

    private static bool Same(DrawnEdge a, DrawnEdge b) => a.From == b.From && a.To == b.To;

    private static bool Overlap(DrawnEdge a, DrawnEdge b) => a.From < b.To && b.From < a.To;

    private static bool Cross(DrawnEdge a, DrawnEdge b) => (a.From < b.From && b.From < a.To && a.To < b.To) || (b.From < a.From && a.From < b.To && b.To < a.To);
}
