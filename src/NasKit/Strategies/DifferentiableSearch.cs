using System.Globalization;
using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Strategies;

/// <summary>Architecture search by gradient: a supernet, a relaxation, an optimiser for the architecture, and the images that each learns from.</summary>
/// <param name="Space">A space in which each place is picked by one decision.</param>
/// <param name="Relaxation">From logits to what the supernet computes with, and back to the gradient of the logits.</param>
/// <param name="Optimiser">What follows that gradient.</param>
/// <param name="Level">Whether weights and architecture learn from the same images.</param>
/// <remarks>
/// DARTS is softmax, Adam and two levels; GAEA takes exponentiated gradient instead of Adam; SNAS takes concrete samples and one level; GDAS straight-through
/// samples; ProxylessNAS binary gates. Sources: Liu et al., DARTS, ICLR 2019; Li et al., GAEA, ICLR 2021; Xie et al., SNAS, ICLR 2019; Cai et al., ProxylessNAS, ICLR 2019.
/// </remarks>
public sealed record DifferentiableSearch(SearchSpace Space, IRelaxation Relaxation, ArchitectureOptimiser Optimiser, Level Level = Level.Bilevel)
{
    /// <summary>How weights are trained. DARTS: SGD, learning rate 0.025, momentum 0.9, weight decay 3e-4, batch 64, 50 epochs.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { LearningRate = 0.025, FinalLearningRate = 0.001, Nesterov = false, WeightDecay = 3e-4, Batch = 64 };

    /// <summary>Epochs at the start in which only weights learn. P-DARTS: 10.</summary>
    public int WeightsOnlyEpochs { get; init; }

    /// <summary>Weight steps for one architecture step, at least 1. ProxylessNAS: 5.</summary>
    public int ArchitectureEvery { get; init; } = 1;

    /// <summary>Mean of the first logits. SNAS: 1.</summary>
    public double LogitMean { get; init; }

    /// <summary>Standard deviation of the first logits, ≥ 0. DARTS: 1e-3; GAEA: 0.</summary>
    public double LogitDeviation { get; init; } = 1e-3;

    /// <summary>What architectures cost, as part of the loss that the logits follow; null for nothing.</summary>
    public CostTerm? Cost { get; init; }

    /// <summary>What the architecture is rewarded with instead of a lower loss; null for the loss. ProxylessNAS with REINFORCE: accuracy · (reference / latency)^0.1.</summary>
    public AccuracyReward? Reward { get; init; }

    /// <summary>Whether the answer is the distribution after the epoch of search whose mixture classified the held images best, the first of equals, instead of that after the last. GAEA with two levels.</summary>
    public bool KeepsBest { get; init; }

    /// <summary>What becomes of the distribution in the end; the likeliest option of each decision by default.</summary>
    public Func<ArchitectureDistribution, Architecture> Derive { get; init; } = static policy => policy.Best();

