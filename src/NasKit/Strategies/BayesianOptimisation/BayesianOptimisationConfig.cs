namespace NasKit.Strategies.BayesianOptimisation;

/// <summary>Bayesian optimisation with a Gaussian process over architectures read as strings of tokens.</summary>
/// <remarks>Sources: the subsequence kernel of Lodhi et al., JMLR 2, 2002; expected improvement of Jones et al., 1998; candidates are mutants of the best.</remarks>
public sealed record BayesianOptimisationConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "bayesian-optimisation";

    /// <summary>Random architectures before the first model.</summary>
    [Option("random architectures before the first model", Min = 2, Max = 100_000)]
    public int Initial { get; init; } = 10;

    /// <summary>Length p of the longest subsequences that are compared.</summary>
    [Option("length of the longest subsequences that are compared", Min = 1, Max = 10)]
    public int Length { get; init; } = 3;

    /// <summary>Decay λ of a subsequence with every position that it spans.</summary>
    [Option("decay of a subsequence with every position that it spans", Min = 0, Above = true, Max = 1)]
    public double Decay { get; init; } = 0.5;

    /// <summary>Whether equal operators at different decisions are different tokens.</summary>
    [Option("whether equal operators at different decisions are different tokens")]
    public bool Positional { get; init; } = true;

    /// <summary>Architectures whose mutants are candidates: the best so far.</summary>
    [Option("the best so far whose mutants are candidates", Min = 1, Max = 1000)]
    public int Parents { get; init; } = 10;

    /// <summary>Candidates in a step, half of them mutants and half random.</summary>
    [Option("candidates in a step, half mutants and half random", Min = 2, Max = 100_000)]
    public int Candidates { get; init; } = 200;

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new BayesianOptimisationSearcher(this, problem, seeds);
}
