namespace NasKit.Strategies.Bohb;

/// <summary>BOHB: Hyperband whose brackets are filled from a model of what good and bad architectures look like.</summary>
/// <remarks>Source: Falkner et al., ICML 2018, and its release. With an evaluator of one budget it is that model alone (TPE). Differs: the bandwidth of a decision
/// comes from the number of points alone, as the order of its choices, which the release takes a deviation of, means nothing.</remarks>
public sealed record BohbConfig : BracketConfig
{
    /// <inheritdoc/>
    public override string Name => "bohb";

    /// <summary>Share of the results that are good. Paper: 0.15.</summary>
    [Option("share of the results that are good; paper 0.15", Min = 0, Above = true, Max = 1, Below = true)]
    public double Good { get; init; } = 0.15;

    /// <summary>Candidates drawn for a proposal. Paper: 64.</summary>
    [Option("candidates drawn for a proposal; paper 64", Min = 1, Max = 100_000)]
    public int Candidates { get; init; } = 64;

    /// <summary>Probability that a proposal is uniform. Paper: 1/3.</summary>
    [Option("probability that a proposal is uniform; paper 1/3", Min = 0, Max = 1)]
    public double RandomFraction { get; init; } = 1.0 / 3;

    /// <summary>Bandwidth at one point; it falls as n^(−1/(4 + decisions)) and never exceeds (K − 1)/K for K choices.</summary>
    [Option("bandwidth at one point; falls as n^(-1/(4 + decisions))", Min = 0, Above = true, Max = 1)]
    public double Bandwidth { get; init; } = 0.5;

    /// <summary>Smallest bandwidth. Paper: 1e-3.</summary>
    [Option("smallest bandwidth; paper 1e-3", Min = 0, Above = true, Max = 1)]
    public double MinBandwidth { get; init; } = 1e-3;

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds) => new BohbSearcher(this, problem, seeds);
}
