using MathNet.Numerics.LinearAlgebra;
using NasKit.Spaces;
using NasKit.Strategies.BayesianOptimisation;

namespace NasKit.Tests.Strategies;

public sealed class BayesianOptimisationTests
{
    [Fact]
    public void The_string_kernel_is_the_sum_over_all_common_subsequences()
    {
        var rng = new Rng(1);
        var kernel = new StringKernel(Toy.Space, 3, 0.6, positional: false);
        for (var repeat = 0; repeat < 30; repeat++)
        {
            var (s, t) = (Word(rng), Word(rng));
            Assert.Equal(ByEnumeration(s, t, 3, 0.6), kernel.Raw(s, t), 10);
            Assert.Equal(kernel.Raw(s, t), kernel.Raw(t, s), 12);
        }

        static int[] Word(Rng rng) => [.. Enumerable.Range(0, 1 + rng.NextInt(7)).Select(_ => rng.NextInt(3))];
    }

    [Fact]
    public void Lodhis_example_of_cat_and_car_comes_out()
    {
        // The common subsequence of length 2 is "ca": λ⁴; both words have λ⁴ + λ⁴ + λ⁶ with themselves. Lengths 1 and 2 together here.
        const double decay = 0.5;
        var kernel = new StringKernel(Toy.Space, 2, decay, positional: false);
        int[] cat = [0, 1, 2], car = [0, 1, 3];
        Assert.Equal(2 * Math.Pow(decay, 2) + Math.Pow(decay, 4), kernel.Raw(cat, car), 12);
        Assert.Equal(3 * Math.Pow(decay, 2) + 2 * Math.Pow(decay, 4) + Math.Pow(decay, 6), kernel.Raw(cat, cat), 12);
    }

    [Fact]
    public void Positional_tokens_tell_equal_operators_at_different_decisions_apart()
    {
        var (positional, plain) = (new StringKernel(Toy.Space, 2, 0.5, true), new StringKernel(Toy.Space, 2, 0.5, false));
        var architecture = Toy.Space.Create([1, 1, 1, 1, 1]);
        Assert.Equal(5, positional.Tokens(architecture).Distinct().Count());
        Assert.Single(plain.Tokens(architecture).Distinct());
    }

    [Fact]
    public void The_posterior_is_that_of_linear_algebra()
    {
        var rng = new Rng(2);
        const int n = 12;
        const double noise = 0.05;
        var points = Enumerable.Range(0, n + 1).Select(_ => (X: rng.NextGaussian(), Y: rng.NextGaussian())).ToArray();
        double K(int i, int j) => Math.Exp(-Math.Pow(points[i].X - points[j].X, 2));
        var process = new GaussianProcess(noise);
        for (var i = 0; i < n; i++)
        {
            process.Add([.. Enumerable.Range(0, i + 1).Select(j => K(i, j))]);
        }

        process.Fit([.. points.Take(n).Select(point => point.Y)]);
        var row = Vector<double>.Build.Dense(n, i => K(i, n));
        var y = Vector<double>.Build.Dense(n, i => points[i].Y);
        var matrix = Matrix<double>.Build.Dense(n, n, (i, j) => K(i, j) + (i == j ? noise : 0));
        var (mean, variance) = process.Predict(row.ToArray(), 1);
        Assert.Equal(row * matrix.Solve(y), mean, 9);
        Assert.Equal(1 - row * matrix.Solve(row), variance, 9);
        Assert.Equal(-0.5 * (y * matrix.Solve(y)) - 0.5 * Math.Log(matrix.Determinant()) - n / 2.0 * Math.Log(2 * Math.PI), process.LogLikelihood, 9);
    }

    [Fact]
    public void One_observation_pulls_the_posterior_by_the_textbook_formula()
    {
        var process = new GaussianProcess(0.25);
        process.Add([1]);
        process.Fit([2]);
        var (mean, variance) = process.Predict([0.5], 1);
        Assert.Equal(0.5 / 1.25 * 2, mean, 12);
        Assert.Equal(1 - 0.25 / 1.25, variance, 12);
    }

    [Fact]
    public void The_noise_that_is_fitted_is_the_likeliest()
    {
        var rng = new Rng(3);
        var process = new GaussianProcess(0.1);
        var targets = new double[40];
        for (var i = 0; i < targets.Length; i++)
        {
            process.Add([.. Enumerable.Range(0, i + 1).Select(j => Math.Exp(-Math.Pow((i - j) / 8.0, 2)))]);
            targets[i] = Math.Sin(i / 6.0) + 0.3 * rng.NextGaussian();
        }

        process.FitNoise(targets, [1e-4, 1e-3, 1e-2, 0.1, 1]);
        Assert.Equal(0.1, process.Noise);
    }

    [Fact]
    public void Expected_improvement_is_that_of_the_integral()
    {
        var (mean, deviation, best) = (0.3, 0.8, 0.9);
        var sum = 0.0;
        const double width = 1e-4;
        for (var f = best; f < best + 8; f += width)
        {
            sum += (f - best) * Math.Exp(-0.5 * Math.Pow((f - mean) / deviation, 2)) / (deviation * Math.Sqrt(2 * Math.PI)) * width;
        }

        Assert.Equal(sum, BayesianOptimisationSearcher.ExpectedImprovement(mean, deviation, best), 4);
        Assert.Equal(0, BayesianOptimisationSearcher.ExpectedImprovement(0.5, 0, 0.9));
        Assert.Equal(0.5, BayesianOptimisationSearcher.ExpectedImprovement(1.4, 0, 0.9), 12);
    }

    [Fact]
    public void The_model_finds_the_best_of_243_within_40_evaluations()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var trials = Toy.Search(new BayesianOptimisationConfig(), Toy.Problem, 40, seed);
            Assert.Contains(trials, trial => trial.Values[0] == 5);
            Assert.Equal(40, trials.Select(trial => trial.Architecture).Distinct().Count());
        }
    }

    private static double ByEnumeration(int[] s, int[] t, int length, double decay)
    {
        var sum = 0.0;
        foreach (var (word, span) in Subsequences(s, length))
        {
            foreach (var (other, otherSpan) in Subsequences(t, length))
            {
                sum += word.SequenceEqual(other) ? Math.Pow(decay, span + otherSpan) : 0;
            }
        }

        return sum;
    }

    private static IEnumerable<(int[] Word, int Span)> Subsequences(int[] word, int length)
    {
        for (var mask = 1; mask < 1 << word.Length; mask++)
        {
            var taken = Enumerable.Range(0, word.Length).Where(i => (mask >> i & 1) == 1).ToArray();
            if (taken.Length <= length)
            {
                yield return ([.. taken.Select(i => word[i])], taken[^1] - taken[0] + 1);
            }
        }
    }
}
