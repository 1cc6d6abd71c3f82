using System.Collections.Immutable;

namespace NasKit.Strategies;

/// <summary>What strategies with several training budgets have in common: brackets of successive halving.</summary>
public abstract record BracketConfig : StrategyConfig
{
    /// <summary>How many times fewer architectures, and how many times more training, each rung has. Paper: 3.</summary>
    [Option("how many times fewer architectures and more training each rung has; paper 3", Min = 2, Max = 100)]
    public int Eta { get; init; } = 3;

    /// <summary>The architectures in each rung of every bracket, from many to few; empty for Hyperband's own brackets.</summary>
    [Option("architectures in each rung of every bracket, such as 500,70; none for Hyperband's own", Min = 1, Max = 1_000_000)]
    public ImmutableArray<int> Rungs { get; init; } = [];

    /// <inheritdoc/>
    protected override IEnumerable<(bool Holds, string Problem)> Rules() =>
        [(Rungs.Zip(Rungs.Skip(1)).All(pair => pair.Second <= pair.First), $"Rungs = {string.Join(',', Rungs)} must not grow")];
}
