using NasKit.Spaces;
using NasKit.Strategies.LocalSearch;
using NasKit.Strategies.RandomSearch;
using NasKit.Strategies.RegularizedEvolution;

namespace NasKit.Tests.Strategies;

public sealed class SimpleStrategyTests
{
    [Fact]
    public void Batches_of_any_size_give_the_same_random_sequence()
    {
        var one = new RandomSearchConfig().Start(Toy.Problem, new Seeds(1));
        var many = new RandomSearchConfig().Start(Toy.Problem, new Seeds(1));
        Assert.Equal(Enumerable.Range(0, 30).Select(_ => one.Ask(1)[0]), many.Ask(30));
    }

    [Fact]
    public void Random_search_without_replacement_draws_everything_once_and_ends()
    {
        var trials = Toy.Search(new RandomSearchConfig { WithReplacement = false }, Toy.Problem, 1000);
        Assert.Equal(243, trials.Count);
        Assert.Equal(243, trials.Select(trial => trial.Architecture).Distinct().Count());
    }

    [Fact]
    public void The_best_of_n_random_draws_has_its_closed_expectation()
    {
        // E[best of N] = Σ a(i) ((i/n)^N − ((i−1)/n)^N) over the n values in ascending order; 4,000 repeats leave an error of a few thousandths.
        var values = Toy.Space.All().Select(Toy.Twos).Order().ToArray();
        const int draws = 5, repeats = 4000;
        var expected = values.Select((value, i) => value * (Math.Pow((i + 1.0) / values.Length, draws) - Math.Pow((double)i / values.Length, draws))).Sum();
        var best = Enumerable.Range(0, repeats).Select(seed => Toy.Search(new RandomSearchConfig(), Toy.Problem, draws, seed).Max(trial => trial.Values[0])).ToArray();
        var error = Math.Sqrt(best.Select(value => Math.Pow(value - best.Average(), 2)).Sum() / (repeats - 1.0) / repeats);
        Assert.InRange(best.Average(), expected - 4 * error, expected + 4 * error);
    }

    [Fact]
    public void The_queue_keeps_its_length_and_everyone_leaves_after_P_further_tells()
    {
        const int population = 6;
        var searcher = (RegularizedEvolutionSearcher)new RegularizedEvolutionConfig { Population = population, Sample = 2 }.Start(Toy.Problem, new Seeds(1));
        var born = new List<object>();
        for (var i = 0; i < 60; i++)
        {
            Toy.Search(searcher, Toy.Problem, 1);
            Assert.Equal(Math.Min(i + 1, population), searcher.Queue.Count);
            born.Add(searcher.Queue.Single(individual => !born.Contains(individual, ReferenceEqualityComparer.Instance)));
            Assert.Equal(born.TakeLast(population).ToHashSet(ReferenceEqualityComparer.Instance), searcher.Queue.ToHashSet<object>(ReferenceEqualityComparer.Instance));
        }
    }

    [Fact]
    public void A_failed_child_neither_enters_the_queue_nor_ages_it()
    {
        var searcher = (RegularizedEvolutionSearcher)new RegularizedEvolutionConfig { Population = 4, Sample = 2 }.Start(Toy.Problem, new Seeds(1));
        Toy.Search(searcher, Toy.Problem, 4);
        var before = searcher.Queue.ToArray();
        Toy.Search(searcher, Toy.Problem, 10, trial => trial with { Values = [], Error = "no memory" });
        Assert.Equal(before, searcher.Queue);
    }

    [Fact]
    public void Children_are_one_decision_away_from_the_best_of_their_tournament()
    {
        var trials = Toy.Search(new RegularizedEvolutionConfig { Population = 5, Sample = 64 }, Toy.Problem, 100);
        for (var i = 5; i < trials.Count; i++)
        {
            // 64 draws from 5 miss the best one with probability 6e-7.
            var parent = trials[i].Proposal.Parent!;
            Assert.Equal(trials.GetRange(i - 5, 5).Max(trial => trial.Values[0]), Toy.Twos(parent));
            Assert.Equal(1, parent.Choices.Zip(trials[i].Architecture.Choices).Count(pair => pair.First != pair.Second));
        }
    }

    [Fact]
    public void With_identity_alone_and_the_whole_queue_in_the_tournament_evolution_evaluates_the_best_again()
    {
        var trials = Toy.Search(new RegularizedEvolutionConfig { Population = 3, Sample = 64, Identity = 1 }, Toy.Problem, 30);
        Assert.Single(trials.Skip(3).Select(trial => trial.Architecture).Distinct());
    }

    [Fact]
    public void Local_search_evaluates_nothing_twice_and_climbs_to_where_no_neighbour_is_better()
    {
        var trials = Toy.Search(new LocalSearchConfig(), Toy.Problem, 243);
        Assert.Equal(243, trials.Select(trial => trial.Architecture).Distinct().Count());
        var restart = trials.FindIndex(1, trial => trial.Proposal.Parent is null);
        var top = trials.Take(restart).MaxBy(trial => trial.Values[0])!.Architecture;
        Assert.All(Toy.Space.Neighbours(top), neighbour => Assert.True(Toy.Twos(neighbour) <= Toy.Twos(top)));
        Assert.Equal(Toy.Space.Create([2, 2, 2, 2, 2]), top); // one hill: the first walk reaches the best
    }

    [Fact]
    public void Local_search_moves_at_the_first_improvement()
    {
        var trials = Toy.Search(new LocalSearchConfig(), Toy.Problem, 40);
        Architecture? place = null;
        foreach (var trial in trials)
        {
            Assert.True(trial.Proposal.Parent is null || trial.Proposal.Parent.Equals(place));
            place = trial.Proposal.Parent is null || Toy.Twos(trial.Architecture) > Toy.Twos(place!) ? trial.Architecture : place;
        }
    }

    [Fact]
    public void Without_aging_the_best_is_not_lost_and_with_it_every_individual_dies_in_time()
    {
        var problem = Toy.Problem;
        foreach (var aging in new[] { true, false })
        {
            var config = new RegularizedEvolutionConfig { Population = 10, Sample = 3, Aging = aging };
            var searcher = (RegularizedEvolutionSearcher)config.Start(problem, new Seeds(1));
            var trials = Toy.Search(searcher, problem, 200);
            var best = trials.Max(trial => trial.Values[0]);
            Assert.Equal(10, searcher.Queue.Count);
            if (aging)
            {
                Assert.Equal(trials[^10..].Select(trial => trial.Architecture).Order(Comparer<Architecture>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))),
                    searcher.Queue.Select(one => one.Architecture).Order(Comparer<Architecture>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString()))));
            }
            else
            {
                // The worst of a tournament is the best only when all of it drew the best: one of ten, three times, for a moment before it has copies.
                Assert.True(searcher.Queue.Max(one => one.Reward) >= best - 1e-12);
            }
        }
    }
}
