using NasKit.Training;

namespace NasKit.Strategies.Gaea;

/// <summary>Settings of GAEA.</summary>
/// <remarks>Defaults are the released code's for NAS-Bench-201, but for the training length: 25 epochs there.</remarks>
public sealed record GaeaConfig
{
    /// <summary>How the supernet's weights are trained. Released code: SGD, learning rate 0.025 to 0.001, momentum 0.9, weight decay 3e-4, batch 64.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { LearningRate = 0.025, FinalLearningRate = 0.001, Nesterov = false, WeightDecay = 3e-4, Batch = 64, WarmUp = 0 };

    /// <summary>Step η of the exponentiated gradient, &gt; 0. Released code: 0.1.</summary>
    public double ArchitectureLearningRate { get; init; } = 0.1;

    /// <summary>Epochs at the start in which only weights learn. Released code: 0.</summary>
    public int WeightsOnlyEpochs { get; init; }

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate()
    {
        Training.Validate();
        Require.That(nameof(GaeaConfig),
            (ArchitectureLearningRate > 0, $"ArchitectureLearningRate = {ArchitectureLearningRate} must be positive"),
            (WeightsOnlyEpochs >= 0 && WeightsOnlyEpochs < Training.Epochs, $"WeightsOnlyEpochs = {WeightsOnlyEpochs} must be in 0…{Training.Epochs - 1}, below the epochs of Training"));
    }
}
