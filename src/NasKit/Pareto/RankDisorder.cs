namespace NasKit.Pareto;

/// <summary>How often a score puts an architecture below one that it truly dominates.</summary>
public static class RankDisorder
{
    /// <summary>The share of pairs in the wrong order.</summary>
    /// <param name="points">The true objectives of N architectures, to be minimised.</param>
    /// <param name="scores">Their scores, more is better.</param>
    /// <returns>0…1 of the pairs where one dominates the other; equal scores are in no wrong order. NaN where nothing dominates anything.</returns>
    /// <exception cref="ArgumentException">There is not one score for each point.</exception>
    /// <remarks>Source: the fault of predictor-based search that Ma et al., IEEE TEC 2024, name; the measure is this kit's.</remarks>
    public static double Of(PointSet points, IReadOnlyList<double> scores)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(scores);
        Require.That(nameof(RankDisorder), (points.Count == scores.Count, $"{points.Count} points have {scores.Count} scores"));
        var (pairs, wrong) = (0L, 0L);
        for (var i = 0; i < points.Count; i++)
        {
            for (var j = 0; j < points.Count; j++)
            {
                if (i != j && Dominance.Dominates(points.Point(i), points.Point(j)))
                {
                    pairs++;
                    wrong += scores[i] < scores[j] ? 1 : 0;
                }
            }
        }

        return (double)wrong / pairs;
    }
}
