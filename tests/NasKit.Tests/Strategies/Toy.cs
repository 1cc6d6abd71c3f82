using System.Collections.Immutable;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Strategies;

namespace NasKit.Tests.Strategies;

/// <summary>Small problems whose answers are known, and the loop of a search without a study.</summary>
internal static class Toy
{
    public static readonly SearchSpace Space = DigitsSpace.Of([3, 3, 3, 3, 3]);

    /// <summary>One objective: how many digits are 2, plus a tenth of how many are 1; 5 at best.</summary>
    public static SearchProblem Problem => new(Space, Objective.Maximise("twos"));

    /// <summary>Two objectives that pull against each other.</summary>
    public static SearchProblem TwoObjectives => new(Space, Objective.Maximise("twos"), Objective.Minimise("cost"))
    {
        KnownCosts = architecture => [Cost(architecture)],
    };

    public static double Twos(Architecture architecture) => architecture.Choices.Sum(choice => choice == 2 ? 1.0 : choice == 1 ? 0.1 : 0);

    public static double Cost(Architecture architecture) => architecture.Choices.Select((choice, i) => choice * (i + 1.0)).Sum();

    public static ImmutableArray<double> Values(SearchProblem problem, Architecture architecture) =>
        problem.Objectives.Length == 1 ? [Twos(architecture)] : [Twos(architecture), Cost(architecture)];

    /// <summary>Asks for one at a time until the budget or the search ends.</summary>
    public static List<Trial> Search(ISearcher searcher, SearchProblem problem, int evaluations, Func<Trial, Trial>? change = null)
    {
        var trials = new List<Trial>();
        while (trials.Count < evaluations && searcher.Ask(1) is [var proposal])
        {
            var trial = new Trial(proposal, Values(problem, proposal.Architecture));
            trial = change is null ? trial : change(trial);
            searcher.Tell(trial);
            trials.Add(trial);
        }

        return trials;
    }

    public static List<Trial> Search(StrategyConfig strategy, SearchProblem problem, int evaluations, long seed = 1) =>
        Search(strategy.Start(problem, new Seeds(seed)), problem, evaluations);
}
