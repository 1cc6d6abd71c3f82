using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;

namespace NasKit.Strategies.ProxylessNas;

/// <summary>Direct search on the target task and hardware: weights are trained on single paths, the logits through binary gates or by REINFORCE, with the expected latency in the loss.</summary>
/// <remarks>
/// Each iteration (1) draws a path and moves its weights on a training batch; (2) every few iterations draws two paths and moves their logits on a validation batch, by the
/// gradient of the gates and of the expected latency, or draws ten networks and reinforces those of high accuracy and low latency. Memory is that of one path, or two.
/// Source: Cai, Zhu and Han, ICLR 2019, sections 3.2 and 3.3, and the released code.
/// </remarks>
public static class ProxylessNas
{
    /// <summary>The method as a composition.</summary>
    /// <param name="space">A space in which each place is picked by one decision.</param>
    /// <param name="config">Settings.</param>
    /// <exception cref="ArgumentException">A setting is out of range, two of them exclude each other, or the space cannot be mixed.</exception>
    public static DifferentiableSearch On(SearchSpace space, ProxylessNasConfig config)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        var reinforce = config.Gradient == ProxylessNasGradient.Reinforce;
        IRelaxation relaxation = reinforce
            ? new ReinforceRelaxation(Baseline.Moving(0.01), config.Samples ?? 10)
            : new BinaryGateRelaxation(config.Gradient == ProxylessNasGradient.Gates ? BinaryGates.Two : BinaryGates.Full);
        var search = new DifferentiableSearch(space, relaxation, new AdamArchitecture(config.ArchitectureLearningRate, Beta1: 0, WeightDecay: 0))
        {
            Training = config.Training, WeightsOnlyEpochs = config.WeightsOnlyEpochs, ArchitectureEvery = config.ArchitectureEvery, Derive = Derivation.Of(space),
            Cost = reinforce || config.Cost is null ? null : new(config.Cost, config.CostWeight ?? (config.CostForm == CostForm.Product ? 0.2 : 0.1), config.Reference!.Value, Form: config.CostForm ?? CostForm.Linear),
            Reward = !reinforce ? null : config.Cost is null ? new() : new(config.Cost, config.Reference!.Value, config.RewardExponent ?? 0.1),
        };
        search.Validate();
        return search;
    }

    /// <summary>Searches.</summary>
    /// <param name="space">The space.</param>
    /// <param name="training">Images that weights learn from.</param>
    /// <param name="validation">Images that logits learn from. Paper: 50,000 of the training images.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights, paths and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the space cannot be mixed.</exception>
    public static DifferentiableResult Run(
        SearchSpace space, ImageDataSet training, ImageDataSet validation, ProxylessNasConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null) =>
        On(space, config).Run(training, validation, seeds, checkpoint, progress);
}
