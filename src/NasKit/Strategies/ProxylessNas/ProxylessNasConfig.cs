using NasKit.Cost;
using NasKit.Relaxations;
using NasKit.Training;

namespace NasKit.Strategies.ProxylessNas;

/// <summary>How the logits of ProxylessNAS learn.</summary>
public enum ProxylessNasGradient
{
    /// <summary>Through binary gates, two options of each place at a time.</summary>
    Gates,

    /// <summary>Through binary gates, all options of each place at a time.</summary>
    AllGates,

    /// <summary>By REINFORCE, from the accuracy of drawn networks.</summary>
    Reinforce,
}

/// <summary>Settings of ProxylessNAS.</summary>
/// <remarks>Defaults are the released code's, but for the training length: 40 epochs of weights alone and 120 more there.</remarks>
public sealed record ProxylessNasConfig
{
    /// <summary>How the supernet's weights are trained. Released code: SGD, learning rate 0.025 (0.05 in the first epochs), Nesterov, weight decay 4e-5, batch 256, label smoothing 0.1.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { LearningRate = 0.05, WeightDecay = 4e-5, LabelSmoothing = 0.1, Batch = 64 };

    /// <summary>How the logits learn.</summary>
    public ProxylessNasGradient Gradient { get; init; }

    /// <summary>Epochs at the start in which only weights learn, on evenly drawn paths. Released code: 40 of 160.</summary>
    public int WeightsOnlyEpochs { get; init; } = 1;

    /// <summary>Weight steps for one architecture step. Released code: 5.</summary>
    public int ArchitectureEvery { get; init; } = 5;

    /// <summary>Learning rate of the logits (Adam, β = (0, 0.999)), &gt; 0. Released code: 1e-3.</summary>
    public double ArchitectureLearningRate { get; init; } = 1e-3;

    /// <summary>Networks drawn for one step of REINFORCE, at least 1. Released code: 10.</summary>
    public int Samples { get; init; } = 10;

    /// <summary>What architectures cost, latency in the paper; null to search for accuracy alone.</summary>
    public ICostModel? Cost { get; init; }

    /// <summary>Cost that counts as 1, &gt; 0. Paper: 80 ms on phones.</summary>
    public double Reference { get; init; } = 1;

    /// <summary>Weight of the cost term with gates, ≥ 0. Released code: 0.1 added, 0.2 multiplied.</summary>
    public double CostWeight { get; init; } = 0.1;

    /// <summary>How the cost enters the loss with gates. Released code: multiplied.</summary>
    public CostForm CostForm { get; init; }

    /// <summary>Exponent w of the reward accuracy · (reference / cost)^w with REINFORCE. Paper: 0.1.</summary>
    public double RewardExponent { get; init; } = 0.1;
}