    /// <summary>Reports all that does not fit together.</summary>
    /// <exception cref="ArgumentException">A setting is out of range, or two of them exclude each other; the message names both.</exception>
    public void Validate()
    {
        Training.Validate();
        Optimiser.Validate();
        MixtureSupernet.Check(Space);
        Require.That(nameof(DifferentiableSearch),
            (WeightsOnlyEpochs >= 0 && WeightsOnlyEpochs < Training.Epochs, $"WeightsOnlyEpochs = {WeightsOnlyEpochs} must be in 0…{Training.Epochs - 1}, below the epochs of Training"),
            (ArchitectureEvery >= 1, $"ArchitectureEvery = {ArchitectureEvery} must be at least 1"),
            (ArchitectureEvery == 1 || Level != Level.Single, $"ArchitectureEvery = {ArchitectureEvery} needs architecture steps of their own, and Level = {Level} has none; take {Level.Bilevel}"),
            (LogitDeviation >= 0, $"LogitDeviation = {LogitDeviation} must not be negative"),
            (Optimiser is not ExponentiatedGradient || Relaxation.GivesWeightGradient, $"{nameof(ExponentiatedGradient)} follows the gradient of the weights, and {Relaxation.Name} gives none; take softmax or straight-through"),
            (Level != Level.Unrolled || !Relaxation.Draws, $"Level = {Level} differentiates one function twice, and {Relaxation.Name} draws another each time; take softmax"),
            (Level != Level.Unrolled || !Training.Nesterov, $"Level = {Level} takes one step of plain momentum ahead, and Training.Nesterov = {Training.Nesterov}; set it to false"),
            (Level != Level.Unrolled || Training.DropPath is null, $"Level = {Level} differentiates one function twice, and Training.{Training.DropPath?.GetType().Name} drops other operators each time; set Training.DropPath to null"),
            (!KeepsBest || Level != Level.Single, $"KeepsBest scores held images, and Level = {Level} has none; take {Level.Bilevel}"),
            (!KeepsBest || !Relaxation.Draws, $"KeepsBest scores the mixture of all options, and {Relaxation.Name} draws some; take softmax"),
            (Reward is null || Relaxation is ReinforceRelaxation, $"A Reward has no gradient of the weights, which {Relaxation.Name} needs; take REINFORCE"),
            (Reward is null || Level == Level.Bilevel, $"A Reward trains no weights, so it needs architecture steps of their own, and Level = {Level} has none; take {Level.Bilevel}"));
        Cost?.Validate(Space, Relaxation, Optimiser);
        Reward?.Validate();
    }

