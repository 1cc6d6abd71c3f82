namespace NasKit.Strategies.Spos;

/// <summary>The evolutionary search of single-path one-shot: generations of mutants and crosses of the best few, no architecture twice.</summary>
/// <remarks>Source: Guo et al., ECCV 2020, and the released search code; populations of 50 with the best 10 as parents.</remarks>
public sealed record SposConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "spos-evolution";

    /// <summary>Architectures in a generation. Paper: 50.</summary>
    [Option("architectures in a generation; paper 50", Min = 1, Max = 100_000)]
    public int Population { get; init; } = 50;

    /// <summary>The best so far that may be parents. Paper: 10.</summary>
    [Option("the best so far that may be parents; paper 10", Min = 1, Max = 100_000)]
    public int Keep { get; init; } = 10;

    /// <summary>Mutants in a generation. Paper: 25.</summary>
    [Option("mutants in a generation; paper 25", Min = 0, Max = 100_000)]
    public int Mutants { get; init; } = 25;

    /// <summary>Crosses in a generation. Paper: 25.</summary>
    [Option("crosses in a generation; paper 25", Min = 0, Max = 100_000)]
    public int Crossovers { get; init; } = 25;

    /// <summary>Probability that a mutant's decision is drawn anew. Paper: 0.1.</summary>
    [Option("probability that a mutant's decision is drawn anew; paper 0.1", Min = 0, Max = 1)]
    public double MutationProbability { get; init; } = 0.1;

    /// <inheritdoc/>
    protected override IEnumerable<(bool Holds, string Problem)> Rules() =>
        [(Mutants + Crossovers <= Population, $"Mutants + Crossovers = {Mutants + Crossovers} must not exceed Population = {Population}")];

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new SposSearcher(this, problem, seeds);
}
