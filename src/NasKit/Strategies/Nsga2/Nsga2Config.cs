namespace NasKit.Strategies.Nsga2;

/// <summary>NSGA-II: a population kept by ranks of dominance and, within a rank, by the room around each member.</summary>
/// <remarks>Source: Deb et al., IEEE Trans. Evolutionary Computation 6 (2), 2002. Differs: parents and children are never equal, so copies do not fill the population.</remarks>
public sealed record Nsga2Config : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "nsga2";

    /// <inheritdoc/>
    public override bool IsMultiObjective => true;

    /// <summary>Members N of the population. Paper: 100; for budgets of a few hundred evaluations: 50.</summary>
    [Option("members N of the population; paper 100", Min = 2, Max = 100_000)]
    public int Population { get; init; } = 50;

    /// <summary>Children in a generation; the paper's own setting is as many as members. Fewer make a steady state.</summary>
    [Option("children in a generation; 0 for as many as members, as in the paper", Min = 0, Max = 100_000)]
    public int Children { get; init; }

    /// <summary>Probability that a child has two parents. Paper: 0.9.</summary>
    [Option("probability that a child has two parents; paper 0.9", Min = 0, Max = 1)]
    public double CrossoverProbability { get; init; } = 0.9;

    /// <summary>Expected number of decisions that mutation draws anew in a child. Paper: 1.</summary>
    [Option("expected number of decisions drawn anew in a child; paper 1", Min = 0, Max = 1000)]
    public double Mutations { get; init; } = 1;

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new Nsga2Searcher(this, problem, seeds);
}
