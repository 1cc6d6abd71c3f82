using NasKit.Strategies;
using NasKit.Studies;

namespace NasKit.Tests.Strategies;

/// <summary>What holds for every strategy of the catalogue.</summary>
public sealed class EveryStrategyTests
{
    public static TheoryData<string> Names => [.. StrategyCatalog.All.Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_trajectory_and_another_one_another(string name)
    {
        var (strategy, problem) = Small(name);
        var trajectory = Strings(Toy.Search(strategy, problem, 60, seed: 3));
        Assert.Equal(trajectory, Strings(Toy.Search(strategy, problem, 60, seed: 3)));
        Assert.NotEqual(trajectory, Strings(Toy.Search(strategy, problem, 60, seed: 4)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_searcher_that_loads_a_saved_state_goes_on_in_exactly_the_same_way(string name)
    {
        var (strategy, problem) = Small(name);
        foreach (var (before, pending) in new[] { (0, 0), (7, 0), (23, 1), (40, 3) })
        {
            var whole = strategy.Start(problem, new Seeds(5));
            Toy.Search(whole, problem, before);
            var open = pending > 0 ? whole.Ask(pending) : [];
            var resumed = strategy.Start(problem, new Seeds(99));
            resumed.Load(whole.Save());
            foreach (var searcher in new[] { whole, resumed })
            {
                foreach (var proposal in open)
                {
                    searcher.Tell(new(proposal, Toy.Values(problem, proposal.Architecture)));
                }
            }

            Assert.Equal(Strings(Toy.Search(whole, problem, 30)), Strings(Toy.Search(resumed, problem, 30)));
            Assert.Equal(whole.Recommended, resumed.Recommended);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Failures_and_batches_told_backwards_do_not_stop_a_search(string name)
    {
        var (strategy, problem) = Small(name);
        var searcher = strategy.Start(problem, new Seeds(1));
        var (rng, told) = (new Rng(2), 0);
        while (told < 60 && searcher.Ask(4) is { Count: > 0 } proposals)
        {
            foreach (var proposal in proposals.Reverse())
            {
                searcher.Tell(rng.NextInt(3) == 0 ? new(proposal, [], Error: "no memory") : new(proposal, Toy.Values(problem, proposal.Architecture)));
                told++;
            }
        }

        Assert.True(told >= 15, $"It ended after {told} evaluations."); // DPP-Net ends by itself
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_search_may_outlive_a_space_of_four_architectures(string name)
    {
        var (strategy, _) = Small(name);
        var space = NasKit.Spaces.DigitsSpace.Of([2, 2]);
        var problem = new SearchProblem(space, Toy.TwoObjectives.Objectives[..(StrategyCatalog.Find(name).IsMultiObjective ? 2 : 1)])
        {
            KnownCosts = architecture => [Toy.Cost(architecture)],
        };
        var trials = Toy.Search(strategy.Start(problem, new Seeds(1)), problem, 40);
        Assert.InRange(trials.Select(trial => trial.Architecture).Distinct().Count(), 2, 4);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_proposal_is_told_once_and_with_finite_values(string name)
    {
        var (strategy, problem) = Small(name);
        var searcher = strategy.Start(problem, new Seeds(1));
        var proposal = searcher.Ask(1)[0];
        Assert.Throws<ArgumentException>(() => searcher.Tell(new(proposal with { Id = 12 }, Toy.Values(problem, proposal.Architecture))));
        searcher.Tell(new(proposal, Toy.Values(problem, proposal.Architecture)));
        Assert.Throws<ArgumentException>(() => searcher.Tell(new(proposal, Toy.Values(problem, proposal.Architecture))));
        var next = searcher.Ask(1)[0];
        Assert.Throws<ArgumentException>(() => searcher.Tell(new(next, [.. problem.Objectives.Select(_ => double.NaN)])));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_of_another_strategy_is_refused(string name)
    {
        var (strategy, problem) = Small(name);
        var searcher = strategy.Start(problem, new Seeds(1));
        Assert.Contains("expected", Assert.Throws<NasKitException>(() => searcher.Load(new Snapshot())).Message, StringComparison.Ordinal);
        var state = searcher.Save();
        state.State.Remove("rng");
        Assert.Contains("'rng'", Assert.Throws<NasKitException>(() => searcher.Load(state)).Message, StringComparison.Ordinal);
    }

    /// <summary>The strategy with settings small enough that all of it happens within 60 evaluations, and a problem for it.</summary>
    private static (StrategyConfig Strategy, SearchProblem Problem) Small(string name)
    {
        var strategy = StrategyCatalog.Find(name);
        KeyValuePair<string, string>[] small = [new("population", "8"), new("sample", "3"), new("initial", "8"), new("mutants", "3"), new("crossovers", "3"), new("keep", "3")];
        return (strategy.With([.. small.Where(setting => strategy.Options().Any(option => option.Name == setting.Key))]), strategy.IsMultiObjective ? Toy.TwoObjectives : Toy.Problem);
    }

    private static string[] Strings(IEnumerable<Trial> trials) => [.. trials.Select(trial => $"{trial.Proposal.Id} {trial.Architecture} {trial.Budget}")];
}
