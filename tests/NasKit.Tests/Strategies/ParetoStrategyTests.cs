using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.Cenas;
using NasKit.Strategies.DppNet;
using Labels = NasKit.Strategies.Cenas.Labels;

namespace NasKit.Tests.Strategies;

public sealed class ParetoStrategyTests
{
    [Fact]
    public void DPP_Net_trains_all_of_the_first_stage_and_K_of_each_later_one()
    {
        var problem = new SearchProblem(NasBench201Space.Cifar10, Toy.TwoObjectives.Objectives) { KnownCosts = architecture => [Toy.Cost(architecture)] };
        var trials = Toy.Search(new DppNetConfig(), problem, 1000);
        Assert.Equal(5 + 16 + 16, trials.Count);
        Assert.Equal(trials.Count, trials.Select(trial => trial.Architecture).Distinct().Count());
        Assert.All(trials.Take(5), trial => Assert.All(trial.Architecture.Choices.Index().Where(pair => pair.Index != 3), pair => Assert.Equal(0, pair.Item)));
        Assert.All(trials.Take(21), trial => Assert.Equal([0, 0, 0], new[] { 1, 2, 5 }.Select(i => trial.Architecture.Choices[i])));
        Assert.All(trials.Skip(21), last => Assert.Contains(trials.Take(21).Skip(5), parent => new[] { 0, 3, 4 }.All(i => parent.Architecture.Choices[i] == last.Architecture.Choices[i])));
    }

    [Fact]
    public void DPP_Net_says_what_it_lacks()
    {
        var message = Assert.Throws<ArgumentException>(() => new DppNetConfig { Stages = "0,1;1" }.Start(Toy.Problem, new Seeds(1))).Message;
        Assert.Contains("two objectives", message, StringComparison.Ordinal);
        Assert.Contains("known without training", message, StringComparison.Ordinal);
        Assert.Contains("each decision 0…4 once", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DppNetConfig { Stages = "0;x" }.Validate());
    }

