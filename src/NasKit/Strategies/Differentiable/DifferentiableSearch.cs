using NasKit.Data;
using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Strategies.Differentiable;

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
    public ImageTrainingConfig Training { get; init; } = new() { LearningRate = 0.025, WeightDecay = 3e-4, Batch = 64 };

    /// <summary>Epochs at the start in which only weights learn. P-DARTS: 10.</summary>
    public int WeightsOnlyEpochs { get; init; }

    /// <summary>Mean of the first logits. SNAS: 1.</summary>
    public double LogitMean { get; init; }

    /// <summary>Standard deviation of the first logits, ≥ 0. DARTS: 1e-3; GAEA: 0.</summary>
    public double LogitDeviation { get; init; } = 1e-3;

    /// <summary>Searches.</summary>
    /// <param name="images">Images that weights learn from.</param>
    /// <param name="held">Images that the architecture learns from with two levels; null with one.</param>
    /// <param name="seeds">Seeds of weights, noise and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <exception cref="ArgumentException">A setting is out of range, the space cannot be mixed, or images are missing or too many for the level.</exception>
    public DifferentiableResult Run(ImageDataSet images, ImageDataSet? held, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        Require.That(nameof(DifferentiableSearch),
            (WeightsOnlyEpochs >= 0 && WeightsOnlyEpochs < Training.Epochs, $"WeightsOnlyEpochs = {WeightsOnlyEpochs} must be in 0…{Training.Epochs - 1}, below the epochs of Training"),
            (LogitDeviation >= 0, $"LogitDeviation = {LogitDeviation} must not be negative"),
            (Level == Level.Bilevel == held is not null, $"Level = {Level} {(held is null ? "needs images that weights do not learn from" : "takes no further images")}"),
            (held is null || held.Count >= Training.Batch, $"The {held?.Count} held images are less than a batch of {Training.Batch}"));
        var supernet = new MixtureSupernet(Space, seeds.For("weights"));
        var policy = new ArchitectureDistribution(Space, LogitMean, LogitDeviation, seeds.Rng("logits"));
        var descent = Optimiser.Start(policy);
        var (noise, order) = (seeds.Rng("noise"), seeds.Rng("held"));
        var epochs = new List<SearchEpoch>();
        var begun = Relaxation.Save();
        try
        {
            var losses = ImageTraining.Run(
                supernet, Step, images, Training, seeds, new Dictionary<string, Rng> { ["noise"] = noise, ["held"] = order }, Exchange, checkpoint ?? NoCheckpoint.Instance, progress,
                $" {Relaxation.Name} {Optimiser} {Level} {WeightsOnlyEpochs} {LogitMean} {LogitDeviation} {held?.Name} {held?.Count}");
            if (epochs.Count < Training.Epochs)
            {
                epochs.Add(SearchEpoch.Of(policy));
            }

            return new(supernet, policy, epochs, losses);
        }
        finally
        {
            Relaxation.Load(begun); // another run begins as this one did
        }

        double Step(Tensor x, Func<Tensor, Tensor> loss, int epoch, int step)
        {
            if (step == 0 && epoch > 0)
            {
                epochs.Add(SearchEpoch.Of(policy));
            }

            var searching = epoch >= WeightsOnlyEpochs;
            var share = (double)epoch / Training.Epochs;
            if (searching && held is not null)
            {
                var (hx, hy) = held.Batch([.. Enumerable.Range(0, Training.Batch).Select(_ => order.NextInt(held.Count))]);
                Follow(Estimate(hx, scores => nn.functional.cross_entropy(scores, hy), share));
                Backend.DropGradients(supernet);
            }

            var estimate = Estimate(x, loss, share);
            if (searching && held is null)
            {
                Follow(estimate);
            }

            return estimate.Loss;
        }

        GradientEstimate Estimate(Tensor x, Func<Tensor, Tensor> loss, double share) => Relaxation.Estimate(policy.ToTensor(), mixture => loss(supernet.call(x, mixture)), noise, share);

        void Follow(GradientEstimate estimate)
        {
            descent.Step(estimate);
            using var logits = policy.ToTensor();
            Relaxation.Settle(logits, estimate);
            var settled = logits.data<double>().ToArray();
            policy.Update(all => settled.CopyTo(all, 0));
        }

        void Exchange(StateExchange state)
        {
            policy.Exchange(state);
            descent.Exchange(state);
            state.Exchange("epochs", ref epochs);
            var learned = Relaxation.Save().State;
            state.Exchange("relaxation", ref learned);
            Relaxation.Load(new() { State = learned });
        }
    }
}
