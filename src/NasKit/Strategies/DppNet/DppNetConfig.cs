using System.Globalization;
using NasKit.Spaces;

namespace NasKit.Strategies.DppNet;

/// <summary>DPP-Net: architectures grow stage by stage; a recurrent regressor predicts their accuracy, and only those on the predicted front are trained.</summary>
/// <remarks>
/// Source: Dong et al., ECCV 2018; the selection of exactly K and the regressor's details are choices of this kit. Needs costs that are known without training.
/// </remarks>
public sealed record DppNetConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override string Name => "dpp-net";

    /// <inheritdoc/>
    public override bool IsMultiObjective => true;

    /// <summary>Architectures K that are trained in each stage after the first.</summary>
    [Option("architectures trained in each stage after the first; paper 128", Min = 1, Max = 10_000)]
    public int Select { get; init; } = 16;

    /// <summary>The decisions that each stage adds, by number, stages apart by ';' such as <c>3;0,4;1,2,5</c>; empty for one decision a stage (in NAS-Bench-201, one path more a stage).</summary>
    [Option("decisions that each stage adds, such as 3;0,4;1,2,5; none for one a stage (NAS-Bench-201: by paths)")]
    public string Stages { get; init; } = "";

    /// <summary>The choice that decisions of later stages have: the operator that is not there.</summary>
    [Option("the choice that decisions of later stages have", Min = 0, Max = 1000)]
    public int Absent { get; init; }

    /// <summary>Units of the regressor's LSTM.</summary>
    [Option("units of the regressor's LSTM", Min = 1, Max = 1000)]
    public int Hidden { get; init; } = 32;

    /// <summary>Learning rate of the regressor's Adam.</summary>
    [Option("learning rate of the regressor's Adam", Min = 0, Above = true, Max = 10)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Passes of the regressor over all results, after each stage.</summary>
    [Option("passes of the regressor over all results, after each stage", Min = 1, Max = 100_000)]
    public int Epochs { get; init; } = 300;

    /// <summary>Told about each stage after the first, on the thread of the search; null for nobody. Does not change the search.</summary>
    public Action<GrowthStage>? Watch { get; init; }

    /// <inheritdoc/>
    protected override IEnumerable<(bool Holds, string Problem)> Rules() =>
        [(Stages.Length == 0 || ParsedStages() is not null, $"Stages = {Stages} must be numbers of decisions with ',' and stages with ';'")];

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds)
    {
        var decisions = problem.Space.Decisions;
        var stages = ParsedStages() ?? Standard(problem);
        var named = stages.SelectMany(stage => stage).Order().ToArray();
        Require.That(Name,
            (problem.Objectives.Length >= 2, $"It needs two objectives or more, accuracy first, got {problem.Objectives.Length}"),
            (problem.KnownCosts is not null, "It needs costs that are known without training: a table or a cost model of all objectives but the first"),
            (named.SequenceEqual(Enumerable.Range(0, decisions.Length)), $"Stages must name each decision 0…{decisions.Length - 1} once"),
            (decisions.All(decision => decision.ActiveWhen is null), "It needs a space whose decisions always matter"),
            (decisions.All(decision => Absent < decision.Count), $"Absent = {Absent} must be a choice of every decision"));
        return new DppNetSearcher(this, stages, problem, seeds);
    }

    private static int[][] Standard(SearchProblem problem) => problem.Space.Decisions.Select(decision => decision.Name).SequenceEqual(NasBench201Space.Cifar10.Decisions.Select(decision => decision.Name))
        ? [[3], [0, 4], [1, 2, 5]] // the edge from input to output, then the two paths through one node and through both
        : [.. Enumerable.Range(0, problem.Space.Decisions.Length).Select(decision => new[] { decision })];

    private int[][]? ParsedStages()
    {
        var stages = Stages.Split(';').Select(stage => stage.Split(',').Select(text =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray()).ToArray();
        return Stages.Length == 0 || stages.Any(stage => stage.Contains(-1)) ? null : stages;
    }
}
