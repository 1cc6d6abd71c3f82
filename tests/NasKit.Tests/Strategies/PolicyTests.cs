using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.Ppo;
using NasKit.Strategies.Reinforce;

namespace NasKit.Tests.Strategies;

public sealed class PolicyTests
{
    private static readonly SearchSpace Two = DigitsSpace.Of([3, 3]);

    public static TheoryData<SearchSpace> SpacesWithAndWithoutConditions => new(Two, MobileNetV3Space.Laptop);

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void The_mean_of_the_REINFORCE_estimator_is_the_enumerated_gradient_for_any_constant_baseline(double baseline)
    {
        var policy = new TabularController(Two, 0.1, null, new Rng(1));
        var init = new Rng(2);
        for (var i = 0; i < policy.Parameters.Length; i++)
        {
            policy.Parameters[i] = init.NextGaussian();
        }

        double[] Estimate(Architecture architecture, double weight)
        {
            Array.Clear(policy.Gradient);
            policy.Accumulate(architecture, weight);
            return [.. policy.Gradient];
        }

        var exact = new double[6];
        foreach (var architecture in Two.All())
        {
            var estimate = Estimate(architecture, Toy.Twos(architecture));
            for (var i = 0; i < 6; i++)
            {
                exact[i] += Math.Exp(policy.LogProbability(architecture)) * estimate[i];
            }
        }

        const int draws = 200_000;
        var (sum, squares, rng) = (new double[6], new double[6], new Rng(3));
        var estimates = Two.All().ToDictionary(architecture => architecture, architecture => Estimate(architecture, Toy.Twos(architecture) - baseline));
        for (var n = 0; n < draws; n++)
        {
            var estimate = estimates[policy.Sample(rng)];
            for (var i = 0; i < 6; i++)
            {
                sum[i] += estimate[i];
                squares[i] += estimate[i] * estimate[i];
            }
        }

        for (var i = 0; i < 6; i++)
        {
            var error = Math.Sqrt((squares[i] / draws - sum[i] / draws * (sum[i] / draws)) / draws);
            Assert.InRange(sum[i] / draws, exact[i] - 4 * error, exact[i] + 4 * error);
        }
    }

    [Theory]
    [MemberData(nameof(SpacesWithAndWithoutConditions))]
    public void Gradients_of_both_controllers_are_those_of_finite_differences(SearchSpace space)
    {
        foreach (var policy in new Controller[] { new TabularController(space, 0.1, null, new Rng(1)), new LstmController(space, 5, 2, 0.4, 0.1, null, new Rng(1)) })
        {
            var architecture = space.Sample(new Rng(4));
            double Objective() => 1.7 * policy.LogProbability(architecture);
            policy.Accumulate(architecture, 1.7);
            for (var i = 0; i < policy.Parameters.Length; i += 7)
            {
                const double step = 1e-5;
                var before = policy.Parameters[i];
                policy.Parameters[i] = before + step;
                var above = Objective();
                policy.Parameters[i] = before - step;
                var below = Objective();
                policy.Parameters[i] = before;
                Assert.Equal(-(above - below) / (2 * step), policy.Gradient[i], 1e-6 * Math.Max(1, Math.Abs(policy.Gradient[i]))); // the loss is what is minimised
            }
        }
    }

    [Fact]
    public void The_gradient_of_the_entropy_is_that_of_finite_differences()
    {
        var policy = new TabularController(Two, 0.1, null, new Rng(1));
        for (var i = 0; i < 6; i++)
        {
            policy.Parameters[i] = Math.Sin(i);
        }

        double Entropy() => -Two.All().Sum(architecture => Math.Exp(policy.LogProbability(architecture)) * policy.LogProbability(architecture));
        policy.Accumulate(Two.Create([0, 0]), 0, 1);
        for (var i = 0; i < 6; i++)
        {
            const double step = 1e-5;
            policy.Parameters[i] += step;
            var above = Entropy();
            policy.Parameters[i] -= 2 * step;
            var below = Entropy();
            policy.Parameters[i] += step;
            Assert.Equal(-(above - below) / (2 * step), policy.Gradient[i], 1e-7);
        }
    }

    [Fact]
    public void Probabilities_of_the_recurrent_policy_sum_to_one_and_are_those_of_its_samples()
    {
        var policy = new LstmController(Two, 8, 1, 1, 0.1, null, new Rng(1));
        Assert.Equal(1, Two.All().Sum(architecture => Math.Exp(policy.LogProbability(architecture))), 12);
        var rng = new Rng(2);
        const int draws = 50_000;
        foreach (var group in Enumerable.Range(0, draws).Select(_ => policy.Sample(rng)).GroupBy(architecture => architecture))
        {
            var p = Math.Exp(policy.LogProbability(group.Key));
            Assert.InRange(group.Count() / (double)draws, p - 4.5 * Math.Sqrt(p / draws), p + 4.5 * Math.Sqrt(p / draws));
        }
    }

    [Theory]
    [InlineData(1.5, 1, 0.1, 1.1, 0)]
    [InlineData(1.5, -1, 0.1, -1.5, -1.5)]
    [InlineData(0.5, 1, 0.1, 0.5, 0.5)]
    [InlineData(0.5, -1, 0.1, -0.9, 0)]
    [InlineData(1, 2, 0.2, 2, 2)]
    public void The_clipped_objective_stops_the_gradient_where_the_policy_has_moved_enough(double ratio, double advantage, double clip, double objective, double slope)
    {
        var surrogate = PpoSearcher.Surrogate(ratio, advantage, clip);
        Assert.Equal(objective, surrogate.Objective, 12);
        Assert.Equal(slope, surrogate.Slope, 12);
    }

