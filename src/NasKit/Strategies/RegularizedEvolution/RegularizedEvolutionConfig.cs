namespace NasKit.Strategies.RegularizedEvolution;

/// <summary>Regularised (aging) evolution: the best of a sample has a child, and the oldest of the population dies, however good it is.</summary>
/// <remarks>Source: Real et al., AAAI 2019 (AmoebaNet), algorithm 1.</remarks>
public sealed record RegularizedEvolutionConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "regularized-evolution";

    /// <summary>Individuals P in the population. Paper: 100; at 200 evaluations 20 to 50 are better.</summary>
    [Option("individuals P in the population; paper 100, better 20 to 50 at 200 evaluations", Min = 1, Max = 100_000)]
    public int Population { get; init; } = 100;

    /// <summary>Individuals S in a tournament, drawn with replacement. Paper: 25.</summary>
    [Option("individuals S in a tournament, drawn with replacement; paper 25", Min = 1, Max = 100_000)]
    public int Sample { get; init; } = 25;

    /// <summary>Probability that a child is its parent unchanged. Paper: 0.05 on its own space; the tables' settings: 0.</summary>
    [Option("probability that a child is its parent unchanged; paper 0.05 on its own space", Min = 0, Max = 1)]
    public double Identity { get; init; }

    /// <summary>Whether the oldest dies. If not, the worst of a tournament does, as in plain tournament selection; for comparison.</summary>
    [Option("whether the oldest dies; if not, the worst of a tournament, for comparison")]
    public bool Aging { get; init; } = true;

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new RegularizedEvolutionSearcher(this, problem, seeds);
}
