using FsCheck;
using FsCheck.Fluent;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

public class DominanceTests
{
    [Theory]
    [InlineData(1, 2, 1, 2, DominanceRelation.Equal)]
    [InlineData(1, 2, 1, 3, DominanceRelation.Dominates)]
    [InlineData(1, 3, 1, 2, DominanceRelation.DominatedBy)]
    [InlineData(1, 3, 2, 2, DominanceRelation.Incomparable)]
    [InlineData(0.0, 1, -0.0, 1, DominanceRelation.Equal)]
    public void Relation_of_two_points(double a0, double a1, double b0, double b1, DominanceRelation expected)
    {
        double[] a = [a0, a1], b = [b0, b1];
        Assert.Equal(expected, Dominance.Compare(a, b));
        Assert.Equal(expected == DominanceRelation.Dominates, Dominance.Dominates(a, b));
        Assert.Equal(expected is DominanceRelation.Dominates or DominanceRelation.Equal, Dominance.WeaklyDominates(a, b));
    }

    [Fact]
    public void Strict_dominance_needs_every_objective()
    {
        Assert.True(Dominance.StrictlyDominates([1, 2], [2, 3]));
        Assert.False(Dominance.StrictlyDominates([1, 2], [2, 2]));
    }

    [Fact]
    public void Epsilon_is_an_allowance_in_each_objective()
    {
        Assert.True(Dominance.EpsilonDominates([1.5, 2.5], [1, 2], 0.5));
        Assert.False(Dominance.EpsilonDominates([1.5, 2.75], [1, 2], 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dominance.EpsilonDominates([1], [1], -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Dominance.EpsilonDominates([1], [1], double.NaN));
    }

    [Fact]
    public void Different_lengths_are_refused()
    {
        Assert.Contains("2 objectives, the second 1", Assert.Throws<ArgumentException>(() => Dominance.Dominates([1, 2], [1])).Message);
        Assert.Throws<ArgumentException>(() => Dominance.StrictlyDominates([1, 2], [1]));
        Assert.Throws<ArgumentException>(() => Dominance.EpsilonDominates([1, 2], [1], 1));
    }

    [Fact]
    public void Dominance_is_a_strict_order() => Prop.ForAll(Points.OnGrid(1, 4, 12, 3), points => points.All(a =>
        !Dominance.Dominates(a, a) && points.All(b =>
            (!Dominance.Dominates(a, b) || !Dominance.Dominates(b, a))
            && points.All(c => !Dominance.Dominates(a, b) || !Dominance.Dominates(b, c) || Dominance.Dominates(a, c))))).QuickCheckThrowOnFailure();
}
