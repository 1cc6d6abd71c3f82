using NasKit.Relaxations;

namespace NasKit.Tests.Relaxations;

/// <summary>Whole descents along estimates.</summary>
public sealed class DescentTests
{
    [Fact]
    public void With_an_entropy_term_the_exact_gradient_leads_to_the_Boltzmann_distribution()
    {
        // On a loss that is linear in the weights the softmax relaxation is exact; its values are the one-hot losses of T1.
        double[] losses = [1.44, 0.04, 3.24];
        var problem = new ToyProblem("one-hot losses of T1", new double[,] { { 0.5, -0.2, 0.1 } }, z => losses.Zip(z, (f, w) => f * w).Sum(), _ => losses);
        var relaxation = new EntropyRegularised(new SoftmaxRelaxation(), 0.5);
        for (var step = 0; step < 20_000; step++)
        {
            var gradient = problem.Estimate(relaxation, new Rng(1));
            problem = problem.At([.. problem.Logits.Zip(gradient, (logit, g) => logit - 0.5 * g)]);
        }

        var boltzmann = losses.Select(f => Math.Exp(-f / 0.5)).ToArray();
        for (var k = 0; k < 3; k++)
        {
            Assert.Equal(boltzmann[k] / boltzmann.Sum(), problem.Probabilities[k], 7);
        }
    }

    [Fact]
    public void The_entropy_term_is_the_slope_of_the_entropy()
    {
        var problem = ToyProblem.TwoDecisions;
        double Entropy(double[] logits) => -problem.At(logits).Probabilities.Sum(p => p * Math.Log(p));
        var (with, without) = (problem.Estimate(new EntropyRegularised(new SoftmaxRelaxation(), 0.7), new Rng(1)), problem.Estimate(new SoftmaxRelaxation(), new Rng(1)));
        for (var i = 0; i < 6; i++)
        {
            double Moved(double step) => Entropy([.. problem.Logits.Select((logit, j) => i == j ? logit + step : logit)]);
            Assert.Equal(-0.7 * (Moved(1e-5) - Moved(-1e-5)) / 2e-5, with[i] - without[i], 8);
        }
    }

    [Fact]
    public void The_entropy_term_does_not_go_with_gates_that_move_two_logits()
    {
        var error = Assert.Throws<ArgumentException>(() => new EntropyRegularised(new BinaryGateRelaxation(BinaryGates.Two), 0.5));
        Assert.Contains("binary gates, two paths", error.Message);
    }

    // Two logits with opposite gradients: with half the paper's rate of 0.01 their difference, the one logit of the paper, moves at 0.01. REBAR's lead over
    // REINFORCE is smaller than the spread over seeds; RELAX's is not.
    [Fact]
    public void In_the_toy_of_the_RELAX_paper_RELAX_is_ahead_of_REBAR_and_REBAR_not_behind_REINFORCE()
    {
        static double Median(Func<long, Relaxation> make)
        {
            var thetas = Enumerable.Range(1, 10).Select(seed => ToyProblem.Bernoulli(0, 0.45)
                .Descend(make(seed), 2000, 0.005, new Seeds(seed).Rng("toy")).Last().Probabilities[0]).Order().ToArray();
            return (thetas[4] + thetas[5]) / 2;
        }

        var (reinforce, rebar, relax) = (
            Median(_ => new ReinforceRelaxation()), Median(_ => new RebarRelaxation()), Median(seed => new RelaxRelaxation(new Seeds(seed).For("surrogate"))));
        Assert.True(relax < rebar && rebar <= reinforce, $"RELAX {relax}, REBAR {rebar}, REINFORCE {reinforce}");
        Assert.InRange(reinforce, 0.077 - 0.01, 0.077 + 0.01); // the reference, one seed
        Assert.InRange(relax, 0.014 - 0.005, 0.014 + 0.005);
    }
}
