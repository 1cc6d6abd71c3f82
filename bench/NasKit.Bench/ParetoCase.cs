using NasKit.Pareto;

namespace NasKit.Bench;

/// <summary>Non-dominated sort and exact hypervolume.</summary>
/// <remarks>Sorted are uniform points in the unit box; measured are points on the unit sphere, none of which dominates another, up to (1, …, 1).</remarks>
internal sealed class ParetoCase : IBenchCase
{
    private static readonly int[] Counts = [100, 1000, 10_000];
    private static readonly int[] Objectives = [2, 3, 5];

    public string Name => "pareto";

    public string Description => "non-dominated sort and exact hypervolume";

    public bool UsesTensors => false;

    public IEnumerable<BenchResult> Run()
    {
        foreach (var objectives in Objectives)
        {
            foreach (var count in Counts)
            {
                var cloud = Uniform(count, objectives, 1);
                yield return new BenchResult($"sort {count} points, {objectives} objectives", Timing.MedianMs(() => NonDominatedSort.Ranks(cloud)));
            }
        }

        foreach (var objectives in Objectives)
        {
            // 10,000 points in five objectives take longer than anyone waits for a table.
            foreach (var count in objectives < 5 ? Counts : [100, 200, 1000])
            {
                var front = OnSphere(count, objectives, 2);
                var corner = new ReferencePoint(Enumerable.Repeat(1.0, objectives).ToArray());
                yield return new BenchResult($"hypervolume {count} points, {objectives} objectives", Timing.MedianMs(() => Hypervolume.Of(front, corner)));
            }
        }
    }

    private static PointSet Uniform(int count, int objectives, int seed)
    {
        var random = new Random(seed);
        var values = new double[count * objectives];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.NextDouble();
        }

        return new PointSet(objectives, values);
    }

    /// <summary>Directions of independent normal numbers, so that the points are uniform on their part of the sphere.</summary>
    private static PointSet OnSphere(int count, int objectives, int seed)
    {
        var random = new Random(seed);
        var values = new double[count * objectives];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Abs(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        for (var i = 0; i < values.Length; i += objectives)
        {
            var point = values.AsSpan(i, objectives);
            var square = 0.0;
            foreach (var value in point)
            {
                square += value * value;
            }

            foreach (ref var value in point)
            {
                value /= Math.Sqrt(square);
            }
        }

        return new PointSet(objectives, values);
    }
}
