using System.Globalization;
using NasKit.Cost;
using NasKit.Data;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Supernets;
using NasKit.Training;

namespace NasKit.Strategies.Spos;

/// <summary>Single-path one-shot search: first the weights of a supernet are trained, one drawn path a step; then evolution searches among its paths, each scored with the weights it inherits.</summary>
/// <param name="Space">The space.</param>
/// <remarks>
/// (1) Train the supernet by <see cref="PathSampling"/>. (2) Let the evolution of <see cref="SposConfig"/> ask; set the normalisation statistics of the path that it asks for
/// from training images, classify the held images, tell it the accuracy. (3) The best path is the result, and is trained from scratch. Source: Guo et al., ECCV 2020, sections
/// 3.1 to 3.3, and the released code. Differs: a path above the cost limit takes a place in its generation, where the released code draws another.
/// </remarks>
public sealed record Spos(SearchSpace Space)
{
    private const int MostRefusals = 10_000; // in a row

    /// <summary>How the supernet is trained. Paper: 150,000 steps of 1,024 images, learning rate 0.5 falling to 0 in a line (here along half a cosine), weight decay 4e-5 but for the
    /// normalisations, label smoothing 0.1.</summary>
    public ImageTrainingConfig Training { get; init; } = new() { WeightDecay = 4e-5, LabelSmoothing = 0.1, Nesterov = false, DecayNormalisation = false };

    /// <summary>Which path a step trains. Paper: uniform, or by ranges of cost.</summary>
    public PathSampling Sampling { get; init; } = PathSampling.Uniform;

    /// <summary>The evolution. Paper: generations of 50.</summary>
    public SposConfig Evolution { get; init; } = new();

    /// <summary>Paths that are scored, at least 1; fewer where the space has no more. Paper: 20 generations of 50.</summary>
    public int Evaluations { get; init; } = 1000;

    /// <summary>Training images that set the statistics of each path, at least 1. Released code: 200 batches of 128.</summary>
    public int CalibrationImages { get; init; } = 1000;

    /// <summary>What a path costs; null where there is no limit.</summary>
    public ICostModel? Cost { get; init; }

    /// <summary>The highest cost of a path that is scored, in the unit of <see cref="Cost"/>. Paper: 330 million MACs.</summary>
    public double CostLimit { get; init; } = double.PositiveInfinity;

    /// <summary>Reports all that is out of range.</summary>
    /// <exception cref="ArgumentException">At least one setting is.</exception>
    public void Validate()
    {
        Training.Validate();
        Evolution.Validate();
        Require.That(nameof(Spos),
            (Evaluations >= 1, $"Evaluations = {Evaluations} must be at least 1"),
            (CalibrationImages >= 1, $"CalibrationImages = {CalibrationImages} must be at least 1"),
            (Cost is not null || double.IsPositiveInfinity(CostLimit), string.Create(CultureInfo.InvariantCulture, $"CostLimit = {CostLimit} needs a Cost")),
            (!double.IsNaN(CostLimit), "CostLimit must be a number"));
    }

    /// <summary>Trains the supernet and searches it.</summary>
    /// <param name="images">Images that weights learn from.</param>
    /// <param name="held">Images that paths are scored on, which weights never see.</param>
    /// <param name="seeds">Seeds of weights, paths, the order of images and the evolution.</param>
    /// <param name="checkpoint">Where to continue the training from; the search begins anew and takes the same way.</param>
    /// <param name="progress">Told about every step of the training and every score.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or no path can be drawn so.</exception>
    /// <exception cref="NasKitException">No path within the limit is found.</exception>
    public SposResult Run(ImageDataSet images, ImageDataSet held, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(held);
        Validate();
        var supernet = PathSupernet.Train(Space, images, Training, seeds.Under("supernet"), checkpoint, progress, Sampling);
        try
        {
            return Search(supernet, images, held, seeds, progress);
        }
        catch
        {
            supernet.Dispose();
            throw;
        }
    }

    /// <summary>The second half alone: searches a supernet that is trained already.</summary>
    /// <param name="supernet">The supernet; its normalisation statistics are changed.</param>
    /// <param name="images">Images that it was trained on.</param>
    /// <param name="held">Images that paths are scored on.</param>
    /// <param name="seeds">As for <see cref="Run"/>.</param>
    /// <param name="progress">Told about every score.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the supernet is of another space.</exception>
    /// <exception cref="NasKitException">No path within the limit is found.</exception>
    public SposResult Search(PathSupernet supernet, ImageDataSet images, ImageDataSet held, Seeds seeds, IProgress<Progress>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(supernet);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(held);
        Validate();
        Require.That(nameof(Spos), (supernet.Space.Name == Space.Name, $"The supernet is of space {supernet.Space.Name}, expected {Space.Name}"));
        using var oneShot = new OneShotEvaluator(supernet, images.Take(Math.Min(CalibrationImages, images.Count), seeds.For("calibration")), held);
        var searcher = Evolution.Start(new(Space, oneShot.Objectives), seeds.Under("evolution"));
        var (trials, refused) = (new List<Trial>(), 0);
        while (trials.Count < Evaluations && searcher.Ask(1) is [var proposal])
        {
            if (Cost?.Cost(proposal.Architecture) > CostLimit)
            {
                searcher.Tell(new(proposal, [], Error: "above the cost limit"));
                if (++refused == MostRefusals)
                {
                    break;
                }

                continue;
            }

            refused = 0;
            trials.Add(new(proposal, [oneShot.Accuracy(proposal.Architecture)]));
            searcher.Tell(trials[^1]);
            progress?.Report(new(trials.Count, Evaluations, string.Create(CultureInfo.InvariantCulture, $"one-shot accuracy {trials[^1].Values[0]:0.000}")));
        }

        var best = trials.MaxBy(trial => trial.Values[0]) ?? throw new NasKitException(
            string.Create(CultureInfo.InvariantCulture, $"No path of {Space.Name} that was tried has at most {CostLimit} {Cost?.Unit} of {Cost?.Name}."), "Raise CostLimit.");
        return new(supernet, best.Architecture, best.Values[0], trials);
    }
}
