namespace NasKit.Strategies.RandomSearch;

/// <summary>Random search: every architecture drawn uniformly, the best kept.</summary>
/// <remarks>Source: Bergstra and Bengio, JMLR 13, 2012; the line that every other strategy is measured against.</remarks>
public sealed record RandomSearchConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "random-search";

    /// <summary>Whether an architecture may be drawn again; without, the search ends when the space does.</summary>
    [Option("whether an architecture may be drawn again")]
    public bool WithReplacement { get; init; } = true;

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new RandomSearcher(this, problem, seeds);
}
