using NasKit.Pareto;

namespace NasKit.Strategies;

/// <summary>Which policy draws architectures.</summary>
public enum ControllerKind
{
    /// <summary>Independent decisions, a row of logits each.</summary>
    Tabular,

    /// <summary>A recurrent network that reads the decisions before.</summary>
    Lstm,
}

/// <summary>What strategies that train a policy by its gradient have in common: the controller and the reward.</summary>
public abstract record PolicyConfig : StrategyConfig
{
    /// <inheritdoc/>
    public override bool IsMultiObjective => Reward != RewardKind.Objective;

    /// <summary>The policy.</summary>
    [Option("the policy: independent rows of logits, or a recurrent network")]
    public ControllerKind Controller { get; init; }

    /// <summary>Units of each layer of the recurrent policy. Zoph and Le: 35; NASNet: 100; MONAS table run: 24.</summary>
    [Option("units of each layer of the recurrent policy; Zoph and Le 35", Min = 1, Max = 1000)]
    public int Hidden { get; init; } = 35;

    /// <summary>Layers of the recurrent policy. Zoph and Le: 2.</summary>
    [Option("layers of the recurrent policy; Zoph and Le 2", Min = 1, Max = 4)]
    public int Layers { get; init; } = 2;

    /// <summary>The recurrent policy's parameters start uniform in ± this. Zoph and Le: 0.08.</summary>
    [Option("the recurrent policy's parameters start uniform in plus and minus this; Zoph and Le 0.08", Min = 0, Above = true, Max = 10)]
    public double InitRange { get; init; } = 0.08;

    /// <summary>Largest norm of a gradient; null for no limit.</summary>
    [Option("largest norm of a gradient", Min = 0, Above = true)]
    public double? GradientLimit { get; init; }

    /// <summary>How the reward comes from the objectives.</summary>
    [Option("how the reward comes from the objectives: the first alone, or one of MONAS's or MnasNet's")]
    public RewardKind Reward { get; init; }

    /// <summary>Weight α of the accuracy in the mixed reward; 1 is plain search, 0 seeks the cheapest.</summary>
    [Option("weight of the accuracy in the mixed reward", Min = 0, Max = 1)]
    public double Alpha { get; init; } = 0.75;

    /// <summary>The limit of the two thresholded rewards: on the scaled cost, or on the scaled accuracy.</summary>
    [Option("the limit of the thresholded rewards, on the scaled cost or accuracy")]
    public double Limit { get; init; } = 0.5;

    /// <summary>What the first objective is divided by to give a: 1 for fractions, 100 for percent.</summary>
    [Option("what accuracies are divided by in combined rewards: 1 for fractions, 100 for percent", Min = 0, Above = true)]
    public double AccuracyScale { get; init; } = 1;

    /// <summary>The cost that counts as 0; null for the lowest seen so far.</summary>
    [Option("the cost that counts as 0; none for the lowest so far")]
    public double? CostLow { get; init; }

    /// <summary>The cost that counts as 1; null for the highest seen so far.</summary>
    [Option("the cost that counts as 1; none for the highest so far")]
    public double? CostHigh { get; init; }

    /// <summary>The target T of the weighted product, in the unit of the cost.</summary>
    [Option("the target of the weighted product, in the unit of the cost", Min = 0, Above = true)]
    public double Target { get; init; } = 80;

    /// <summary>Exponent of the weighted product up to the target. MnasNet: −0.07 (soft) or 0 (hard).</summary>
    [Option("exponent of the weighted product up to the target; MnasNet -0.07, hard 0", Max = 0)]
    public double ExponentBelow { get; init; } = -0.07;

    /// <summary>Exponent of the weighted product beyond the target. MnasNet: −0.07 (soft) or −1 (hard).</summary>
    [Option("exponent of the weighted product beyond the target; MnasNet -0.07, hard -1", Max = 0)]
    public double ExponentAbove { get; init; } = -0.07;

    /// <inheritdoc/>
    protected override IEnumerable<(bool Holds, string Problem)> Rules() =>
        [(!(CostLow >= CostHigh), $"CostLow = {CostLow} must be below CostHigh = {CostHigh}")];

    internal void CheckObjectives(SearchProblem problem) => Require.That(Name,
        (!IsMultiObjective || problem.Objectives.Length >= 2, $"The reward {Reward} needs two objectives, accuracy and cost, got {problem.Objectives.Length}"),
        (!IsMultiObjective || problem.Objectives[0].Direction == Direction.Maximise, $"The first objective, {problem.Objectives[0].Name}, must be maximised"),
        (!IsMultiObjective || problem.Objectives.Length < 2 || problem.Objectives[1].Direction == Direction.Minimise,
            $"The second objective, {problem.Objectives[^1].Name}, must be minimised"));

    internal Controller MakeController(SearchProblem problem, Seeds seeds, double learningRate) => Controller == ControllerKind.Tabular
        ? new TabularController(problem.Space, learningRate, GradientLimit, seeds.Rng("controller"))
        : new LstmController(problem.Space, Hidden, Layers, InitRange, learningRate, GradientLimit, seeds.Rng("controller"));
}
