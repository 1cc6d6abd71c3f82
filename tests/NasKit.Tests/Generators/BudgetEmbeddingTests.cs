using NasKit.Generators;
using TorchSharp;

namespace NasKit.Tests.Generators;

public sealed class BudgetEmbeddingTests
{
    [Theory]
    [InlineData(10, 1, 0, 0)]
    [InlineData(12, 0.8, 0.2, 0)] // ξ = (20 − 12)/(20 − 10) is the weight of the lower budget
    [InlineData(20, 0, 1, 0)]
    [InlineData(50, 0, 0.25, 0.75)]
    [InlineData(60, 0, 0, 1)]
    [InlineData(5, 1, 0, 0)] // outside: the nearest
    [InlineData(99, 0, 0, 1)]
    public void Budgets_are_interpolated_between_adjacent_training_budgets(double budget, float first, float second, float third)
    {
        using var scope = torch.NewDisposeScope();
        using var embedding = Make([10, 20, 60]);
        Assert.Equal([first, second, third], embedding.Interpolation([budget]).data<float>().ToArray(), new Close(1e-6f));
    }

    [Fact]
    public void A_training_budget_has_its_own_vector()
    {
        using var scope = torch.NewDisposeScope();
        using var embedding = Make([1, 2, 3]);
        var vectors = embedding.call(embedding.Interpolation([1, 2, 3]));
        var between = embedding.call(embedding.Interpolation([1.5]));
        Assert.True(torch.allclose(between.squeeze(0), (vectors[0] + vectors[1]) / 2, 1e-5, 1e-6));
    }

    [Fact]
    public void Budgets_that_do_not_rise_are_refused() =>
        Assert.Contains("Budget 3 is 2", Assert.Throws<ArgumentException>(() => Make([1, 2, 2])).Message);

    private static BudgetEmbedding Make(double[] budgets)
    {
        using var init = new torch.Generator(1);
        return new BudgetEmbedding(budgets, 4, init);
    }

    private sealed class Close(float tolerance) : IEqualityComparer<float>
    {
        public bool Equals(float x, float y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(float value) => 0;
    }
}
