using NasKit.Training;

namespace NasKit.Tests.Training;

public sealed class LearningRateTests
{
    [Fact]
    public void A_cosine_starts_at_the_highest_rate_is_half_in_the_middle_and_approaches_the_lowest()
    {
        var rate = LearningRate.Cosine(0.1, 100, lowest: 0.02);
        Assert.Equal(0.1, rate(0), 12);
        Assert.Equal(0.06, rate(50), 12);
        Assert.Equal(0.02 + 0.08 * (1 + Math.Cos(Math.PI * 0.99)) / 2, rate(99), 12);
        Assert.All(Enumerable.Range(1, 99), step => Assert.True(rate(step) < rate(step - 1)));
    }

    [Fact]
    public void A_warm_up_rises_in_equal_steps_to_the_highest_rate()
    {
        var rate = LearningRate.Cosine(0.5, 50, warmUp: 4);
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], Enumerable.Range(0, 5).Select(step => Math.Round(rate(step), 12)));
        Assert.True(rate(5) < 0.5);
    }

    [Fact]
    public void A_constant_rate_is_constant() => Assert.All(Enumerable.Range(0, 5), step => Assert.Equal(0.3, LearningRate.Constant(0.3)(step)));
}