    [Fact]
    public void One_epoch_of_PPO_is_a_REINFORCE_update_with_the_same_baseline()
    {
        var shared = new SearchProblem(Two, Objective.Maximise("twos"));
        var ppo = (PpoSearcher)new PpoConfig { Controller = ControllerKind.Tabular, Epochs = 1, Normalise = false, Entropy = 0, LearningRate = 0.1, Batch = 4, BaselineDecay = 0.9 }.Start(shared, new Seeds(1));
        var reinforce = (ReinforceSearcher)new ReinforceConfig { LearningRate = 0.1, Batch = 4, BaselineDecay = 0.9, BaselineFirst = true }.Start(shared, new Seeds(1));
        Toy.Search(ppo, shared, 4);
        Toy.Search(reinforce, shared, 4);
        Assert.Equal(reinforce.Policy.Parameters, ppo.Policy.Parameters, (a, b) => Math.Abs(a - b) < 1e-9); // the first batch's own mean is the baseline of both
    }

    [Fact]
    public void A_batch_of_equal_rewards_moves_no_policy()
    {
        var problem = new SearchProblem(Two, Objective.Maximise("twos"));
        foreach (var strategy in new StrategyConfig[] { new PpoConfig { Controller = ControllerKind.Tabular, Entropy = 0, Batch = 5 }, new ReinforceConfig { Batch = 5 } })
        {
            var searcher = strategy.Start(problem, new Seeds(1));
            var before = Parameters(searcher);
            Toy.Search(searcher, problem, 10, trial => trial with { Values = [7] });
            Assert.Equal(before, Parameters(searcher), (a, b) => Math.Abs(a - b) < 1e-12);
        }

        static double[] Parameters(ISearcher searcher) => [.. (searcher is PpoSearcher ppo ? ppo.Policy : ((ReinforceSearcher)searcher).Policy).Parameters];
    }

    [Fact]
    public void Both_controllers_learn_the_toy_problem()
    {
        foreach (var strategy in new StrategyConfig[]
        {
            new ReinforceConfig { LearningRate = 0.05, Batch = 4 }, new ReinforceConfig { Controller = ControllerKind.Lstm, Hidden = 16, Layers = 1, LearningRate = 0.02, Batch = 4 },
            new PpoConfig { Controller = ControllerKind.Tabular, LearningRate = 0.05, Batch = 10 }, new PpoConfig { Hidden = 16, LearningRate = 0.02, Batch = 10 },
        })
        {
            var trials = Toy.Search(strategy, Toy.Problem, 800);
            Assert.True(trials.TakeLast(100).Average(trial => trial.Values[0]) > trials.Take(100).Average(trial => trial.Values[0]) + 1, strategy.ToString());
        }
    }

    [Fact]
    public void Combined_rewards_are_those_of_their_papers()
    {
        double Reward(RewardKind kind, double accuracy, double cost, Func<PolicyConfig, PolicyConfig>? change = null)
        {
            PolicyConfig config = new ReinforceConfig { Reward = kind, CostLow = 0, CostHigh = 200, Alpha = 0.75, Limit = 0.5 };
            var problem = Toy.TwoObjectives;
            return new RewardRule(change?.Invoke(config) ?? config, problem).Of(new(new(0, Toy.Space.At(0)), [accuracy, cost]));
        }

        Assert.Equal(0.75 * 0.9 - 0.25 * 0.4, Reward(RewardKind.Mixed, 0.9, 80), 12);
        Assert.Equal(0.9, Reward(RewardKind.Mixed, 0.9, 80, config => config with { Alpha = 1 }), 12);
        Assert.Equal(0.9, Reward(RewardKind.CostLimit, 0.9, 99), 12);
        Assert.Equal(0, Reward(RewardKind.CostLimit, 0.9, 100), 12);
        Assert.Equal(1 - 0.4, Reward(RewardKind.AccuracyLimit, 0.51, 80), 12);
        Assert.Equal(0, Reward(RewardKind.AccuracyLimit, 0.5, 80), 12);
        Assert.Equal(0.9526, Reward(RewardKind.WeightedProduct, 1, 160), 4); // twice the target of 80: 2^−0.07
        Assert.Equal(0.9, Reward(RewardKind.WeightedProduct, 0.9, 80), 12);
        Assert.Equal(0.45, Reward(RewardKind.WeightedProduct, 0.9, 160, config => config with { ExponentBelow = 0, ExponentAbove = -1 }), 12);
        Assert.Equal(0.9, Reward(RewardKind.WeightedProduct, 0.9, 40, config => config with { ExponentBelow = 0, ExponentAbove = -1 }), 12);
        Assert.Equal(0.9, Reward(RewardKind.CostLimit, 90, 99, config => config with { AccuracyScale = 100 }), 12);
    }

    [Fact]
    public void A_combined_reward_asks_for_accuracy_and_cost()
    {
        var message = Assert.Throws<ArgumentException>(() => ReinforceConfig.Monas.Start(Toy.Problem, new Seeds(1))).Message;
        Assert.Contains("needs two objectives", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ReinforceConfig.Monas.Start(new(Toy.Space, Objective.Minimise("a"), Objective.Maximise("b")), new Seeds(1)));
    }
}
