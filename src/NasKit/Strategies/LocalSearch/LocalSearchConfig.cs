namespace NasKit.Strategies.LocalSearch;

/// <summary>Local search: climb to the first better neighbour; where there is none, start again somewhere new.</summary>
/// <remarks>Source: White et al., UAI 2021, and the acceptance matrix's settings: first improvement, restarts, no architecture evaluated twice.</remarks>
public sealed record LocalSearchConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "local-search";

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new LocalSearcher(problem, seeds);
}
