using NasKit.Training;

namespace NasKit.Strategies.Darts;

/// <summary>How exactly the architecture's gradient is computed.</summary>
public enum DartsOrder
{
    /// <summary>At the weights as they are.</summary>
    First,

    /// <summary>At the weights that the next training step would give.</summary>
    Second,
}

/// <summary>Settings of DARTS.</summary>
/// <remarks>Defaults are the paper's, but for the training length: 50 epochs there.</remarks>
public sealed record DartsConfig
{
    /// <summary>How the supernet's weights are trained. Paper: SGD, learning rate 0.025 to 0.001, momentum 0.9, weight decay 3e-4, batch 64, 50 epochs.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { LearningRate = 0.025, FinalLearningRate = 0.001, Nesterov = false, WeightDecay = 3e-4, Batch = 64, WarmUp = 0 };

    /// <summary>First or second order.</summary>
    public DartsOrder Order { get; init; }

    /// <summary>Epochs at the start in which only weights learn. Paper: 0.</summary>
    public int WeightsOnlyEpochs { get; init; }

    /// <summary>Learning rate of the logits (Adam, β = (0.5, 0.999)), &gt; 0. Paper: 3e-4.</summary>
    public double ArchitectureLearningRate { get; init; } = 3e-4;

    /// <summary>Weight decay of the logits, ≥ 0. Paper: 1e-3.</summary>
    public double ArchitectureWeightDecay { get; init; } = 1e-3;

    /// <summary>Reports all settings that are out of range, or that exclude each other.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate()
    {
        Training.Validate();
        Require.That(nameof(DartsConfig),
            (Order != DartsOrder.Second || !Training.Nesterov, $"Order = {Order} takes one step of plain momentum ahead, and Training.Nesterov = {Training.Nesterov}; set it to false"),
            (Order != DartsOrder.Second || Training.DropPath is null, $"Order = {Order} differentiates one function twice, and Training.DropPath = {Training.DropPath} drops other operators each time; set it to null"),
            (WeightsOnlyEpochs >= 0 && WeightsOnlyEpochs < Training.Epochs, $"WeightsOnlyEpochs = {WeightsOnlyEpochs} must be in 0…{Training.Epochs - 1}, below the epochs of Training"),
            (ArchitectureLearningRate > 0, $"ArchitectureLearningRate = {ArchitectureLearningRate} must be positive"),
            (ArchitectureWeightDecay >= 0, $"ArchitectureWeightDecay = {ArchitectureWeightDecay} must not be negative"));
    }
}
