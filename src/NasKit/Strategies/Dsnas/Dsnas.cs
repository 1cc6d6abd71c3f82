using NasKit.Cost;
using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Strategies.Dsnas;

/// <summary>Direct neural architecture search without parameter retraining: every step trains one drawn network and credits its options by the gradient of their gates;
/// settled decisions freeze, and the network that is left trains on with the weights it has.</summary>
/// <remarks>Source: Hu et al., DSNAS, CVPR 2020, and the authors' code. Differs: a frozen decision is left alone at once instead of being put back at the next epoch.</remarks>
public static class Dsnas
{
    /// <summary>Searches, and trains what was found to the end.</summary>
    /// <param name="space">A space in which each place is picked by one decision.</param>
    /// <param name="images">Training images; weights and architecture learn from the same ones.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights, draws and the order of images.</param>
    /// <param name="held">Images to score the likeliest and a drawn architecture on after each epoch of the search, which nothing learns from; null for no scores.</param>
    /// <param name="cost">What a place costs with each option, for <see cref="DsnasConfig.CostWeight"/>; multiply-accumulates by default.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the space cannot be mixed.</exception>
    public static DsnasResult Run(
        SearchSpace space, ImageDataSet images, DsnasConfig config, Seeds seeds, ImageDataSet? held = null, AdditiveCost? cost = null, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(config);
        config.Validate();
        Require.That(nameof(DsnasConfig), (cost is null || config.CostWeight > 0, $"The cost {cost?.Name} says nothing with CostWeight = {config.CostWeight}"));
        MemoryEstimate.Of(space, config.Training.Batch, allPaths: false).Check($"The supernet of {space.Name}");
        var supernet = new MixtureSupernet(space, seeds.For("weights"), config.Gate, config.NormEpsilon);
        var relaxation = new DsnasRelaxation();
        var policy = new ArchitectureDistribution(space, mean: 1, deviation: 0.1, seeds.Rng("logits"));
        var optimiser = new AdamArchitecture(config.ArchitectureLearningRate, WeightDecay: 0).Start(policy);
        var model = cost ?? AdditiveCost.Macs(space);
        var charge = new CostTerm(model, config.CostWeight, CostParts.Of(model).Mean / DsnasConfig.MeanCost, CostGradient.Drawn) { Limit = config.CostLimit }.Start(policy);
        var (draws, scored) = (seeds.Rng("draws"), seeds.Rng("scored"));
        using var scores = held is null ? null : new OneShotEvaluator(supernet, images.Take(Math.Min(1000, images.Count), seeds.For("calibration")), held);
        var epochs = new List<DsnasEpoch>();
        var credits = new Credits(space, policy.Options);
        var losses = ImageTraining.Run(supernet, Step, images, config.Training, seeds, new Dictionary<string, Rng> { ["draws"] = draws, ["scored"] = scored }, Exchange, checkpoint ?? NoCheckpoint.Instance, progress,
            $" {config} {cost?.Name} {cost?.Device} {held?.Name} {held?.Count}");
        if (epochs.Count < config.SearchEpochs)
        {
            epochs.Add(credits.Close(config.SearchEpochs - 1, policy, Scores())); // no child's epoch came after it
        }

        return new(supernet, policy.Best(), epochs, losses);

        double Step(ImageStep step)
        {
            var epoch = step.Epoch;
            if (step.Index == 0 && epoch > 0 && epoch <= config.SearchEpochs)
            {
                epochs.Add(credits.Close(epoch - 1, policy, Scores()));
                policy.Freeze(config.FreezeAt);
            }

            if (epoch >= config.SearchEpochs)
            {
                var value = step.Loss(supernet.Path(step.X, policy.Best()));
                value.backward();
                return value.item<float>();
            }

            using var logits = policy.ToTensor();
            var estimate = relaxation.Estimate(logits, mixture => step.Loss(supernet.call(step.X, mixture)), draws);
            estimate.CheckFinite(step);
            credits.Add(estimate);
            if (epoch >= config.WeightsOnlyEpochs)
            {
                optimiser.Step(charge.Add(estimate));
                step.CheckFinite(policy.Furthest, "furthest logit");
            }

            return estimate.Loss;
        }

        (double Best, double Drawn)? Scores()
        {
            scores?.Forget();
            (double, double)? pair = scores is null ? null : (scores.Accuracy(policy.Best()), scores.Accuracy(policy.Draw(scored)));
            supernet.train();
            return pair;
        }

        void Exchange(StateExchange state)
        {
            policy.Exchange(state);
            optimiser.Exchange(state);
            credits.Exchange(state);
            state.Exchange("epochs", ref epochs);
        }
    }
}
