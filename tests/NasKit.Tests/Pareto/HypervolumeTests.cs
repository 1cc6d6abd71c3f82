using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class HypervolumeTests
{
    [Fact]
    public void A_staircase_is_the_sum_of_its_steps() => Assert.Equal(3.0 + 2 + 1, Hypervolume.Of([[1, 3], [2, 2], [3, 1]], [4, 4]));

    [Fact]
    public void One_point_spans_a_box()
    {
        for (var objectives = 1; objectives <= 9; objectives++)
        {
            double[] point = [.. Enumerable.Range(0, objectives).Select(m => m / 2.0)];
            double[] corner = [.. Enumerable.Range(0, objectives).Select(m => (m / 2.0) + m + 1)];
            Assert.Equal(Enumerable.Range(1, objectives).Aggregate(1.0, (f, m) => f * m), Hypervolume.Of([point], corner));
        }
    }

    [Fact]
    public void Two_boxes_share_their_meet()
    {
        for (var objectives = 2; objectives <= 8; objectives++)
        {
            // (0, 1, 1, …) and (1, 0, 0, …) up to (3, 3, …).
            double[] a = [0, .. Enumerable.Repeat(1.0, objectives - 1)], b = [1, .. new double[objectives - 1]];
            var expected = (3 * Math.Pow(2, objectives - 1)) + (2 * Math.Pow(3, objectives - 1)) - Math.Pow(2, objectives);
            Assert.Equal(expected, Hypervolume.Of([a, b], Points.Corner(objectives, 3)));
        }
    }

    // A unit cell at (i, j, …) is dominated exactly if its numbers sum to at least n: (n+1)^M cells less those with a smaller sum.
    [Theory]
    [InlineData(2, 300, 45451)]
    [InlineData(3, 40, 57441)]
    [InlineData(4, 12, 27196)]
    [InlineData(5, 8, 58257)]
    [InlineData(6, 5, 46446)]
    [InlineData(7, 4, 78005)]
    [InlineData(8, 3, 65491)]
    public void A_simplex_of_lattice_points_has_a_binomial_volume(int objectives, int sum, double expected)
    {
        var cells = Math.Pow(sum + 1, objectives) - Enumerable.Range(1, objectives).Aggregate(1.0, (f, i) => f * (sum - 1 + i) / i);
        Assert.Equal(expected, Math.Round(cells));
        Assert.Equal(expected, Hypervolume.Of(Points.OnSimplex(objectives, sum), Points.Corner(objectives, sum + 1)));
    }

    // The region between a quarter of a circle and its square; n points miss at most a step of 2/n in height along a length of 1.
    [Fact]
    public void A_circle_front_fills_what_the_circle_leaves_of_the_square()
    {
        const int n = 20_000;
        PointSet circle = Enumerable.Range(0, n).Select(i => Math.PI / 2 * i / (n - 1)).Select(a => new[] { Math.Cos(a), Math.Sin(a) }).ToArray();
        Assert.InRange(Hypervolume.Of(circle, [1, 1]), 1 - (Math.PI / 4) - (2.0 / n), 1 - (Math.PI / 4));
    }

    // 10,000 points on an eighth of a sphere lie about 0.0125 apart and miss less than that times the area of 1.57.
    [Fact]
    public void A_sphere_front_fills_what_the_sphere_leaves_of_the_cube() =>
        Assert.InRange(Hypervolume.Of(Points.OnSphere(10_000, 3, 1), [1, 1, 1]), 1 - (Math.PI / 6) - 0.02, 1 - (Math.PI / 6));

    [Fact]
    public void Points_not_better_than_the_reference_everywhere_count_nothing()
    {
        Assert.Equal(0.0, Hypervolume.Of([[0, 5], [5, 0], [4, 4]], [4, 5]));
        Assert.Equal(1.0, Hypervolume.Of([[0, 5, 0], [1, 1, 1], [2, 0, 0]], [2, 2, 2]));
        Assert.Equal(0.0, Hypervolume.Of([[9, 9, 9, 9, 9]], [2, 2, 2, 2, 2]));
    }

    [Fact]
    public void Different_numbers_of_objectives_are_refused() =>
        Assert.Contains("3 objectives, but the reference point has 2", Assert.Throws<ArgumentException>(() => Hypervolume.Of([[1, 2, 3]], [4, 4])).Message);

    [Fact]
    public void A_volume_beyond_a_double_is_refused()
    {
        Assert.Contains("Scale", Assert.Throws<ArgumentException>(() => Hypervolume.Of([[-1e200, 0], [0, -1e200]], [1e200, 1e200])).Message);
        Assert.Throws<ArgumentException>(() => Hypervolume.Of([[-1e308]], [1e308]));
        Assert.Throws<ArgumentException>(() => Hypervolume.Of([[0, 0, 0, 0], [1, 0, 0, -1]], Points.Corner(4, 1e90)));
    }

    [Fact]
    public void Volume_counts_the_cells_of_a_grid() => Prop.ForAll(Points.OnGrid(1, 6, 30, 4), points =>
        Hypervolume.Of(points, Points.Corner(points[0].Length, 4)) == Points.VolumeByCells(points, 4)).QuickCheckThrowOnFailure();

    [Fact]
    public void Volume_agrees_with_inclusion_and_exclusion() => Prop.ForAll(Points.InUnitBox(1, 7, 9), points =>
        Points.Near(Points.VolumeByInclusionExclusion(points, 0.9), Hypervolume.Of(points, Points.Corner(points[0].Length, 0.9)))).QuickCheckThrowOnFailure();

    // The recursion goes a dimension deeper with each constant objective, wherever it is put, and the volume only gains its factor.
    [Theory]
    [InlineData(3, 150)]
    [InlineData(4, 150)]
    [InlineData(5, 90)]
    public void A_constant_objective_is_a_factor(int objectives, int count)
    {
        var points = Points.OnSphere(count, objectives, 2).ToArray();
        var volume = Hypervolume.Of(points, Points.Corner(objectives, 1));
        for (var at = 0; at <= objectives; at++)
        {
            PointSet more = Array.ConvertAll(points, p => (double[])[.. p[..at], 0.5, .. p[at..]]);
            Assert.Equal(volume / 2, Hypervolume.Of(more, Points.Corner(objectives + 1, 1)), 1e-13);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Order_of_points_and_objectives_dominated_and_equal_points_and_shifts_do_not_matter(int objectives)
    {
        var points = Points.OnSphere(120, objectives, 3).ToArray();
        var volume = Hypervolume.Of(points, Points.Corner(objectives, 1));
        var random = new Random(4);
        PointSet shuffled = [.. points.OrderBy(_ => random.Next())];
        PointSet turned = Array.ConvertAll(points, p => p.Reverse().ToArray());
        PointSet more = [.. points, .. points[..20], .. Array.ConvertAll(points, p => Array.ConvertAll(p, v => v + (0.1 * random.NextDouble())))];
        PointSet moved = Array.ConvertAll(points, p => Array.ConvertAll(p, v => v - 7));
        PointSet scaled = Array.ConvertAll(points, p => p.Select((v, m) => v * (m + 1)).ToArray());
        var factor = Enumerable.Range(1, objectives).Aggregate(1.0, (f, m) => f * m);
        Assert.Equal(volume, Hypervolume.Of(shuffled, Points.Corner(objectives, 1)), 1e-13);
        Assert.Equal(volume, Hypervolume.Of(turned, Points.Corner(objectives, 1)), 1e-13);
        Assert.Equal(volume, Hypervolume.Of(more, Points.Corner(objectives, 1)), 1e-13);
        Assert.Equal(volume, Hypervolume.Of(moved, Points.Corner(objectives, -6)), 1e-12); // moving rounds the numbers
        Assert.Equal(volume * factor, Hypervolume.Of(scaled, new ReferencePoint([.. Enumerable.Range(1, objectives).Select(m => (double)m)])), 1e-12 * factor);
    }

    // 6,000 places reach the second level of the staircase's bits.
    [Fact]
    public void A_long_front_in_space_is_the_plane_times_a_constant()
    {
        var plane = Points.OnSphere(6000, 2, 8).ToArray();
        var volume = Hypervolume.Of(plane, [1, 1]);
        Assert.Equal(volume / 4, Hypervolume.Of(Array.ConvertAll(plane, p => (double[])[p[0], 0.75, p[1]]), [1, 1, 1]), 1e-12);
        Assert.Equal(volume / 4, Hypervolume.Of(Array.ConvertAll(plane, p => (double[])[0.75, p[0], p[1]]), [1, 1, 1]), 1e-12);
        Assert.Equal(volume / 4, Hypervolume.Of(Array.ConvertAll(plane, p => (double[])[p[0], p[1], 0.75]), [1, 1, 1]), 1e-12);
    }
}
