using System.Collections.Immutable;

namespace NasKit.Strategies;

/// <summary>Which budgets and how many architectures the brackets of Hyperband have.</summary>
/// <remarks>Source: Li et al., JMLR 18, 2018, in the order and with the whole numbers of the BOHB release (HpBandSter).</remarks>
public static class Brackets
{
    /// <summary>The budgets of the rungs: the largest, and for each power of η below it the nearest (in ratio) that the evaluator has.</summary>
    /// <param name="budgets">The evaluator's budgets, rising; empty gives the one full budget, null.</param>
    /// <param name="eta">η, at least 2.</param>
    public static ImmutableArray<double?> Ladder(ImmutableArray<double> budgets, int eta)
    {
        if (budgets.IsEmpty)
        {
            return [null];
        }

        var ladder = new List<double> { budgets[^1] };
        for (var wanted = budgets[^1] / eta; wanted >= budgets[0] * (1 - 1e-9); wanted /= eta)
        {
            ladder.Add(budgets.MinBy(budget => Math.Abs(Math.Log(budget / wanted))));
        }

        return [.. ladder.Distinct().Order().Select(budget => (double?)budget)];
    }

    /// <summary>The sizes of the rungs of one bracket.</summary>
    /// <param name="rungs">How many rungs the largest bracket has, at least 1.</param>
    /// <param name="eta">η, at least 2.</param>
    /// <param name="bracket">Number of the bracket, from 0; after the last kind the first comes again.</param>
    public static ImmutableArray<int> Sizes(int rungs, int eta, int bracket)
    {
        var s = rungs - 1 - bracket % rungs;
        var size = rungs / (s + 1);
        for (var i = 0; i < s; i++)
        {
            size *= eta;
        }

        var sizes = new int[s + 1];
        for (var k = 0; k <= s; k++, size /= eta)
        {
            sizes[k] = Math.Max(size, 1);
        }

        return [.. sizes];
    }
}
