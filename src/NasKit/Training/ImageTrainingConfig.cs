using NasKit.Data;

namespace NasKit.Training;

/// <summary>How a network, or a path of a supernet at a time, is trained to classify images.</summary>
public sealed record ImageTrainingConfig
{
    /// <summary>Passes over the training images.</summary>
    public int Epochs { get; init; } = 6;

    /// <summary>Images in a batch.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>What turns gradients into steps. AutoShrink: Adam.</summary>
    public WeightOptimiser Optimiser { get; init; } = WeightOptimiser.Sgd;

    /// <summary>Highest learning rate; it falls to <see cref="FinalLearningRate"/> along half a cosine.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>What the learning rate falls to, 0 up to the highest. The search of DARTS: 0.001.</summary>
    public double FinalLearningRate { get; init; }

    /// <summary>Momentum of SGD, between 0 and 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Whether SGD's momentum looks ahead (Nesterov). DARTS: no.</summary>
    public bool Nesterov { get; init; } = true;

    /// <summary>Weight decay, added to the gradient. Once-for-all: 3e-5.</summary>
    public double WeightDecay { get; init; } = 3e-5;

    /// <summary>Whether weight decay also holds for scales and shifts of normalisations.</summary>
    public bool DecayNormalisation { get; init; } = true;

    /// <summary>Steps over which the learning rate rises to its highest value.</summary>
    public int WarmUp { get; init; } = 50;

    /// <summary>Probability mass that is spread over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>How operators are dropped while a network or a path trains; null for not at all.</summary>
    public DropPath? DropPath { get; init; }

    /// <summary>Weight of the loss of a second classifier that only training has, ≥ 0; 0 for none. DARTS: 0.4. Needs a space that names its place.</summary>
    public double AuxiliaryWeight { get; init; }

    /// <summary>How much of the average of the weights stays at a step, in [0, 1), where that average is the result of the training; null where the last weights are.</summary>
    public double? AverageDecay { get; init; }

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
        (FinalLearningRate >= 0 && FinalLearningRate <= LearningRate, $"FinalLearningRate = {FinalLearningRate} must be in 0…{LearningRate}"),
        (Momentum is > 0 and < 1, $"Momentum = {Momentum} must be between 0 and 1"),
        (WeightDecay >= 0, $"WeightDecay = {WeightDecay} must not be negative"),
        (WarmUp >= 0, $"WarmUp = {WarmUp} must not be negative"),
        (LabelSmoothing is >= 0 and < 1, $"LabelSmoothing = {LabelSmoothing} must be in [0, 1)"),
        (AuxiliaryWeight >= 0 && double.IsFinite(AuxiliaryWeight), $"AuxiliaryWeight = {AuxiliaryWeight} must be a number from 0"),
        (AverageDecay is null or (>= 0 and < 1), $"AverageDecay = {AverageDecay} must be in [0, 1)"),
        (ClipNorm > 0, $"ClipNorm = {ClipNorm} must be positive"),
        (SaveEvery >= 1, $"SaveEvery = {SaveEvery} must be at least 1"));
}
