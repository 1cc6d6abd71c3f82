using NasKit.Supernets;
using NasKit.Training;

namespace NasKit.Strategies.Dsnas;

/// <summary>Settings of DSNAS.</summary>
/// <remarks>The paper's values are those of its released code for ImageNet; defaults are for 28×28 images and minutes.</remarks>
public sealed record DsnasConfig
{
    internal const double MeanCost = 10; // of an option, in the unit that CostWeight refers to

    /// <summary>How weights are trained, over search and child together; its learning rate falls along one cosine. Paper: 240 epochs, batch 1,024, learning rate 0.5.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { Epochs = 10, LabelSmoothing = 0.1, WeightDecay = 4e-5 };

    /// <summary>Epochs in which architectures are drawn, at least 1; in the rest the most likely one trains on alone. Paper: 80.</summary>
    public int SearchEpochs { get; init; } = 4;

    /// <summary>Epochs at the start in which only weights learn. Paper: 0, or 15 to 30 for stability.</summary>
    public int WeightsOnlyEpochs { get; init; } = 1;

    /// <summary>Learning rate of the architecture's logits (Adam, β = (0.5, 0.999)). Paper: 1e-3 with 100,000 steps.</summary>
    public double ArchitectureLearningRate { get; init; } = 1e-2;

    /// <summary>A decision is frozen once its best option is ahead of the next by this probability; 1 never freezes. Paper: 0.3.</summary>
    public double FreezeAt { get; init; } = 0.3;

    /// <summary>Where the gate of a candidate stands. Paper: the block.</summary>
    public GatePlace Gate { get; init; } = GatePlace.Branch;

    /// <summary>What normalisations add to the variance. Paper: 1e-2.</summary>
    public double NormEpsilon { get; init; } = 1e-2;

    /// <summary>Weight η of the expected cost of the sampled options, with costs scaled so that an option costs 10 on average; 0 leaves cost out. Paper: 1e-6 with million multiply-accumulates.</summary>
    public double CostWeight { get; init; }

    /// <summary>Cost from which on a sampled network is charged. Paper: 329.6 million multiply-accumulates.</summary>
    public double CostLimit { get; init; }

    /// <summary>Reports all settings that are out of range.</summary>
    /// <exception cref="ArgumentException">At least one is.</exception>
    public void Validate()
    {
        Training.Validate();
        Require.That(nameof(DsnasConfig),
            (SearchEpochs >= 1 && SearchEpochs <= Training.Epochs, $"SearchEpochs = {SearchEpochs} must be in 1…{Training.Epochs}, the epochs in all"),
            (WeightsOnlyEpochs >= 0 && WeightsOnlyEpochs < SearchEpochs, $"WeightsOnlyEpochs = {WeightsOnlyEpochs} must be in 0…{SearchEpochs - 1}, below SearchEpochs"),
            (ArchitectureLearningRate > 0, $"ArchitectureLearningRate = {ArchitectureLearningRate} must be positive"),
            (FreezeAt is > 0 and <= 1, $"FreezeAt = {FreezeAt} must be in (0, 1]"),
            (NormEpsilon > 0, $"NormEpsilon = {NormEpsilon} must be positive"),
            (CostWeight >= 0, $"CostWeight = {CostWeight} must not be negative"),
            (CostLimit >= 0, $"CostLimit = {CostLimit} must not be negative"),
            (CostLimit == 0 || CostWeight > 0, $"CostLimit = {CostLimit} says nothing with CostWeight = {CostWeight}"));
    }
}
