using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Statistics;
using NasKit.Studies;

namespace NasKit.Charts;

/// <summary>The data of a critical-difference diagram: average ranks, and which of them do not differ.</summary>
/// <remarks>Source: Demšar, JMLR 7, 2006, section 3.2.4.</remarks>
public sealed record CriticalDifferenceData
{
    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What is compared, in the order of the test's treatments; not empty, each once.</summary>
    public required IReadOnlyList<string> Names { get; init; }

    /// <summary>Average ranks and critical difference.</summary>
    public required NemenyiTest Test { get; init; }

    /// <summary>What was ranked within, in the plural: <c>seeds</c>, <c>data sets</c>.</summary>
    public string Blocks { get; init; } = "blocks";

    /// <summary>Scores of several methods in the same blocks.</summary>
    /// <param name="scores">Name and scores of each method, as many as there are blocks.</param>
    /// <param name="higherIsBetter">Whether the largest score has rank 1, as for an accuracy, or the smallest, as for a regret.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two methods or blocks, the methods differ in their number of scores, or a score is not finite.</exception>
    public static CriticalDifferenceData Of(IReadOnlyList<(string Name, IReadOnlyList<double> Scores)> scores, bool higherIsBetter = false, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count > 0 && scores.FirstOrDefault(method => method.Scores.Count != scores[0].Scores.Count) is { Name: { } other } uneven)
        {
            throw new ArgumentException($"Ranks need a score of every method in every block, but {scores[0].Name} has {scores[0].Scores.Count} and {other} has {uneven.Scores.Count}.", nameof(scores));
        }
        IReadOnlyList<IReadOnlyList<double>> blocks = scores.Count == 0 ? [] : [.. Enumerable.Range(0, scores[0].Scores.Count).Select(block => scores.Select(method => method.Scores[block]).ToArray())];
        return new() { Names = [.. scores.Select(method => method.Name)], Test = new(FriedmanTest.Of(blocks, higherIsBetter), alpha) };
    }

    /// <summary>The final incumbents of several strategies, every seed being a block.</summary>
    /// <param name="results">The strategies, under different labels and with the same seeds.</param>
    /// <param name="report">The number that is compared; better in the direction of the first objective.</param>
    /// <param name="evaluations">After how many evaluations; null for the end.</param>
    /// <param name="alpha">The level, between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two strategies or seeds, or the strategies have different seeds.</exception>
    /// <remarks>What is found holds for this benchmark: seeds are repetitions, and a hundred of them tell small differences apart.</remarks>
    public static CriticalDifferenceData Of(IReadOnlyList<StudyResult> results, Func<Architecture, double> report, int? evaluations = null, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(results);
        var seeds = results.Select(result => string.Join(',', result.Searches.Select(search => search.Seed))).Distinct().Count();
        if (seeds > 1) throw new ArgumentException("Ranks need the same seeds of every strategy; these differ.", nameof(results));
        var higherIsBetter = results.Count > 0 && results[0].Searches is [{ Objectives: [{ Direction: Direction.Maximise }, ..] }, ..];
        return Of([.. results.Select(result => (result.Label, result.Reported(report, evaluations)))], higherIsBetter, alpha) with { Blocks = "seeds" };
    }

    /// <summary>Checks that there is a name for every rank.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Critical-difference diagram");
        problems.Require(Test is not null, "Test must be given (it is null).");
        if (problems.List(nameof(Names), Names))
        {
            problems.Names(nameof(Names), Names);
            problems.Require(Test is null || Names.Count == Test.Friedman.AverageRanks.Count, $"there are {Names.Count} names for {Test?.Friedman.AverageRanks.Count} average ranks.");
        }
        problems.Require(!string.IsNullOrWhiteSpace(Blocks), "Blocks must say what was ranked within (it is empty).");
        problems.Throw();
    }

    /// <summary>What the chart shows, in words, with both tests.</summary>
    public string Caption
    {
        get
        {
            var friedman = Test.Friedman;
            var lead = ChartAxis.Opening(Title, $"average ranks of {Names.Count} methods over {friedman.Blocks} {Blocks}, 1 being the best.");
            return $"{lead} Friedman's test: χ² = {TextTable.Number(friedman.ChiSquare, 4)} (p {Probability(friedman.PValue)}), F = {TextTable.Number(friedman.F, 4)} (p {Probability(friedman.FPValue)}). "
                + $"Methods that a bar joins do not differ at the level {TextTable.Number(Test.Alpha)} (Nemenyi's test, critical difference {TextTable.Number(Test.CriticalDifference, 3)}).";
        }
    }

    internal static string Probability(double p) => p < 1e-4 ? "< 0.0001" : $"= {TextTable.Number(p, 2)}";
}
