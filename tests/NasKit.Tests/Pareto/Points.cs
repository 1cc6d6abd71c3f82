using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

/// <summary>Point sets for the tests of this folder.</summary>
internal static class Points
{
    /// <summary>Sets on a small grid, so that ties and duplicates are common.</summary>
    public static Arbitrary<double[][]> OnGrid(int leastObjectives, int mostObjectives, int most, int levels) =>
        Sets(leastObjectives, mostObjectives, most, Gen.Choose(0, levels - 1).Select(i => (double)i));

    /// <summary>Sets of numbers in 0…1, half of them rounded to tenths.</summary>
    public static Arbitrary<double[][]> InUnitBox(int leastObjectives, int mostObjectives, int most) =>
        Sets(leastObjectives, mostObjectives, most, Gen.Choose(0, 1_000_000).Select(i => (i & 1) == 0 ? i / 1e6 : Math.Round(i / 1e6, 1)));

    /// <summary>Independent uniform numbers in 0…1.</summary>
    public static PointSet Uniform(int count, int objectives, int seed)
    {
        var random = new Random(seed);
        var values = new double[count * objectives];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble();
        }

        return new PointSet(objectives, values);
    }

    /// <summary>Points on the unit sphere, none of which dominates another.</summary>
    public static PointSet OnSphere(int count, int objectives, int seed)
    {
        var points = Uniform(count, objectives, seed).ToArray();
        foreach (var point in points)
        {
            var length = Math.Sqrt(point.Sum(v => v * v));
            for (var m = 0; m < objectives; m++)
            {
                point[m] /= length;
            }
        }

        return points;
    }

    /// <summary>All points of whole non-negative numbers with a given sum.</summary>
    public static PointSet OnSimplex(int objectives, int sum)
    {
        var points = new List<double[]>();
        void Extend(double[] head, int left)
        {
            if (head.Length == objectives - 1)
            {
                points.Add([.. head, left]);
                return;
            }

            for (var i = 0; i <= left; i++)
            {
                Extend([.. head, i], left - i);
            }
        }

        Extend([], sum);
        return PointSet.From(points);
    }

    /// <summary>Whether a dominates b, by the definition.</summary>
    public static bool Dominates(double[] a, double[] b) =>
        a.Zip(b).All(pair => pair.First <= pair.Second) && a.Zip(b).Any(pair => pair.First < pair.Second);

    /// <summary>Ranks by peeling one front after the other.</summary>
    public static int[] RanksByPeeling(IReadOnlyList<double[]> points)
    {
        var ranks = Enumerable.Repeat(-1, points.Count).ToArray();
        for (var rank = 0; ranks.Contains(-1); rank++)
        {
            var left = Enumerable.Range(0, points.Count).Where(i => ranks[i] < 0).ToArray();
            foreach (var i in left.Where(i => !left.Any(j => Dominates(points[j], points[i]))).ToArray())
            {
                ranks[i] = rank;
            }
        }

        return ranks;
    }

    /// <summary>The hypervolume of points of whole numbers, by counting unit cells up to (side, …, side).</summary>
    public static double VolumeByCells(IReadOnlyList<double[]> points, int side)
    {
        var objectives = points[0].Length;
        var cell = new double[objectives];
        var count = 0L;
        void Visit(int m)
        {
            if (m == objectives)
            {
                count += points.Any(point => point.Zip(cell).All(pair => pair.First <= pair.Second)) ? 1 : 0;
                return;
            }

            for (var i = 0; i < side; i++)
            {
                cell[m] = i;
                Visit(m + 1);
            }
        }

        Visit(0);
        return count;
    }

    /// <summary>The hypervolume up to (corner, …, corner) by inclusion and exclusion over all subsets; for a dozen points at most.</summary>
    public static double VolumeByInclusionExclusion(IReadOnlyList<double[]> points, double corner)
    {
        var volume = 0.0;
        for (var subset = 1; subset < 1 << points.Count; subset++)
        {
            var meet = Enumerable.Repeat(double.NegativeInfinity, points[0].Length).ToArray();
            var sign = -1.0;
            for (var i = 0; i < points.Count; i++)
            {
                if ((subset & (1 << i)) != 0)
                {
                    sign = -sign;
                    for (var m = 0; m < meet.Length; m++)
                    {
                        meet[m] = Math.Max(meet[m], points[i][m]);
                    }
                }
            }

            volume += sign * meet.Aggregate(1.0, (product, v) => product * Math.Max(0.0, corner - v));
        }

        return volume;
    }

    /// <summary>A corner with the same number in every objective.</summary>
    public static ReferencePoint Corner(int objectives, double value) => new(Enumerable.Repeat(value, objectives).ToArray());

    /// <summary>Equal but for the rounding of some thousand additions.</summary>
    public static bool Near(double expected, double actual, double scale = 1.0) => Math.Abs(expected - actual) <= 1e-12 * Math.Max(scale, Math.Abs(expected));

    private static Arbitrary<double[][]> Sets(int leastObjectives, int mostObjectives, int most, Gen<double> value) =>
        (from objectives in Gen.Choose(leastObjectives, mostObjectives)
         from count in Gen.Choose(1, most)
         from points in value.ArrayOf(objectives).ArrayOf(count)
         select points).ToArbitrary();
}
