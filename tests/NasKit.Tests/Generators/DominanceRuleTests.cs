using FsCheck;
using FsCheck.Fluent;
using NasKit.Generators.Pnag;

namespace NasKit.Tests.Generators;

public sealed class DominanceRuleTests
{
    [Theory]
    [InlineData(1, 0.9, 2, 0.8, 3, 1)] // both within: the more accurate
    [InlineData(1, 0.7, 2, 0.8, 3, -1)]
    [InlineData(3, 0.9, 1, 0.8, 3, 1)] // a cost equal to the budget is within it
    [InlineData(4, 0.9, 2, 0.1, 3, -1)] // one exceeds: the cheaper
    [InlineData(2, 0.1, 4, 0.9, 3, 1)]
    [InlineData(5, 0.9, 4, 0.1, 3, -1)] // both exceed: the cheaper
    [InlineData(4, 0.1, 5, 0.9, 3, 1)]
    [InlineData(1, 0.8, 2, 0.8, 3, 0)] // a tie in the criterion that decides
    public void Hand_made_pairs_compare_as_equation_4_says(double c1, double a1, double c2, double a2, double budget, int expected)
    {
        Assert.Equal(expected, DominanceRule.Pareto.Compare(c1, a1, c2, a2, budget));
        Assert.Equal(-expected, DominanceRule.Pareto.Compare(c2, a2, c1, a1, budget));
    }

    [Theory]
    [InlineData(DominanceRule.Pareto)]
    [InlineData(DominanceRule.CostOnly)]
    public void The_order_is_the_rule(DominanceRule rule) =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte, byte)[]>(), ArbMap.Default.ArbFor<byte>(), (items, limit) =>
        {
            var (costs, accuracies) = (items.Select(item => item.Item1 % 9 + 1.0).ToArray(), items.Select(item => item.Item2 % 5 / 4.0).ToArray());
            var budget = limit % 10 + 0.5;
            var order = rule.Order(costs, accuracies, budget);
            for (var i = 0; i < items.Length; i++)
            {
                for (var j = 0; j < items.Length; j++)
                {
                    Assert.Equal(rule.Compare(costs[i], accuracies[i], costs[j], accuracies[j], budget), Math.Sign(order[i] - order[j]));
                }
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Without_the_accuracy_case_the_cheaper_always_wins() =>
        Assert.Equal(-1, DominanceRule.CostOnly.Compare(2, 0.9, 1, 0.1, 3));
}
