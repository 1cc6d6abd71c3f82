namespace NasKit.Strategies.Reinforce;

/// <summary>REINFORCE: a policy draws architectures and is pushed towards those that did better than usual.</summary>
/// <remarks>Sources: Zoph and Le, ICLR 2017 (<see cref="ZophLe"/>); the NAS-Bench-201 baseline (the default); Hsu et al., MONAS, 2018 (<see cref="Monas"/>).</remarks>
public sealed record ReinforceConfig : PolicyConfig
{
    /// <summary>The recurrent controller of Zoph and Le: two layers of 35 units, Adam 6e-4.</summary>
    public static ReinforceConfig ZophLe => new() { Controller = ControllerKind.Lstm, LearningRate = 6e-4 };

    /// <summary>MONAS with the mixed reward on a table: one layer of 24 units, Adam 0.01, 8 samples an update.</summary>
    public static ReinforceConfig Monas =>
        new() { Controller = ControllerKind.Lstm, Hidden = 24, Layers = 1, LearningRate = 0.01, Batch = 8, Reward = RewardKind.Mixed };

    /// <inheritdoc/>
    public override string Name => "reinforce";

    /// <summary>Learning rate of Adam. NAS-Bench-201's baseline: 0.01; 0.1 is better at 200 evaluations; Zoph and Le: 6e-4.</summary>
    [Option("learning rate of Adam; benchmark 0.01, better 0.1 at 200 evaluations, Zoph and Le 6e-4", Min = 0, Above = true, Max = 10)]
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Architectures N in an update.</summary>
    [Option("architectures in an update", Min = 1, Max = 10_000)]
    public int Batch { get; init; } = 1;

    /// <summary>Weight of the past in the moving average that rewards are compared with.</summary>
    [Option("weight of the past in the baseline", Min = 0, Max = 1, Below = true)]
    public double BaselineDecay { get; init; } = 0.9;

    /// <summary>Whether the baseline takes in a reward before it is compared with it, as the benchmark's code does; the gradient is then biased.</summary>
    [Option("whether the baseline takes in a reward before comparing, as the benchmark's code does")]
    public bool BaselineFirst { get; init; }

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds)
    {
        CheckObjectives(problem);
        return new ReinforceSearcher(this, problem, seeds);
    }
}