    [Fact]
    public void Exactly_K_are_taken_whole_fronts_first_then_evenly_by_cost_with_both_ends()
    {
        PointSet points = [[0, 9], [1, 5], [9, 0], [5, 9], [6, 8], [7, 7], [8, 6], [9, 5]];
        Assert.Equal([0, 1, 2], FrontSelection.Take(points, 3));
        Assert.Equal([0, 1, 2, 3, 5, 7], FrontSelection.Take(points, 6)); // of the second front its ends and its middle
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], FrontSelection.Take(points, 20));
        Assert.Single(FrontSelection.Take(points, 1));
    }

    [Fact]
    public void The_recurrent_regressor_learns_and_orders_longer_sequences_than_it_saw()
    {
        // The target is the share of token 1; sequences of two and three are seen, those of four are not.
        var rng = new Rng(1);
        int[][] Words(int length) => [.. Enumerable.Range(0, 1 << length).Select(bits => Enumerable.Range(0, length).Select(i => bits >> i & 1).ToArray())];
        double Target(int[] word) => word.Average();
        var regressor = new SequenceRegressor(2, 16, rng);
        int[][] seen = [.. Words(2), .. Words(3)];
        regressor.Train(seen, [.. seen.Select(Target)], 300, 0.01);
        Assert.True(seen.Max(word => Math.Abs(regressor.Predict(word) - Target(word))) < 0.1);
        var unseen = Words(4);
        Assert.True(NasKit.Statistics.RankCorrelation.Spearman([.. unseen.Select(regressor.Predict)], [.. unseen.Select(Target)]) > 0.8);
    }

    [Fact]
    public void Alpha_domination_has_the_threshold_of_the_worked_example()
    {
        double[] a = [0.2, 0.5], b = [0.25, 0.1];
        Assert.False(Labels.AlphaDominates(a, b, 0) || Labels.AlphaDominates(b, a, 0));
        Assert.True(Labels.AlphaDominates(b, a, 0.2));
        Assert.False(Labels.AlphaDominates(b, a, 0.12));
        Assert.True(Labels.AlphaDominates(b, a, 0.13));
    }

    [Fact]
    public void Labels_are_those_of_the_worked_example()
    {
        PointSet points = [[0.3, 0.3], [0.2, 0.9], [0.3, 0.3], [0.4, 0.3]];
        Assert.Equal([true, true, true, false], Labels.Of(points, [0], 0, 0).Positive);
        Assert.Equal([true, false, true, false], Labels.Of(points, [0], 0, 0.5).Positive);
    }

    [Fact]
    public void The_positive_rate_never_rises_with_alpha()
    {
        var rng = new Rng(1);
        for (var repeat = 0; repeat < 50; repeat++)
        {
            var points = PointSet.From([.. Enumerable.Range(0, 60).Select(_ => new[] { Math.Round(rng.NextDouble(), 1), rng.NextDouble() })]);
            var references = NonDominatedSort.Fronts(points)[rng.NextInt(2)];
            var rates = Enumerable.Range(0, 19).Select(step => Labels.Of(points, references, 0, step * 0.05).Rate).ToArray();
            Assert.Equal(rates.OrderDescending(), rates);
        }
    }

    [Fact]
    public void Regulation_leads_the_rate_towards_its_band()
    {
        var rng = new Rng(2);
        var points = PointSet.From([.. Enumerable.Range(0, 200).Select(_ => new[] { rng.NextDouble(), rng.NextDouble() })]);
        var free = Labels.Of(points, 6, regulate: false, 0.1, 0.25);
        Assert.True(free.Rate < 0.1);
        Assert.Equal(0, free.Layer);
        var led = Labels.Of(points, 6, regulate: true, 0.1, 0.25);
        Assert.InRange(led.Rate, 0.1, 0.25);
        Assert.True(led.Layer > 0);
        Assert.True(led.References.Count <= 6);
        var line = PointSet.From([.. Enumerable.Range(0, 50).Select(i => new[] { i / 49.0, Math.Pow(1 - i / 49.0, 3) })]);
        Assert.True(Labels.Of(line, 6, true, 0.1, 0.25).Alpha > 0); // a front alone: all are positive until the cone widens
    }

    [Fact]
    public void CENAS_evaluates_the_children_of_highest_probability_and_nothing_twice()
    {
        var bred = new List<Generation>();
        var config = new CenasConfig { Initial = 20, Children = 60, Evaluated = 5, Watch = bred.Add };
        var trials = Toy.Search(config.Start(Toy.TwoObjectives, new Seeds(1)), Toy.TwoObjectives, 60);
        var generations = bred.ConvertAll(generation => generation.Children);
        foreach (var generation in bred)
        {
            Assert.Equal(generation.Labels.Positive, trials.Take(generation.Points.Count).Select(trial => generation.IsPositive(Toy.TwoObjectives.Minimised(trial))));
        }

        Assert.Equal(60, trials.Select(trial => trial.Architecture).Distinct().Count());
        Assert.Equal(8, generations.Count);
        for (var g = 0; g < generations.Count; g++)
        {
            var chosen = trials.GetRange(20 + 5 * g, 5).Select(trial => trial.Architecture).ToArray();
            Assert.Equal(generations[g].Take(5).Select(child => child.Architecture), chosen);
            Assert.True(generations[g].Take(5).Min(child => child.Probability) >= generations[g].Skip(5).Max(child => child.Probability));
        }
    }

    [Fact]
    public void The_perceptron_learns_a_rule_of_two_features()
    {
        var rng = new Rng(1);
        var rows = Toy.Space.All().ToArray();
        double[] labels = [.. Toy.Space.All().Select(a => a.Choices[0] == a.Choices[1] ? 1.0 : 0)];
        var net = new Perceptron(Toy.Space, PerceptronLoss.Logistic, rng, hidden: 30);
        net.Train(rows, labels, [.. labels.Select(_ => 1.0)], 400, 0.02, 0);
        Assert.Equal(labels, rows.Select(row => net.Predict(row) > 0.5 ? 1.0 : 0));
    }
}
