using NasKit.Relaxations;
using NasKit.Training;

namespace NasKit.Strategies.Snas;

/// <summary>Settings of SNAS.</summary>
/// <remarks>Defaults are the paper's, but for the training length: 150 epochs there.</remarks>
public sealed record SnasConfig
{
    /// <summary>How the supernet's weights are trained. Paper: SGD, learning rate 0.025 to 0.001, momentum 0.9, weight decay 3e-4, batch 64, 150 epochs,
    /// operators dropped with a probability that rises to 0.3.</summary>
    public ImageTrainingConfig Training { get; init; } = new()
    {
        LearningRate = 0.025, FinalLearningRate = 0.001, Nesterov = false, WeightDecay = 3e-4, Batch = 64, WarmUp = 0, DropPath = DropPath.Rising(0.3),
    };

    /// <summary>Temperature over the search. Paper: from 1 to 0.03.</summary>
    public Anneal Temperature { get; init; } = Anneal.Linear(1, 0.03);

    /// <summary>Learning rate of the logits (Adam, β = (0.5, 0.999)), &gt; 0. Paper: 3e-4.</summary>
    public double ArchitectureLearningRate { get; init; } = 3e-4;

    /// <summary>Weight decay of the logits, ≥ 0. Paper: 1e-3.</summary>
    public double ArchitectureWeightDecay { get; init; } = 1e-3;

    /// <summary>The resource constraint; null for none. Paper: mild, moderate and aggressive weights of parameters, multiply-accumulates and memory access.</summary>
    public CostTerm? Cost { get; init; }

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate()
    {
        Training.Validate();
        Require.That(nameof(SnasConfig),
            (ArchitectureLearningRate > 0, $"ArchitectureLearningRate = {ArchitectureLearningRate} must be positive"),
            (ArchitectureWeightDecay >= 0, $"ArchitectureWeightDecay = {ArchitectureWeightDecay} must not be negative"));
    }
}
