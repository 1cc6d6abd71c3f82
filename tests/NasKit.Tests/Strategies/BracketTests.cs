using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.Bohb;
using NasKit.Strategies.Hyperband;

namespace NasKit.Tests.Strategies;

public sealed class BracketTests
{
    [Fact]
    public void Brackets_have_the_sizes_of_the_release()
    {
        int[][] expected = [[27, 9, 3, 1], [9, 3, 1], [6, 2], [4], [27, 9, 3, 1]];
        Assert.Equal(expected, Enumerable.Range(0, 5).Select(i => Brackets.Sizes(4, 3, i).ToArray()));
        Assert.Equal([1], Brackets.Sizes(1, 3, 7).ToArray());
    }

    [Fact]
    public void The_ladder_takes_the_nearest_budgets_that_the_evaluator_has()
    {
        Assert.Equal([1, 3, 9, 27], Brackets.Ladder([1, 3, 9, 27], 3).ToArray());
        Assert.Equal([12, 200], Brackets.Ladder([12, 200], 3).ToArray());
        Assert.Equal([3, 7, 22, 67, 200], Brackets.Ladder([.. Enumerable.Range(1, 200).Select(epoch => (double)epoch)], 3).ToArray());
        Assert.Equal([null], Brackets.Ladder([], 3).ToArray());
    }

    [Fact]
    public void Each_rung_trains_the_best_of_the_one_before_at_the_next_budget()
    {
        var problem = Toy.Problem with { Budgets = [1, 3, 9, 27] };
        var trials = Toy.Search(new HyperbandConfig(), problem, 40);
        var at = 0;
        foreach (var (size, budget) in new[] { (27, 1.0), (9, 3), (3, 9), (1, 27) })
        {
            var rung = trials.GetRange(at, size);
            Assert.All(rung, trial => Assert.Equal(budget, trial.Budget));
            if (at > 0)
            {
                var before = trials.GetRange(at - 3 * size, 3 * size).Select(trial => Toy.Twos(trial.Architecture)).OrderDescending().Take(size);
                Assert.Equal(before, rung.Select(trial => Toy.Twos(trial.Architecture)));
            }

            at += size;
        }
    }

    [Fact]
    public void A_bracket_of_ones_own_has_its_sizes()
    {
        var trials = Toy.Search(new HyperbandConfig { Rungs = [50, 7] }, Toy.Problem with { Budgets = [12, 200] }, 57);
        Assert.Equal([50, 7], trials.GroupBy(trial => trial.Budget).Select(group => group.Count()));
    }

    [Fact]
    public void A_failed_trial_is_not_promoted()
    {
        var searcher = new HyperbandConfig().Start(Toy.Problem with { Budgets = [1, 3] }, new Seeds(1));
        var trials = Toy.Search(searcher, Toy.Problem, 4, trial => trial.Proposal.Id == 0 ? trial with { Values = [], Error = "broken" } : trial);
        Assert.NotEqual(trials[0].Architecture, trials[3].Architecture);
        Assert.Equal(3, trials[3].Budget);
    }

    [Fact]
    public void A_choice_that_all_good_points_share_is_kept_with_probability_one_minus_h_plus_h_over_K()
    {
        var density = new ChoiceDensity(Toy.Space, Enumerable.Repeat(Toy.Space.Create([2, 2, 2, 2, 2]), 8), 0.5, 1e-3);
        var h = 0.5 * Math.Pow(8, -1.0 / 9);
        Assert.All(density.Bandwidths, bandwidth => Assert.Equal(h, bandwidth, 12));
        var (rng, kept) = (new Rng(1), 0);
        const int draws = 40_000;
        for (var i = 0; i < draws; i++)
        {
            kept += density.Draw(rng).Choices[0] == 2 ? 1 : 0;
        }

        var p = 1 - h + h / 3;
        Assert.InRange(kept / (double)draws, p - 4 * Math.Sqrt(p * (1 - p) / draws), p + 4 * Math.Sqrt(p * (1 - p) / draws));
    }

    [Fact]
    public void The_density_sums_to_one_and_its_bandwidth_never_exceeds_the_uniform_one()
    {
        var space = DigitsSpace.Of([2, 3, 4]);
        var density = new ChoiceDensity(space, [space.Create([0, 0, 0]), space.Create([1, 2, 3])], 1, 1e-3);
        Assert.Equal(1, space.All().Sum(density.At), 12);
        Assert.Equal([0.5, 2.0 / 3, 0.75], density.Bandwidths.Select((h, i) => Math.Min(h, (i + 1.0) / (i + 2))));
    }

    [Fact]
    public void A_model_exists_once_good_and_bad_each_have_more_points_than_decisions()
    {
        var searcher = (BohbSearcher)new BohbConfig().Start(Toy.Problem, new Seeds(1));
        Toy.Search(searcher, Toy.Problem, 11);
        Assert.Null(searcher.Model());
        Toy.Search(searcher, Toy.Problem, 1);
        Assert.NotNull(searcher.Model());
    }

    [Fact]
    public void Failed_trials_are_among_the_bad()
    {
        var searcher = (BohbSearcher)new BohbConfig { RandomFraction = 1 }.Start(Toy.Problem, new Seeds(1));
        Toy.Search(searcher, Toy.Problem, 400, trial => trial.Architecture.Choices[0] == 0 ? trial with { Values = [], Error = "broken" } : trial);
        var (good, bad) = searcher.Model()!.Value;
        var (broken, whole) = (Toy.Space.Create([0, 2, 2, 2, 2]), Toy.Space.Create([2, 2, 2, 2, 2]));
        Assert.True(good.At(whole) / bad.At(whole) > 2 * good.At(broken) / bad.At(broken));
    }

    [Fact]
    public void The_model_is_of_the_largest_budget_that_has_enough_results()
    {
        var problem = new SearchProblem(DigitsSpace.Of([3, 3]), Objective.Maximise("twos")) { Budgets = [1, 3] };
        var searcher = (BohbSearcher)new BohbConfig { RandomFraction = 1 }.Start(problem, new Seeds(1));
        // At the short budget the first choice 0 looks best, at the long one 2 does.
        double Value(Trial trial) => trial.Budget == 1 ? -trial.Architecture.Choices[0] : trial.Architecture.Choices[0];
        double Ratio() => searcher.Model() is var (good, bad) ? good.At(problem.Space.Create([0, 0])) / bad.At(problem.Space.Create([0, 0])) : double.NaN;
        Toy.Search(searcher, problem, 10, trial => trial with { Values = [Value(trial)] });
        Assert.True(Ratio() > 1);
        Toy.Search(searcher, problem, 200, trial => trial with { Values = [Value(trial)] });
        Assert.True(Ratio() < 1);
    }
}
