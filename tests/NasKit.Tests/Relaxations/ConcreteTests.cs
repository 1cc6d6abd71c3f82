using NasKit.Relaxations;

namespace NasKit.Tests.Relaxations;

public sealed class ConcreteTests
{
    private static readonly double[] t1 = [0.5, -0.2, 0.1];

    [Theory]
    [InlineData(0.03)]
    [InlineData(1)]
    [InlineData(10)]
    public void The_largest_weight_is_a_draw_from_the_softmax_at_every_temperature(double temperature)
    {
        const int draws = 100_000;
        var counts = new int[3];
        foreach (var weights in Samples(temperature, draws))
        {
            counts[Array.IndexOf(weights, weights.Max())]++;
        }

        var expected = ToyProblem.Quadratic.Probabilities.Select(p => p * draws).ToArray();
        var chiSquare = counts.Zip(expected, (count, mean) => (count - mean) * (count - mean) / mean).Sum();
        Assert.InRange(chiSquare, 0, 13.8); // 99.9 % of two degrees of freedom
    }

    [Fact]
    public void A_large_temperature_gives_nearly_even_weights() =>
        Assert.All(Samples(1000, 1000), weights => Assert.All(weights, weight => Assert.InRange(weight, 1.0 / 3 - 0.01, 1.0 / 3 + 0.01)));

    [Fact]
    public void At_a_small_temperature_nine_of_ten_samples_are_nearly_one_hot()
    {
        // The two largest disturbed logits differ by more than d with probability Σ p / (p + (1 − p) eᵈ), at d = 0.03 ln 99 two weights are 99 : 1.
        var d = 0.03 * Math.Log(99);
        var closed = ToyProblem.Quadratic.Probabilities.Sum(p => p / (p + (1 - p) * Math.Exp(d)));
        Assert.Equal(0.914, closed, 3);
        var (apart, peaked, draws) = (0, 0, 100_000);
        foreach (var weights in Samples(0.03, draws))
        {
            var sorted = weights.OrderDescending().ToArray();
            apart += sorted[0] > 99 * sorted[1] ? 1 : 0;
            peaked += sorted[0] > 0.99 ? 1 : 0;
        }

        Assert.InRange(apart / (double)draws, closed - 0.004, closed + 0.004); // 4 standard errors
        Assert.InRange(peaked / (double)draws, 0.905, 0.915);
    }

    [Theory]
    [InlineData(0.5, 0.3)]
    [InlineData(1, -1)]
    [InlineData(2, 0)]
    public void The_density_integrates_to_one(double temperature, double logit)
    {
        // Over log-odds x, where Z = 1 / (1 + e⁻ˣ) and dZ = Z (1 − Z) dx.
        var sum = 0.0;
        const double step = 0.02;
        for (var x = -40.0; x <= 40; x += step)
        {
            var z = 1 / (1 + Math.Exp(-x));
            var other = 1 / (1 + Math.Exp(x));
            sum += Math.Exp(ConcreteRelaxation.LogDensity([z, other], [logit, -0.2], temperature)) * z * other * step;
        }

        Assert.Equal(1, sum, 6);
    }

    [Fact]
    public void The_density_of_three_options_integrates_to_one()
    {
        var (sum, step) = (0.0, 0.2);
        for (var x = -25.0; x <= 25; x += step)
        {
            for (var y = -25.0; y <= 25; y += step)
            {
                // Z in proportion to (eˣ, eʸ, 1); the determinant of the change of variables is the product of the weights.
                var highest = Math.Max(Math.Max(x, y), 0);
                double[] z = [Math.Exp(x - highest), Math.Exp(y - highest), Math.Exp(-highest)];
                var total = z.Sum();
                z = Array.ConvertAll(z, value => value / total);
                sum += Math.Exp(ConcreteRelaxation.LogDensity(z, t1, 1)) * z[0] * z[1] * z[2] * step * step;
            }
        }

        Assert.Equal(1, sum, 4);
    }

    [Fact]
    public void The_gradient_of_the_log_density_is_its_slope()
    {
        double[] weights = [0.2, 0.7, 0.1];
        var gradient = ConcreteRelaxation.LogDensityGradient(weights, t1, 0.7);
        for (var i = 0; i < 3; i++)
        {
            double Moved(double step) => ConcreteRelaxation.LogDensity(weights, [.. t1.Select((logit, j) => i == j ? logit + step : logit)], 0.7);
            Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, gradient[i], 8);
        }
    }

    [Fact]
    public void Weights_below_the_smallest_are_taken_as_it() => Assert.Equal(
        ConcreteRelaxation.LogDensity([1, 1e-4, 1e-4], t1, 0.1), ConcreteRelaxation.LogDensity([1, 1e-9, 0], t1, 0.1, smallest: 1e-4), 10);

    [Fact]
    public void A_density_needs_two_weights_and_as_many_logits() =>
        Assert.Throws<ArgumentException>(() => ConcreteRelaxation.LogDensity([0.5, 0.5], [1], 1));

    [Fact]
    public void A_straight_through_sample_gives_back_what_the_concrete_one_behind_it_would()
    {
        var problem = ToyProblem.Linear; // where the gradient of the loss does not depend on the weights
        for (var seed = 1; seed <= 20; seed++)
        {
            Assert.Equal(problem.Estimate(new ConcreteRelaxation(0.7), new Rng(seed)), problem.Estimate(new StraightThroughRelaxation(0.7), new Rng(seed)));
        }
    }

    [Fact]
    public void GDAS_runs_the_largest_and_differentiates_its_soft_weight()
    {
        var table = ToyProblem.Quadratic.Table;
        for (var seed = 1; seed <= 20; seed++)
        {
            var soft = table.Softmax(Gumbel.Draw(table, new Rng(seed)).Values, 0.7);
            var estimate = new StraightThroughRelaxation(0.7, pathOnly: true).Compute(table, ToyProblem.Quadratic.Run, new Rng(seed), 0);
            var k = Array.IndexOf(soft, soft.Max());
            Assert.Equal([k], estimate.Paths[0]);
            double c = new double[] { 1, 2, 4 }[k];
            Assert.Equal((c - 2.2) * (c - 2.2), estimate.Loss, 12);
            for (var i = 0; i < 3; i++)
            {
                var slope = soft[k] * ((i == k ? 1 : 0) - soft[i]) / 0.7;
                Assert.Equal(2 * (c - 2.2) * c * slope, estimate.Gradient[i], 12);
            }
        }
    }

    private static IEnumerable<double[]> Samples(double temperature, int count)
    {
        var (relaxation, rng) = (new ConcreteRelaxation(temperature), new Rng(1));
        for (var i = 0; i < count; i++)
        {
            yield return relaxation.Compute(ToyProblem.Quadratic.Table, ToyProblem.Quadratic.Run, rng, 0).Pass.Weights;
        }
    }
}
