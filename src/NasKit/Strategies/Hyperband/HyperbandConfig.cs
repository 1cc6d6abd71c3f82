namespace NasKit.Strategies.Hyperband;

/// <summary>Hyperband: brackets of successive halving that trade many short trainings against few long ones.</summary>
/// <remarks>Source: Li et al., JMLR 18, 2018. Needs an evaluator with several budgets; with one it is random search.</remarks>
public sealed record HyperbandConfig : BracketConfig
{
    /// <inheritdoc/>
    public override string Name => "hyperband";

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new HyperbandSearcher(this, problem, seeds);
}
