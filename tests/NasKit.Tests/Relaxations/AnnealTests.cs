using NasKit.Relaxations;

namespace NasKit.Tests.Relaxations;

public sealed class AnnealTests
{
    [Fact]
    public void A_line_is_that_of_SNAS()
    {
        var anneal = Anneal.Linear(1, 0.03);
        for (var epoch = 0; epoch < 150; epoch++)
        {
            Assert.Equal((1 - epoch / 150.0) * (1 - 0.03) + 0.03, anneal.At(epoch / 150.0), 12);
        }
    }

    [Fact]
    public void A_geometric_sequence_is_that_of_ASAP()
    {
        var anneal = Anneal.Exponential(1.6, 1.6 * Math.Pow(0.95, 50));
        Assert.Equal(0.958, anneal.At(10 / 50.0), 3);
        Assert.Equal(1.6 * Math.Pow(0.95, 33), anneal.At(33 / 50.0), 12);
    }

    [Fact]
    public void A_number_is_a_constant()
    {
        Anneal anneal = 0.5;
        Assert.Equal(Anneal.Constant(0.5), anneal);
        Assert.Equal(0.5, anneal.At(0.7));
        Assert.Equal("0.5", anneal.ToString());
        Assert.Equal("1 → 0.03", Anneal.Linear(1, 0.03).ToString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(double.NaN, 0)]
    public void A_temperature_is_positive(double from, double to)
    {
        Assert.Throws<ArgumentException>(() => Anneal.Linear(from, to));
        Assert.Throws<ArgumentException>(() => Anneal.Exponential(from, to));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Progress_is_a_share(double progress) => Assert.Throws<ArgumentOutOfRangeException>(() => Anneal.Linear(1, 0.1).At(progress));

    [Fact]
    public void An_estimate_follows_the_temperature()
    {
        var annealed = new ConcreteRelaxation(Anneal.Linear(1, 0.1));
        var cold = new ConcreteRelaxation(0.1);
        Assert.Equal(ToyProblem.Quadratic.Estimate(cold, new Rng(1)), ToyProblem.Quadratic.Estimate(annealed, new Rng(1), progress: 1));
        Assert.NotEqual(ToyProblem.Quadratic.Estimate(cold, new Rng(1)), ToyProblem.Quadratic.Estimate(annealed, new Rng(1)));
    }
}
