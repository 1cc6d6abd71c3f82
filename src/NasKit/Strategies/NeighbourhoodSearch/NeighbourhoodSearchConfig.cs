namespace NasKit.Strategies.NeighbourhoodSearch;

/// <summary>How the values of a neighbourhood become one score.</summary>
public enum Aggregate
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their median, which a few broken neighbours do not move.</summary>
    Median,

    /// <summary>The worst of them.</summary>
    Worst,
}

/// <summary>NA-RS: random search that scores an architecture by its whole neighbourhood, so that it does not pick a lucky peak.</summary>
/// <remarks>Source: Wang et al., BMVC 2021. The neighbourhood is everything one decision away, and the architecture itself; the paper's constants are not known here.</remarks>
public sealed record NeighbourhoodSearchConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "na-rs";

    /// <summary>Neighbours drawn for each candidate; 0 for all of them.</summary>
    [Option("neighbours drawn for each candidate; 0 for all", Min = 0, Max = 1_000_000)]
    public int Neighbours { get; init; }

    /// <summary>How their values become one score.</summary>
    [Option("how their values become one score")]
    public Aggregate Aggregate { get; init; }

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new NeighbourhoodSearcher(this, problem, seeds);
}
