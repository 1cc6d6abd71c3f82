namespace NasKit.Strategies.Cenas;

/// <summary>CENAS: one classifier learns which architectures no reference dominates, and children it believes in are evaluated.</summary>
/// <remarks>
/// Source: Ma et al., IEEE Trans. Evolutionary Computation 28, 2024 (arXiv 2109.07582), along the ideas of its abstract: dominance as a class, references chosen
/// adaptively, the share of positives regulated by α-domination. The paper's formulas were not at hand: the details are choices of this kit.
/// </remarks>
public sealed record CenasConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "cenas";

    /// <inheritdoc/>
    public override bool IsMultiObjective => true;

    /// <summary>Random architectures before the first classifier.</summary>
    [Option("random architectures before the first classifier", Min = 2, Max = 100_000)]
    public int Initial { get; init; } = 50;

    /// <summary>Children bred in a generation.</summary>
    [Option("children bred in a generation", Min = 1, Max = 100_000)]
    public int Children { get; init; } = 300;

    /// <summary>Children evaluated in a generation: those of highest probability.</summary>
    [Option("children evaluated in a generation, those of highest probability", Min = 1, Max = 100_000)]
    public int Evaluated { get; init; } = 10;

    /// <summary>Reference architectures k.</summary>
    [Option("reference architectures", Min = 1, Max = 1000)]
    public int References { get; init; } = 6;

    /// <summary>Whether the share of positives is held in its band, by weaker references or α-domination.</summary>
    [Option("whether the share of positives is held in its band")]
    public bool Regulate { get; init; } = true;

    /// <summary>Smallest share of positives.</summary>
    [Option("smallest share of positives", Min = 0, Max = 1)]
    public double LowestRate { get; init; } = 0.10;

    /// <summary>Largest share of positives.</summary>
    [Option("largest share of positives", Min = 0, Max = 1)]
    public double HighestRate { get; init; } = 0.25;

    /// <summary>Whether a classifier chooses among the children; without, they are taken as they were bred (for comparison).</summary>
    [Option("whether a classifier chooses among the children; without, for comparison, they are taken as bred")]
    public bool Classifier { get; init; } = true;

    /// <summary>The worst value of the first objective that counts, in its own unit, so that broken networks do not flatten the scale; null for none.</summary>
    [Option("worst value of the first objective that counts, in its own unit")]
    public double? Worst { get; init; }

    /// <summary>Learning rate of the classifier's Adam.</summary>
    [Option("learning rate of the classifier's Adam", Min = 0, Above = true, Max = 10)]
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>Weight decay of the classifier.</summary>
    [Option("weight decay of the classifier", Min = 0)]
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Steps of the classifier on all evaluated architectures.</summary>
    [Option("steps of the classifier on all evaluated architectures", Min = 1, Max = 100_000)]
    public int Steps { get; init; } = 150;

    /// <summary>Told about each generation, on the thread of the search; null for nobody. Does not change the search.</summary>
    public Action<Generation>? Watch { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<(bool Holds, string Problem)> Rules() =>
        [(LowestRate <= HighestRate, $"LowestRate = {LowestRate} must not exceed HighestRate = {HighestRate}")];

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds)
    {
        Require.That(Name, (problem.Objectives.Length >= 2, $"It needs two objectives or more, got {problem.Objectives.Length}"));
        return new CenasSearcher(this, problem, seeds);
    }
}
