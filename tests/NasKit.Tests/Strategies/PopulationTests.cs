using NasKit.Pareto;
using NasKit.Strategies.NeighbourhoodSearch;
using NasKit.Strategies.Nsga2;
using NasKit.Strategies.Spos;

namespace NasKit.Tests.Strategies;

public sealed class PopulationTests
{
    [Fact]
    public void SPOS_evaluates_nothing_twice_and_breeds_from_the_best_so_far()
    {
        var trials = Toy.Search(new SposConfig { Population = 20, Keep = 5, Mutants = 10, Crossovers = 10 }, Toy.Problem, 200);
        Assert.Equal(200, trials.Select(trial => trial.Architecture).Distinct().Count());
        Assert.True(trials.Skip(20).Take(40).Average(trial => trial.Values[0]) > trials.Take(20).Average(trial => trial.Values[0]) + 0.5);
        var parents = trials.Take(20).OrderByDescending(trial => trial.Values[0]).Take(5).Select(trial => trial.Architecture).ToArray();
        foreach (var child in trials.Skip(30).Take(10)) // crosses: each choice is some parent's
        {
            Assert.All(Enumerable.Range(0, 5), i => Assert.Contains(parents, parent => parent.Choices[i] == child.Architecture.Choices[i]));
        }
    }

    [Fact]
    public void SPOS_goes_on_by_random_fill_when_its_parents_have_collapsed()
    {
        var trials = Toy.Search(new SposConfig { Population = 10, Keep = 1, Mutants = 5, Crossovers = 5, MutationProbability = 0 }, Toy.Problem, 300);
        Assert.Equal(243, trials.Count); // all of the space, each once
    }

    [Fact]
    public void More_children_than_members_are_refused() =>
        Assert.Contains("must not exceed", Assert.Throws<ArgumentException>(() => new SposConfig { Mutants = 40 }.Validate()).Message, StringComparison.Ordinal);

    [Fact]
    public void NSGA2_keeps_the_best_of_parents_and_children_by_rank_then_room()
    {
        var searcher = (Nsga2Searcher)new Nsga2Config { Population = 12 }.Start(Toy.TwoObjectives, new Seeds(1));
        var trials = Toy.Search(searcher, Toy.TwoObjectives, 12);
        Toy.Search(searcher, Toy.TwoObjectives, 1); // the next generation is asked for, so the first was selected
        Assert.Equal(12, searcher.Population.Count);
        trials.AddRange(Toy.Search(searcher, Toy.TwoObjectives, 11));
        Toy.Search(searcher, Toy.TwoObjectives, 1);
        var ranks = NonDominatedSort.Ranks(PointSet.From([.. searcher.Population.Select(member => member.Objectives)]));
        Assert.Equal(ranks.Order(), ranks);
        Assert.Equal(12, searcher.Population.Select(member => member.Architecture).Distinct().Count());
    }

    [Fact]
    public void NSGA2_never_loses_a_front_that_fits()
    {
        var searcher = (Nsga2Searcher)new Nsga2Config { Population = 40 }.Start(Toy.TwoObjectives, new Seeds(2));
        var trials = Toy.Search(searcher, Toy.TwoObjectives, 200);
        Toy.Search(searcher, Toy.TwoObjectives, 1);
        var points = PointSet.From([.. trials.Select(Toy.TwoObjectives.Minimised)]);
        var front = ParetoFront.Indexes(points).Select(i => trials[i].Architecture).ToHashSet();
        Assert.True(front.Count <= 40);
        var values = searcher.Population.Select(member => (member.Objectives[0], member.Objectives[1])).ToHashSet();
        Assert.All(ParetoFront.Indexes(points), i => Assert.Contains((points[i, 0], points[i, 1]), values));
    }

    [Fact]
    public void NA_RS_evaluates_each_candidate_with_all_its_neighbours_and_recommends_by_their_mean()
    {
        var searcher = new NeighbourhoodSearchConfig().Start(Toy.Problem, new Seeds(1));
        var trials = Toy.Search(searcher, Toy.Problem, 11);
        Assert.Equal(Toy.Space.Neighbours(trials[0].Architecture).Prepend(trials[0].Architecture), trials.Select(trial => trial.Architecture));
        Assert.Equal(trials[0].Architecture, searcher.Recommended);
        Toy.Search(searcher, Toy.Problem, 150);
        var score = Toy.Space.Neighbours(searcher.Recommended!).Append(searcher.Recommended!).Average(Toy.Twos);
        Assert.True(score >= Toy.Space.Neighbours(trials[0].Architecture).Append(trials[0].Architecture).Average(Toy.Twos));
    }

    [Theory]
    [InlineData(Aggregate.Mean)]
    [InlineData(Aggregate.Median)]
    [InlineData(Aggregate.Worst)]
    public void NA_RS_prefers_a_plateau_to_a_lonely_peak(Aggregate aggregate)
    {
        // A peak of 10 among zeros, and a plateau of 2 where three digits or more are 1.
        static double Landscape(NasKit.Spaces.Architecture a) => a.ToString() == "22222" ? 10 : a.Choices.Count(choice => choice == 1) >= 3 ? 2 : 0;
        var searcher = new NeighbourhoodSearchConfig { Aggregate = aggregate }.Start(Toy.Problem, new Seeds(1));
        var trials = Toy.Search(searcher, Toy.Problem, 243, trial => trial with { Values = [Landscape(trial.Architecture)] });
        Assert.Equal(243, trials.Count);
        Toy.Search(searcher, Toy.Problem, 1);
        Assert.Equal(10, trials.Max(trial => trial.Values[0]));
        Assert.True(searcher.Recommended!.Choices.Count(choice => choice == 1) >= 4);
    }

    [Fact]
    public void NA_RS_with_drawn_neighbours_asks_for_that_many()
    {
        var trials = Toy.Search(new NeighbourhoodSearchConfig { Neighbours = 3 }, Toy.Problem, 4);
        Assert.All(trials.Skip(1), trial => Assert.Equal(1, trials[0].Architecture.Choices.Zip(trial.Architecture.Choices).Count(pair => pair.First != pair.Second)));
    }
}
