using NasKit.Relaxations;

namespace NasKit.Tests.Relaxations;

public sealed class ControlVariateTests
{
    private static readonly ToyProblem t1 = ToyProblem.Quadratic;

    [Fact]
    public void What_is_drawn_given_the_largest_keeps_it_the_largest()
    {
        var rng = new Rng(1);
        foreach (var table in new[] { t1.Table, ToyProblem.TwoDecisions.Table, Peaked() })
        {
            for (var n = 0; n < 20_000; n++)
            {
                var path = table.Draw(rng);
                Assert.Equal(path, table.ArgMax(Gumbel.DrawGiven(table, path, rng, out _).Values));
            }
        }
    }

    [Fact]
    public void Drawn_given_a_draw_the_disturbed_logits_have_the_same_distribution_as_at_first()
    {
        const int draws = 50_000;
        var rng = new Rng(2);
        for (var k = 0; k < 3; k++)
        {
            var (free, given) = (new double[draws], new double[draws]);
            for (var n = 0; n < draws; n++)
            {
                var z = Gumbel.Draw(t1.Table, rng);
                free[n] = z.Values[k];
                given[n] = Gumbel.DrawGiven(t1.Table, z.Path, rng, out _).Values[k];
            }

            // Both against the closed form: z is a Gumbel moved by log p. 1.95 / √n is the 99.9 % point of the statistic.
            double Distribution(double z) => Math.Exp(-t1.Probabilities[k] * Math.Exp(-z));
            Assert.InRange(KolmogorovSmirnov(free, Distribution), 0, 1.95 / Math.Sqrt(draws));
            Assert.InRange(KolmogorovSmirnov(given, Distribution), 0, 1.95 / Math.Sqrt(draws));
        }
    }

