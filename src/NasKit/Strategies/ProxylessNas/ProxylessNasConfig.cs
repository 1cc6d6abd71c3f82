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
/// <remarks>Defaults are the released code's, but for the training (40 epochs of weights alone and 120 more there) and for the cost, which is added as in the paper.</remarks>
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

    /// <summary>Networks drawn for one step of REINFORCE, at least 1; null for the released code's 10. With REINFORCE alone.</summary>
    public int? Samples { get; init; }

    /// <summary>What architectures cost, latency in the paper; null to search for accuracy alone.</summary>
    public ICostModel? Cost { get; init; }

    /// <summary>Cost that counts as 1, &gt; 0, in the unit of <see cref="Cost"/>, which needs it. Paper: 80 ms on phones.</summary>
    public double? Reference { get; init; }

    /// <summary>Weight of the cost term with gates, ≥ 0; null for the released code's: 0.1 added, 0.2 multiplied. With gates and a cost alone.</summary>
    public double? CostWeight { get; init; }

    /// <summary>How the cost enters the loss with gates; null for added, as in the paper. Released code: multiplied, unless it is told otherwise. With gates and a cost alone.</summary>
    public CostForm? CostForm { get; init; }

    /// <summary>Exponent w of the reward accuracy · (reference / cost)^w with REINFORCE; null for the paper's 0.1. With REINFORCE and a cost alone.</summary>
    public double? RewardExponent { get; init; }

    /// <summary>Reports all settings that are out of range, or that would say nothing beside the others.</summary>
    /// <exception cref="ArgumentException">At least one is; the message names both that do not go together.</exception>
    public void Validate()
    {
        Training.Validate();
        Require.That(nameof(ProxylessNasConfig),
            [
                (WeightsOnlyEpochs >= 0 && WeightsOnlyEpochs < Training.Epochs, $"WeightsOnlyEpochs = {WeightsOnlyEpochs} must be in 0…{Training.Epochs - 1}, below the epochs of Training"),
                (ArchitectureEvery >= 1, $"ArchitectureEvery = {ArchitectureEvery} must be at least 1"),
                (ArchitectureLearningRate > 0, $"ArchitectureLearningRate = {ArchitectureLearningRate} must be positive"),
                (Samples is null or >= 1, $"Samples = {Samples} must be at least 1"),
                (Reference is null or > 0, $"Reference = {Reference} must be positive"),
                (Cost is null || Reference is not null, $"Cost = {Cost?.Name} needs a Reference, a cost that counts as 1"),
                (CostWeight is null or >= 0, $"CostWeight = {CostWeight} must not be negative"),
                (RewardExponent is null || double.IsFinite(RewardExponent.Value), $"RewardExponent = {RewardExponent} must be finite"),
                .. OnlyWith(Samples, nameof(Samples), reinforce: true, needsCost: false),
                .. OnlyWith(RewardExponent, nameof(RewardExponent), reinforce: true, needsCost: true),
                .. OnlyWith(CostWeight, nameof(CostWeight), reinforce: false, needsCost: true),
                .. OnlyWith(CostForm, nameof(CostForm), reinforce: false, needsCost: true),
            ]);
    }

    private IEnumerable<(bool Holds, string Problem)> OnlyWith(object? value, string name, bool reinforce, bool needsCost) =>
    [
        (value is null || reinforce == (Gradient == ProxylessNasGradient.Reinforce), $"{name} = {value} says nothing with Gradient = {Gradient}; it is for {(reinforce ? ProxylessNasGradient.Reinforce : ProxylessNasGradient.Gates)}"),
        (value is null || !needsCost || Cost is not null, $"{name} = {value} says nothing without a Cost"),
    ];
}
