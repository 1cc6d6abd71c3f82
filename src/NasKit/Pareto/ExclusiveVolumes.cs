namespace NasKit.Pareto;

/// <summary>What single boxes, each spanned by 0 and a corner, cover that no other box covers.</summary>
internal static class ExclusiveVolumes
{
    /// <summary>The exclusive volume of some boxes.</summary>
    /// <param name="extents">One column a dimension; boxes may lie inside others and then count as others.</param>
    /// <param name="chosen">The boxes that are asked for, in any order; no other box contains them.</param>
    /// <returns>One volume a box, 0 for those not chosen.</returns>
    public static double[] Of(double[][] extents, int[] chosen)
    {
        var volumes = new double[extents[0].Length];
        switch (extents.Length)
        {
            case 1:
                InOneDimension(extents[0], chosen, volumes);
                break;
            case 2:
                InThePlane(extents, chosen, volumes);
                break;
            case 3:
                InSpace(extents, chosen, volumes);
                break;
            default:
                foreach (var i in chosen)
                {
                    var box = 1.0;
                    for (var m = 0; m < extents.Length; m++)
                    {
                        box *= extents[m][i];
                    }

                    volumes[i] = Math.Max(0.0, box - Hypervolume.Of(OthersCutTo(extents, i)));
                }

                break;
        }

        return volumes;
    }

    private static void InOneDimension(double[] extents, int[] chosen, double[] volumes)
    {
        foreach (var i in chosen)
        {
            var second = 0.0;
            for (var j = 0; j < extents.Length; j++)
            {
                second = j == i ? second : Math.Max(second, extents[j]);
            }

            volumes[i] = extents[i] - second;
        }
    }

    /// <summary>The part of a box beyond its neighbours in the staircase, less what boxes inside it cover there.</summary>
    private static void InThePlane(double[][] extents, int[] chosen, double[] volumes)
    {
        double[] x = extents[0], y = extents[1];
        var isChosen = new bool[x.Length];
        foreach (var i in chosen)
        {
            isChosen[i] = true;
        }

        var order = Ordering.Descending(x);
        var height = 0.0; // of all boxes that are at least as wide
        for (var t = 0; t < order.Length; t++)
        {
            var i = order[t];
            if (isChosen[i])
            {
                // The boxes that follow are narrower; those that stay below y lie inside this one, the next that reaches y ends it.
                var covered = height;
                var right = x[i];
                for (var u = t + 1; covered < y[i]; u++)
                {
                    var left = u < order.Length ? x[order[u]] : 0.0;
                    volumes[i] += (right - left) * (y[i] - covered);
                    right = left;
                    covered = u < order.Length ? Math.Max(covered, y[order[u]]) : double.PositiveInfinity;
                }
            }

            height = Math.Max(height, y[i]);
        }
    }

    private static void InSpace(double[][] extents, int[] chosen, double[] volumes)
    {
        var boxes = new OrderedBoxes(3);
        boxes.Load(extents);
        var sweep = new FourObjectiveVolume();
        sweep.Load(boxes, boxes.Descending(0), [double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity]);
        foreach (var i in chosen)
        {
            volumes[i] = Math.Max(0.0, (extents[0][i] * extents[1][i] * extents[2][i]) - sweep.Covered(i));
        }
    }

    private static double[][] OthersCutTo(double[][] extents, int box) => Array.ConvertAll(extents, column =>
    {
        var cut = new double[column.Length - 1];
        for (int i = 0, to = 0; i < column.Length; i++)
        {
            if (i != box)
            {
                cut[to++] = Math.Min(column[i], column[box]);
            }
        }

        return cut;
    });
}