    [Fact]
    public void The_slope_of_what_is_drawn_given_the_largest_is_that_of_its_formula()
    {
        for (var seed = 1; seed <= 50; seed++)
        {
            var path = t1.Table.Draw(new Rng(seed));
            Gumbel.DrawGiven(t1.Table, path, new Rng(seed), out var slope);
            for (var i = 0; i < 3; i++)
            {
                // At fixed noise z̃ depends on log p of its own option alone, so the normalisation of p may be left out.
                double Moved(double step)
                {
                    var p = t1.Probabilities[i] * Math.Exp(step);
                    var uniform = new Rng(seed);
                    var drawn = Gumbel.DrawGiven(t1.Table, path, uniform, out _).Values;
                    if (i == path[0])
                    {
                        return drawn[i];
                    }

                    var b = Math.Exp(-drawn[path[0]]);
                    var a = (Math.Exp(-drawn[i]) - b) * t1.Probabilities[i];
                    return -Math.Log(a / p + b);
                }

                Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, slope[i], 7);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void With_eta_0_REBAR_is_REINFORCE_sample_by_sample(ToyProblem problem)
    {
        var (rebar, rng) = (new RebarRelaxation(0, 0.5, 0), new Rng(3));
        for (var n = 0; n < 200; n++)
        {
            AssertReinforce(problem, rebar.Compute(problem.Table, problem.Run, rng, 0), 0);
        }
    }

    [Theory]
    [MemberData(nameof(Problems))]
    public void With_a_constant_surrogate_RELAX_is_REINFORCE_with_that_baseline_sample_by_sample(ToyProblem problem)
    {
        var (relax, rng) = (new RelaxRelaxation(new ConstantSurrogate(1.7), 0.5, 0), new Rng(3));
        for (var n = 0; n < 200; n++)
        {
            AssertReinforce(problem, relax.Compute(problem.Table, problem.Run, rng, 0), 1.7);
        }
    }

    [Fact]
    public void With_the_loss_as_its_surrogate_LAX_is_the_reparameterisation_sample_by_sample()
    {
        for (var seed = 1; seed <= 200; seed++)
        {
            var expected = t1.Estimate(new ConcreteRelaxation(0.5), new Rng(seed));
            var actual = t1.Estimate(new LaxRelaxation(0.5, new LossSurrogate(1), 0), new Rng(seed));
            for (var i = 0; i < 3; i++)
            {
                Assert.Equal(expected[i], actual[i], 12);
            }
        }
    }

    [Fact]
    public void LAX_has_the_mean_of_the_concrete_estimator_for_any_surrogate()
    {
        var lax = EstimatorMoments.Measure(new LaxRelaxation(1, seed: 1), t1, 100_000, new Rng(1));
        var concrete = EstimatorMoments.Measure(new ConcreteRelaxation(1), t1, 100_000, new Rng(2));
        for (var i = 0; i < 3; i++)
        {
            var error = Math.Sqrt(Math.Pow(lax.StandardError[i], 2) + Math.Pow(concrete.StandardError[i], 2));
            Assert.InRange(lax.Mean[i] - concrete.Mean[i], -4 * error, 4 * error);
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void What_is_learned_descends_along_the_slope_of_the_squared_estimate(string name, ToyProblem problem)
    {
        Surrogate Make() => name == "REBAR" ? new LossSurrogate(0.7) : new PerceptronSurrogate(4, 7);
        double Squares(int parameter, double step)
        {
            var relaxation = new RelaxRelaxation(new MovedSurrogate(Make(), parameter, step), 0.8 * (parameter < 0 ? Math.Exp(step) : 1), 0);
            return relaxation.Sample(problem.Table, problem.Run, new Rng(11)).Estimate.Gradient.Sum(g => g * g);
        }

        var relaxation = new RelaxRelaxation(Make(), 0.8, 0);
        var (_, variate) = relaxation.Sample(problem.Table, problem.Run, new Rng(11));
        var count = relaxation.Parameters.Count - 1;
        var gradient = variate.OfParameters(count);
        for (var i = 0; i <= count; i++)
        {
            var expected = (Squares(i < count ? i : -1, 1e-5) - Squares(i < count ? i : -1, -1e-5)) / 2e-5;
            Assert.True(Math.Abs(expected - gradient[i]) <= 1e-5 * Math.Max(1, Math.Abs(expected)), $"parameter {i} of {name}: expected {expected}, got {gradient[i]}");
        }
    }

    [Theory]
    [InlineData("REBAR")]
    [InlineData("RELAX")]
    public void After_2000_steps_of_learning_the_variance_is_below_that_of_REINFORCE(string name)
    {
        Relaxation Make(double learningRate) => name == "REBAR" ? new RebarRelaxation(learningRate: learningRate) : new RelaxRelaxation(1, learningRate: learningRate);
        foreach (var problem in new[] { t1, ToyProblem.Bernoulli(0, 0.45), ToyProblem.TwoDecisions })
        {
            var (learner, rng) = (Make(0.01), new Rng(4));
            for (var n = 0; n < 2000; n++)
            {
                problem.Estimate(learner, rng);
            }

            var learned = Make(0);
            learned.Load(learner.Save());
            var (ours, reinforce) = (EstimatorMoments.Measure(learned, problem, 30_000, rng), EstimatorMoments.Measure(new ReinforceRelaxation(), problem, 30_000, rng));
            Assert.True(ours.TotalVariance <= reinforce.TotalVariance, $"{name} on {problem.Name}: {ours.TotalVariance} against {reinforce.TotalVariance}");
            Assert.InRange(ours.BiasInErrors, 0, 4);
        }
    }

    [Fact]
    public void A_relaxation_serves_one_table_of_logits()
    {
        var relax = new RelaxRelaxation(1);
        t1.Estimate(relax, new Rng(1));
        Assert.Contains("needs", Assert.Throws<NasKitException>(() => ToyProblem.TwoDecisions.Estimate(relax, new Rng(1))).Message);
    }

    [Fact]
    public void A_loss_that_is_not_finite_teaches_nothing()
    {
        var (table, rng) = (t1.Table, new Rng(5));
        Relaxation[] learners = [new RebarRelaxation(), new RelaxRelaxation(1), new LaxRelaxation(1, 1), new ReinforceRelaxation(Baseline.Moving(0.9))];
        foreach (var learner in learners)
        {
            t1.Estimate(learner, rng);
            var before = learner.Save().State;
            var estimate = learner.Compute(table, (_, _) => double.NaN, rng, 0);
            Assert.Equal(double.NaN, estimate.Loss);
            Assert.Equal(before, learner.Save().State);
        }
    }

    public static TheoryData<ToyProblem> Problems => [.. Estimators.Problems];

    public static TheoryData<string, ToyProblem> Learners => new()
    {
        { "REBAR", t1 }, { "REBAR", ToyProblem.TwoDecisions }, { "RELAX", t1 }, { "RELAX", ToyProblem.TwoDecisions },
    };

    private static Logits Peaked() => new([30, 0, double.NegativeInfinity, 0, -40, 1], 3);

    private static void AssertReinforce(ToyProblem problem, PlainEstimate estimate, double baseline)
    {
        var score = problem.Table.Score(estimate.Paths[0]);
        for (var i = 0; i < score.Length; i++)
        {
            Assert.Equal((estimate.Loss - baseline) * score[i], estimate.Gradient[i], 13);
        }
    }

    private static double KolmogorovSmirnov(double[] sample, Func<double, double> distribution)
    {
        Array.Sort(sample);
        return sample.Select((value, i) => Math.Max(Math.Abs(distribution(value) - (double)i / sample.Length), Math.Abs(distribution(value) - (i + 1.0) / sample.Length))).Max();
    }

    /// <summary>A surrogate one of whose initial parameters is moved.</summary>
    private sealed class MovedSurrogate(Surrogate inner, int parameter, double step) : Surrogate
    {
        public override int Count(int inputs) => inner.Count(inputs);

        public override double[] Initial(int inputs) => [.. inner.Initial(inputs).Select((value, i) => i == parameter ? value + step : value)];

        public override SurrogateValue At(double[] parameters, double[] weights, Func<double[], (double Loss, double[] Gradient)> network) =>
            inner.At(parameters, weights, network);
    }
}
