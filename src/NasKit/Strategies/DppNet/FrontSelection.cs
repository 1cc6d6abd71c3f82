using NasKit.Pareto;

namespace NasKit.Strategies.DppNet;

/// <summary>Takes exactly K points by Pareto optimality.</summary>
internal static class FrontSelection
{
    /// <summary>Whole fronts while they fit; of the front that does not, points evenly spaced by rank of cost, both ends among them.</summary>
    /// <param name="points">The points, all objectives to be minimised; the last one is the cost that the last front is sorted by.</param>
    /// <param name="count">K, at least 1.</param>
    /// <returns>Ascending indexes, fewer than K only where there are fewer points.</returns>
    public static int[] Take(PointSet points, int count)
    {
        var taken = new List<int>();
        foreach (var front in NonDominatedSort.Fronts(points))
        {
            var left = count - taken.Count;
            if (front.Length <= left)
            {
                taken.AddRange(front);
                continue;
            }

            var byCost = front.OrderBy(i => points[i, points.Objectives - 1]).ToArray();
            for (var i = 0; i < left; i++)
            {
                taken.Add(byCost[left == 1 ? 0 : (int)Math.Round((double)i * (byCost.Length - 1) / (left - 1))]);
            }

            break;
        }

        taken.Sort();
        return [.. taken];
    }
}
