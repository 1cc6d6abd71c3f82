namespace NasKit.Strategies.Cenas;

/// <summary>Scales objectives to 0…1 by the smallest and largest that were evaluated.</summary>
/// <param name="Low">The smallest of each objective, to be minimised.</param>
/// <param name="High">The largest of each.</param>
/// <param name="Cap">The largest value of the first objective that counts; null for none.</param>
public sealed record ObjectiveScale(IReadOnlyList<double> Low, IReadOnlyList<double> High, double? Cap)
{
    /// <summary>The scale of what was evaluated.</summary>
    /// <param name="objectives">Points of M objectives, to be minimised, at least one.</param>
    /// <param name="cap">The largest value of the first objective that counts; null for none.</param>
    public static ObjectiveScale Of(IReadOnlyList<double[]> objectives, double? cap)
    {
        ArgumentNullException.ThrowIfNull(objectives);
        double Capped(double[] point, int m) => m == 0 && cap is { } most ? Math.Min(point[m], most) : point[m];
        var all = Enumerable.Range(0, objectives[0].Length).ToArray();
        return new([.. all.Select(m => objectives.Min(point => Capped(point, m)))], [.. all.Select(m => objectives.Max(point => Capped(point, m)))], cap);
    }

    /// <summary>The scaled point; an objective that is the same everywhere becomes 0.</summary>
    /// <param name="point">M objectives, to be minimised; beyond the scale the result leaves 0…1.</param>
    public double[] Apply(double[] point)
    {
        ArgumentNullException.ThrowIfNull(point);
        var scaled = new double[point.Length];
        for (var m = 0; m < scaled.Length; m++)
        {
            var value = m == 0 && Cap is { } most ? Math.Min(point[m], most) : point[m];
            scaled[m] = High[m] > Low[m] ? (value - Low[m]) / (High[m] - Low[m]) : 0;
        }

        return scaled;
    }
}
