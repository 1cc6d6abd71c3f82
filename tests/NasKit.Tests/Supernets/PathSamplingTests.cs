using NasKit.Cost;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Tests.Training;

namespace NasKit.Tests.Supernets;

public sealed class PathSamplingTests
{
    private static readonly SearchSpace Space = MobileNetV3Space.Laptop;
    private static readonly AdditiveCost Macs = AdditiveCost.Macs(Space);
    private static readonly (double Least, double Most) Costs = (Macs.Cost(Macs.Cheapest), Macs.Cost(Macs.Dearest));

    [Fact]
    public void A_uniform_path_is_a_sample_of_the_space()
    {
        var (first, second) = (new Rng(3), new Rng(3));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(Space.Sample(first), PathSampling.Uniform.Next(Space, second)));
    }

    [Fact]
    public void Every_range_of_cost_is_drawn_equally_often_and_its_paths_lie_in_it()
    {
        // The middle half of the costs, where 500 tries always suffice.
        var (from, to) = (Costs.Least + (Costs.Most - Costs.Least) / 4, Costs.Most - (Costs.Most - Costs.Least) / 4);
        var sampling = new CostBinnedSampling(Macs, from, to, 5);
        var (rng, draws) = (new Rng(1), 1000);
        var counts = new int[5];
        for (var i = 0; i < draws; i++)
        {
            var cost = Macs.Cost(sampling.Next(Space, rng));
            Assert.InRange(cost, from, to);
            counts[Math.Min(4, (int)((cost - from) / (to - from) * 5))]++;
        }

        Assert.All(counts, count => Assert.InRange(count, 200 - 51, 200 + 51)); // 4 standard deviations of a binomial count: √(1000 · 0.2 · 0.8) = 12.6
    }

    [Fact]
    public void Dear_paths_are_drawn_more_often_than_uniformly()
    {
        var rng = new Rng(2);
        var limit = Costs.Least + 0.75 * (Costs.Most - Costs.Least);
        var sampling = PathSampling.ByCost(Macs, Costs.Least, Costs.Most, 8);
        int Dear(PathSampling drawn) => Enumerable.Range(0, 300).Count(_ => Macs.Cost(drawn.Next(Space, rng)) > limit);
        Assert.InRange(Dear(PathSampling.Uniform), 0, 30);
        Assert.InRange(Dear(sampling), 40, 110); // a quarter of the ranges lies above it: 75
    }

    [Fact]
    public void The_nearest_of_the_tries_is_taken_where_none_lies_in_the_range()
    {
        var beyond = Costs.Most + 1e6;
        var sampling = new CostBinnedSampling(Macs, beyond, beyond + 1, 1, tries: 30);
        var (first, second) = (new Rng(4), new Rng(4));
        first.NextInt(1);
        var dearest = Enumerable.Range(0, 30).Select(_ => Space.Sample(first)).MaxBy(Macs.Cost);
        Assert.Equal(dearest, sampling.Next(Space, second));
    }

    [Fact]
    public void Equal_generators_draw_equal_paths()
    {
        var sampling = PathSampling.ByCost(Macs, Costs.Least, Costs.Most, 6);
        var (first, second) = (new Rng(9), new Rng(9));
        Assert.All(Enumerable.Range(0, 50), _ => Assert.Equal(sampling.Next(Space, first), sampling.Next(Space, second)));
    }

    [Fact]
    public void All_that_is_wrong_with_ranges_is_told_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => PathSampling.ByCost(Macs, 2, 1, 0, 0)).Message;
        Assert.Contains("lowest = 2 and highest = 1", error);
        Assert.Contains("bins = 0", error);
        Assert.Contains("tries = 0", error);
    }

    [Fact]
    public void Ranges_without_a_path_are_refused_before_training()
    {
        var error = Assert.Throws<ArgumentException>(() => PathSupernet.Train(
            Stripes.Space, Stripes.Images(64), new() { Epochs = 1, Batch = 32 }, new Seeds(1), sampling: PathSampling.ByCost(AdditiveCost.Macs(Stripes.Space), 0, 1, 2)));
        Assert.Contains("No path of stripes costs 0…1 MACs", error.Message);
        error = Assert.Throws<ArgumentException>(() => PathSupernet.Train(
            Stripes.Space, Stripes.Images(64), new() { Epochs = 1, Batch = 32 }, new Seeds(1), sampling: PathSampling.ByCost(Macs, Costs.Least, Costs.Most, 2)));
        Assert.Contains("is of space FM-MB-3, expected stripes", error.Message);
    }
}
