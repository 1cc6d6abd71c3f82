namespace NasKit.Strategies.Ppo;

/// <summary>PPO: several steps on each batch of architectures, held back where the policy has already moved enough.</summary>
/// <remarks>Sources: Schulman et al., 2017; Zoph et al., CVPR 2018 (NASNet), whose settings are the defaults, with its recurrent controller.</remarks>
public sealed record PpoConfig : PolicyConfig
{
    /// <summary>NASNet's controller: one layer of 100 units.</summary>
    public PpoConfig() => (Controller, Hidden, Layers) = (ControllerKind.Lstm, 100, 1);

    /// <inheritdoc/>
    public override string Name => "ppo";

    /// <summary>Learning rate of Adam. NASNet: 3.5e-4; a tabular policy at 200 evaluations: 0.05.</summary>
    [Option("learning rate of Adam; NASNet 3.5e-4, tabular at 200 evaluations 0.05", Min = 0, Above = true, Max = 10)]
    public double LearningRate { get; init; } = 3.5e-4;

    /// <summary>Architectures in a batch. NASNet: 20.</summary>
    [Option("architectures in a batch; NASNet 20", Min = 1, Max = 10_000)]
    public int Batch { get; init; } = 20;

    /// <summary>Steps on each batch.</summary>
    [Option("steps on each batch", Min = 1, Max = 1000)]
    public int Epochs { get; init; } = 4;

    /// <summary>How far the ratio of probabilities may leave 1. NASNet: 0.2.</summary>
    [Option("how far the ratio of probabilities may leave 1; NASNet 0.2", Min = 0, Above = true, Max = 1)]
    public double Clip { get; init; } = 0.2;

    /// <summary>Weight of the policy's entropy. NASNet: 1e-5.</summary>
    [Option("weight of the policy's entropy; NASNet 1e-5", Min = 0)]
    public double Entropy { get; init; } = 1e-5;

    /// <summary>Weight of the past in the moving average of batch means that rewards are compared with. NASNet: 0.95.</summary>
    [Option("weight of the past in the baseline; NASNet 0.95", Min = 0, Max = 1, Below = true)]
    public double BaselineDecay { get; init; } = 0.95;

    /// <summary>Whether advantages are divided by the batch's standard deviation plus 1e-6.</summary>
    [Option("whether advantages are divided by the batch's standard deviation")]
    public bool Normalise { get; init; } = true;

    /// <inheritdoc/>
    protected override ISearcher Begin(SearchProblem problem, Seeds seeds)
    {
        CheckObjectives(problem);
        return new PpoSearcher(this, problem, seeds);
    }
}
