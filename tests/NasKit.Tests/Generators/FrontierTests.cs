using NasKit.Generators;
using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Tests.Generators;

public sealed class FrontierTests
{
    private static readonly Architecture Any = MobileNetV3Space.Laptop.Sample(new Rng(1));
    private static readonly ReferencePoint Reference = ReferencePoint.FromValues((10, Direction.Minimise), (0.5, Direction.Maximise));

    [Fact]
    public void The_hypervolume_is_that_of_the_staircase()
    {
        // Costs 2, 4, 8 with accuracies 0.6, 0.7, 0.9: (10−2)·0.1 + (10−4)·0.1 + (10−8)·0.2.
        var frontier = Frontier((2, 2, 0.6), (5, 4, 0.7), (8, 8, 0.9));
        Assert.Equal(1.8, frontier.Hypervolume(Reference), 12);
        Assert.Equal(1, frontier.Satisfied);
        Assert.Equal(14 / 3.0, frontier.MeanCost, 12);
        Assert.Equal(0, Generated.Inversions(frontier.Members));
    }

    [Fact]
    public void Members_beyond_their_budget_and_dominated_ones_add_nothing()
    {
        Assert.Equal(0.8, Frontier((2, 2, 0.6), (3, 4, 0.9), (8, 8, 0.55)).Hypervolume(Reference), 12);
        Assert.Equal(2 / 3.0, Frontier((2, 2, 0.6), (3, 4, 0.9), (8, 8, 0.55)).Satisfied, 12);
        Assert.Equal(0, Frontier((1, 2, 0.9)).Hypervolume(Reference));
        Assert.Equal(0, Frontier((20, 12, 0.9)).Hypervolume(Reference)); // beyond the reference
    }

    [Fact]
    public void An_inversion_is_a_cost_that_falls_while_the_budget_rises() =>
        Assert.Equal(2, Generated.Inversions(Frontier((5, 1, 0.5), (1, 1, 0.5), (2, 2, 0.5), (3, 1.5, 0.5), (4, 1.5, 0.5)).Members));

    private static Frontier Frontier(params (double Budget, double Cost, double Accuracy)[] members) =>
        new("test", [.. members.Select(m => new Generated(m.Budget, Any, m.Cost, 0))], [.. members.Select(m => m.Accuracy)]);
}
