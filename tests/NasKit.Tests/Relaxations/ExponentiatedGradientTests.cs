using FsCheck;
using FsCheck.Fluent;
using NasKit.Relaxations;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Tests.Relaxations;

public sealed class ExponentiatedGradientTests
{
    private static readonly SearchSpace Space = SearchSpaces.Named("digits:3"); // one decision of three options

    [Fact]
    public void It_takes_the_step_of_its_formula() =>
        AssertClose([0.175093, 0.290261, 0.534647], Step(new(), [0.2, 0.3, 0.5], [1, 0, -1]), 1e-6); // six digits are known

    [Fact]
    public void Without_a_floor_it_is_descent_of_the_logits_along_the_gradient_of_the_probabilities() => ForAll(seed =>
    {
        var (eta, theta, gradient) = Drawn(seed);
        var logits = theta.Select((p, k) => Math.Log(p) - eta * gradient[k]).ToArray();
        var sum = logits.Sum(Math.Exp);
        AssertClose([.. logits.Select(logit => Math.Exp(logit) / sum)], Step(new(eta, Floor: 0), theta, gradient), 1e-6);
    });

    [Fact]
    public void What_it_gives_are_probabilities_with_and_without_a_floor() => ForAll(seed =>
    {
        var (eta, theta, gradient) = Drawn(seed);
        foreach (var floor in new[] { 0, 1e-5, 0.1 })
        {
            var next = Step(new(100 * eta, floor), theta, gradient);
            Assert.Equal(1, next.Sum(), 1e-12);
            Assert.All(next, p => Assert.InRange(p, floor / (1 + 3 * floor), 1)); // made to add up to 1 after what was below the floor was raised
        }
    });

    [Fact]
    public void A_constant_added_to_the_gradient_changes_nothing() => ForAll(seed =>
    {
        var (eta, theta, gradient) = Drawn(seed);
        var constant = 10 * new Rng(seed).NextGaussian();
        AssertClose(Step(new(eta), theta, gradient), Step(new(eta), theta, [.. gradient.Select(g => g + constant)]), 1e-9);
    });

    [Fact]
    public void A_linear_loss_never_rises_whatever_the_step() => ForAll(seed =>
    {
        var (_, theta, gradient) = Drawn(seed);
        foreach (var eta in new[] { 1e-3, 0.1, 1, 10, 1e3 })
        {
            var next = Step(new(eta, Floor: 0), theta, gradient);
            Assert.True(Loss(next) <= Loss(theta) + 1e-12, $"η {eta}: {Loss(next)} after {Loss(theta)}");
        }

        double Loss(double[] at) => at.Zip(gradient, (p, g) => p * g).Sum();
    });

    [Fact]
    public void The_floor_lets_an_option_come_back_that_was_nearly_gone()
    {
        var policy = Policy([1.0 / 3, 1.0 / 3, 1.0 / 3]);
        var descent = new ExponentiatedGradient(10).Start(policy);
        for (var step = 0; step < 100; step++)
        {
            Follow(descent, [0, 1, 1]);
        }

        Assert.All(policy.Probabilities(0)[1..], p => Assert.InRange(p, 0.99e-5, 1.01e-5));
        for (var step = 0; step < 5; step++)
        {
            Follow(descent, [1, 0, 1]);
        }

        Assert.True(policy.Probabilities(0)[1] > 0.9);
    }

    // At a vertex softmax descent stands still; the step of the weights themselves does not.
    [Fact]
    public void Near_a_vertex_it_moves_where_descent_of_the_logits_stands_still()
    {
        double[] theta = [1 - 2e-4, 1e-4, 1e-4], gradient = [1, 0, 0];
        var expected = theta.Zip(gradient, (p, g) => p * g).Sum();
        var softmax = theta.Select((p, k) => Math.Log(p) - p * (gradient[k] - expected)).ToArray(); // η = 1
        Assert.True(Step(new(1), theta, gradient)[1] / theta[1] > 2);
        Assert.InRange(Math.Exp(softmax[1]) / softmax.Sum(Math.Exp) / theta[1], 1, 1.001);
    }

    private static void ForAll(Action<int> holds) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), holds).QuickCheckThrowOnFailure();

    private static (double Eta, double[] Theta, double[] Gradient) Drawn(int seed)
    {
        var rng = new Rng(seed);
        var weights = Enumerable.Range(0, 3).Select(_ => 0.05 + rng.NextDouble()).ToArray();
        return (0.01 + rng.NextDouble(), [.. weights.Select(weight => weight / weights.Sum())], [.. weights.Select(_ => rng.NextGaussian())]);
    }

    private static double[] Step(ExponentiatedGradient optimiser, double[] theta, double[] gradient)
    {
        var policy = Policy(theta);
        Follow(optimiser.Start(policy), gradient);
        return policy.Probabilities(0);
    }

    private static ArchitectureDistribution Policy(double[] theta)
    {
        var policy = new ArchitectureDistribution(Space, 0, 0, new Rng(1));
        policy.Update(logits => Array.ConvertAll(theta, Math.Log).CopyTo(logits, 0));
        return policy;
    }

    // The gradient of the logits is not looked at.
    private static void Follow(ArchitectureDescent descent, double[] gradient)
    {
        using var scope = NewDisposeScope();
        var (table, none) = (tensor(gradient, [1, 3], dtype: ScalarType.Float64), full([1, 3], double.NaN, dtype: ScalarType.Float64));
        descent.Step(new() { Gradient = none, WeightGradient = table, Loss = 0, Paths = [], Active = [], Weights = none });
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance) => Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
