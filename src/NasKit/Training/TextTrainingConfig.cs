namespace NasKit.Training;

/// <summary>How a recurrent language model is trained.</summary>
/// <remarks>Defaults are those with which the released code of AutoShrink trains candidates on words.</remarks>
public sealed record TextTrainingConfig
{
    /// <summary>Passes over the text.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Streams of text that are read side by side.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Tokens of each stream that a step reads and that gradients go back through; the state goes on to the next step, its gradient does not.</summary>
    public int Window { get; init; } = 35;

    /// <summary>Size of state and embedding.</summary>
    public int Hidden { get; init; } = 100;

    /// <summary>What turns gradients into steps.</summary>
    public WeightOptimiser Optimiser { get; init; } = WeightOptimiser.Sgd;

    /// <summary>Learning rate.</summary>
    public double LearningRate { get; init; } = 20;

    /// <summary>Whether the learning rate falls to a tenth four epochs before the end, and again two epochs before it.</summary>
    public bool LowersRate { get; init; } = true;

    /// <summary>Largest norm of the gradient.</summary>
    public double ClipNorm { get; init; } = 0.25;

    /// <summary>Training ends after as many epochs in a row in which the held text's loss did not fall; needs held text.</summary>
    public int Patience { get; init; } = 4;

    /// <summary>Training ends after an epoch in which the held text's loss is more than so many times that of the training text; needs held text.</summary>
    public double Overfit { get; init; } = 3;

    /// <summary>Steps between two checkpoints.</summary>
    public int SaveEvery { get; init; } = 100;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(TextTrainingConfig),
        (Epochs >= 1, $"Epochs = {Epochs} must be at least 1"),
        (Batch >= 1, $"Batch = {Batch} must be at least 1"),
        (Window >= 1, $"Window = {Window} must be at least 1"),
        (Hidden >= 1, $"Hidden = {Hidden} must be at least 1"),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (ClipNorm > 0, $"ClipNorm = {ClipNorm} must be positive"),
        (Patience >= 1, $"Patience = {Patience} must be at least 1"),
        (Overfit > 1, $"Overfit = {Overfit} must be above 1"),
        (SaveEvery >= 1, $"SaveEvery = {SaveEvery} must be at least 1"));
}
