using NasKit.Data;

namespace NasKit.Training;

/// <summary>How a network, or a path of a supernet at a time, is trained to classify images.</summary>
public sealed record ImageTrainingConfig
{
    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Images in a batch.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Highest learning rate of SGD; it falls to 0 along half a cosine.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Momentum (Nesterov), in [0, 1).</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Weight decay. Once-for-all: 3e-5.</summary>
    public double WeightDecay { get; init; } = 3e-5;

    /// <summary>Steps over which the learning rate rises to its highest value.</summary>
    public int WarmUp { get; init; } = 50;

    /// <summary>Probability mass that is spread over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Largest norm of the gradient.</summary>
    public double ClipNorm { get; init; } = 5;

    /// <summary>How images are varied; null for not at all.</summary>
    public Augmentation? Augmentation { get; init; }

    /// <summary>Steps between two checkpoints.</summary>
    public int SaveEvery { get; init; } = 100;

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate() => Require.That(nameof(ImageTrainingConfig),
        (Epochs >= 1, $"Epochs = {Epochs} must be at least 1"),
        (Batch >= 2, $"Batch = {Batch} must be at least 2, for normalisation needs a batch"),
        (LearningRate > 0, $"LearningRate = {LearningRate} must be positive"),
        (Momentum is > 0 and < 1, $"Momentum = {Momentum} must be between 0 and 1"),
        (WeightDecay >= 0, $"WeightDecay = {WeightDecay} must not be negative"),
        (WarmUp >= 0, $"WarmUp = {WarmUp} must not be negative"),
        (LabelSmoothing is >= 0 and < 1, $"LabelSmoothing = {LabelSmoothing} must be in [0, 1)"),
        (ClipNorm > 0, $"ClipNorm = {ClipNorm} must be positive"),
        (SaveEvery >= 1, $"SaveEvery = {SaveEvery} must be at least 1"));
}
