using NasKit.Pareto;

namespace NasKit.Strategies.Cenas;

/// <summary>Which evaluated architectures are positive: dominated by no reference.</summary>
/// <param name="References">Indexes of the references.</param>
/// <param name="Layer">The non-dominated layer that they come from, 0 for the front.</param>
/// <param name="Alpha">How much a loss in one objective weighs against a gain in another; 0 is Pareto dominance.</param>
/// <param name="Positive">The label of each architecture.</param>
public sealed record Labels(IReadOnlyList<int> References, int Layer, double Alpha, IReadOnlyList<bool> Positive)
{
    /// <summary>The share of positives.</summary>
    public double Rate => Positive.Count(positive => positive) / (double)Positive.Count;

    /// <summary>Whether a α-dominates b: it does so if it dominates after every objective has taken in α times the others.</summary>
    /// <param name="a">M objectives, each scaled to 0…1, to be minimised.</param>
    /// <param name="b">M objectives.</param>
    /// <param name="alpha">α, 0…1.</param>
    public static bool AlphaDominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double alpha) => Dominance.Dominates(Mixed(a, alpha), Mixed(b, alpha));

    /// <summary>Labels with references from the front by Pareto dominance, or with the share of positives led into a band.</summary>
    /// <param name="points">The evaluated architectures, objectives scaled to 0…1, to be minimised.</param>
    /// <param name="references">Number of references k.</param>
    /// <param name="regulate">Whether to lead the share of positives into the band.</param>
    /// <param name="lowest">Lower end of the band; too few positives weaken the references to the next layer.</param>
    /// <param name="highest">Upper end of the band; too many raise α by 0.05 up to 0.9.</param>
    public static Labels Of(PointSet points, int references, bool regulate, double lowest, double highest)
    {
        ArgumentNullException.ThrowIfNull(points);
        var layers = NonDominatedSort.Fronts(points);
        Labels? labels = null;
        for (var layer = 0; layer < layers.Length; layer++)
        {
            labels = Of(points, Spread(points, layers[layer], references), layer, 0);
            if (!regulate || labels.Rate >= lowest)
            {
                break;
            }
        }

        for (var step = 1; regulate && labels!.Rate > highest && step <= 18; step++)
        {
            labels = Of(points, labels.References, labels.Layer, step * 0.05);
        }

        return labels!;
    }

    /// <summary>Labels by given references.</summary>
    /// <param name="points">The evaluated architectures, objectives scaled to 0…1, to be minimised.</param>
    /// <param name="references">Indexes of the references.</param>
    /// <param name="layer">The layer that they come from.</param>
    /// <param name="alpha">α, 0…1.</param>
    public static Labels Of(PointSet points, IReadOnlyList<int> references, int layer, double alpha)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(references);
        var mixed = Enumerable.Range(0, points.Count).Select(i => Mixed(points.Point(i), alpha)).ToArray();
        return new(references, layer, alpha, [.. mixed.Select(point => !references.Any(reference => Dominance.Dominates(mixed[reference], point)))]);
    }

    /// <summary>Farthest-point clustering: the extremes of each objective, then always the member farthest from those that are chosen.</summary>
    private static List<int> Spread(PointSet points, int[] layer, int count)
    {
        var chosen = new List<int>();
        for (var m = 0; m < points.Objectives; m++)
        {
            var extreme = layer.MinBy(i => points[i, m]);
            if (chosen.Count < count && !chosen.Contains(extreme))
            {
                chosen.Add(extreme);
            }
        }

        while (chosen.Count < Math.Min(count, layer.Length))
        {
            chosen.Add(layer.Where(i => !chosen.Contains(i)).MaxBy(i => chosen.Min(j => Distance(points.Point(i), points.Point(j)))));
        }

        return chosen;
    }

    private static double Distance(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var m = 0; m < a.Length; m++)
        {
            sum += (a[m] - b[m]) * (a[m] - b[m]);
        }

        return sum;
    }

    private static double[] Mixed(ReadOnlySpan<double> point, double alpha)
    {
        var (sum, mixed) = (0.0, point.ToArray());
        foreach (var value in point)
        {
            sum += value;
        }

        for (var m = 0; alpha > 0 && m < mixed.Length; m++)
        {
            mixed[m] += alpha * (sum - mixed[m]);
        }

        return mixed;
    }
}