    /// <summary>Searches.</summary>
    /// <param name="images">Images that weights learn from.</param>
    /// <param name="held">Images that the architecture learns from with two levels; null with one. The same images again make a single-level search with steps of their own (GAEA).</param>
    /// <param name="seeds">Seeds of weights, noise and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, the space cannot be mixed, or images are missing or too many for the level.</exception>
    public DifferentiableResult Run(ImageDataSet images, ImageDataSet? held, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        Validate();
        Require.That(nameof(DifferentiableSearch),
            ((Level == Level.Single) == held is null, $"Level = {Level} {(held is null ? "needs images that weights do not learn from" : "takes no further images")}"),
            (held is null || held.Count >= Training.Batch, $"The {held?.Count} held images are less than a batch of {Training.Batch}"));
        MemoryEstimate.Of(Space, Training.Batch, Relaxation.PathsAtOnce).Check($"The supernet of {Space.Name}");
        var supernet = new MixtureSupernet(Space, seeds.For("weights"));
        var policy = new ArchitectureDistribution(Space, LogitMean, LogitDeviation, seeds.Rng("logits"));
        var descent = Optimiser.Start(policy);
        var charge = Cost?.Start(policy);
        var (noise, order) = (seeds.Rng("noise"), seeds.Rng("held"));
        var (epochs, followed) = (new List<SearchEpoch>(), new List<double>());
        var scored = KeepsBest ? ImageTraining.Keep(held!, Training.Batch) : [];
        var begun = Relaxation.Save();
        try
        {
            var losses = ImageTraining.Run(
                supernet, Step, images, Training, seeds, new Dictionary<string, Rng> { ["noise"] = noise, ["held"] = order }, Exchange, checkpoint ?? NoCheckpoint.Instance, progress,
                string.Create(CultureInfo.InvariantCulture, $" {Relaxation} {Optimiser} {Level} {WeightsOnlyEpochs} {ArchitectureEvery} {LogitMean:R} {LogitDeviation:R} {Cost} {Reward} {KeepsBest} {held?.Name} {held?.Count}"));
            if (epochs.Count < Training.Epochs)
            {
                Close();
            }

            if (KeepsBest)
            {
                var best = epochs.Skip(WeightsOnlyEpochs).MaxBy(epoch => epoch.HeldAccuracy)!.Probabilities; // before, nothing was learnt of the architecture
                policy.Update(all =>
                {
                    for (var i = 0; i < all.Length; i++)
                    {
                        all[i] = i % policy.Options < best[i / policy.Options].Count ? Math.Log(Math.Max(best[i / policy.Options][i % policy.Options], double.Epsilon)) : all[i];
                    }
                });
            }

            return new(supernet, policy, Derive(policy), epochs, losses);
        }
        finally
        {
            Relaxation.Load(begun); // another run begins as this one did
            foreach (var (x, y) in scored)
            {
                x.Dispose();
                y.Dispose();
            }
        }

        double Step(ImageStep step)
        {
            if (step.Index == 0 && step.Epoch > 0)
            {
                Close();
            }

            var searching = step.Epoch >= WeightsOnlyEpochs && step.Index % ArchitectureEvery == 0;
            var share = (double)step.Epoch / Training.Epochs;
            Tensor Weighed(Mixture mixture) => step.Loss(supernet.call(step.X, mixture));
            if (searching && held is null)
            {
                using var logits = policy.ToTensor();
                var estimate = Relaxation.Estimate(logits, mixture => Charged(Weighed(mixture), mixture), noise, share);
                Follow(step, estimate);
                return estimate.Loss;
            }

            if (searching)
            {
                Follow(step, Held(step, Weighed, share));
                Backend.DropGradients(supernet);
            }

            using var weights = policy.ToTensor();
            return Relaxation.Train(weights, Weighed, noise, share);
        }

        void Close()
        {
            epochs.Add(SearchEpoch.Of(policy, followed, KeepsBest ? DifferentiableResult.Accuracy(supernet, policy, scored) : null));
            followed.Clear();
        }

        GradientEstimate Held(ImageStep step, Func<Mixture, Tensor> training, double share)
        {
            var (x, y) = held!.Batch([.. Enumerable.Range(0, Training.Batch).Select(_ => order.NextInt(held.Count))]);
            var logits = policy.ToTensor();
            GradientEstimate Estimate(Func<Mixture, Tensor> loss) => Relaxation.Estimate(logits, mixture => Charged(loss(mixture), mixture), noise, share);
            GradientEstimate OnHeld() => Reward is null ? Estimate(mixture => nn.functional.cross_entropy(supernet.call(x, mixture), y)) : Estimate(mixture => Rewarded(x, y, mixture));
            return Level == Level.Bilevel ? OnHeld() : new Unrolling([.. supernet.parameters()], step.Optimizer).Estimate(
                () => Relaxation.Train(logits, training, noise, share), () => Estimate(training), OnHeld, Backend.LearningRate(step.Optimizer));
        }

        Tensor Charged(Tensor loss, Mixture mixture) => Cost?.InLoss(mixture) is { } term ? loss + term : loss;

        Tensor Rewarded(Tensor x, Tensor y, Mixture mixture)
        {
            using var inference = no_grad();
            var accuracy = (supernet.call(x, mixture).argmax(1) == y).to(ScalarType.Float64).mean().item<double>();
            return tensor(-Reward!.Of(accuracy, Space.Create([.. mixture.Path!])), ScalarType.Float64);
        }

        void Follow(ImageStep step, GradientEstimate estimate)
        {
            estimate.CheckFinite(step);
            followed.Add(estimate.Loss);
            descent.Step(charge?.Add(estimate) ?? estimate);
            step.CheckFinite(policy.Furthest, "furthest logit");
            using var logits = policy.ToTensor();
            Relaxation.Settle(logits, estimate);
            var settled = logits.data<double>().ToArray();
            policy.Update(all => settled.CopyTo(all, 0));
        }

        void Exchange(StateExchange state)
        {
            policy.Exchange(state);
            descent.Exchange(state);
            charge?.Exchange(state);
            state.Exchange("epochs", ref epochs);
            state.Exchange("followed", ref followed);
            var learned = Relaxation.Save().State;
            state.Exchange("relaxation", ref learned);
            Relaxation.Load(new() { State = learned });
        }
    }
}
