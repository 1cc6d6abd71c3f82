using System.Collections.Concurrent;
using System.Collections.Immutable;
using NasKit.Cost;
using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;

namespace NasKit.Evaluation;

/// <summary>Stands in for a table: trains the network of an architecture when it is first asked for, and remembers what came of it.</summary>
/// <remarks>
/// Like a table it gives an architecture the same values whoever asks, and training never sees the test images. Its clock is simulated, so that it is the same
/// everywhere: a step forward and back counts as three times the multiply-accumulates of the network, on a machine that does ten thousand million a second.
/// Safe for any number of threads at once.
/// </remarks>
public sealed class TrainedBenchmark : IEvaluator, IDisposable
{
    private const double MacsASecond = 1e10;
    private readonly SearchSpace space;
    private readonly ImageTrainingConfig config;
    private readonly IReadOnlyList<ICostModel> costs;
    private readonly AdditiveCost macs;
    private readonly int images;
    private readonly Seeds seeds;
    private readonly ConcurrentDictionary<(Architecture, int Level), Lazy<double[]>> known = []; // accuracies on validation and, at the full budget, test images
    private readonly ImmutableArray<ScratchTraining> trainings; // by budget

    /// <summary>Prepares the images; nothing is trained yet.</summary>
    /// <param name="space">The space.</param>
    /// <param name="split">Images to train on, to score on, and to report on.</param>
    /// <param name="config">Settings of the training; its epochs are the full budget.</param>
    /// <param name="seeds">Seeds of weights and order, the same for every architecture.</param>
    /// <param name="costs">Further objectives, which need no training.</param>
    /// <param name="budgets">Epochs of the lower budgets, rising, below those of the settings; none for the full budget alone.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or the budgets do not rise.</exception>
    public TrainedBenchmark(
        SearchSpace space, ImageSplit split, ImageTrainingConfig config, Seeds seeds, IReadOnlyList<ICostModel>? costs = null, IReadOnlyList<int>? budgets = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(config);
        ImageTraining.Check(space, config);
        int[] epochs = [.. budgets ?? [], config.Epochs];
        Require.That(nameof(TrainedBenchmark),
            (epochs[0] >= 1 && epochs.Zip(epochs.Skip(1)).All(pair => pair.First < pair.Second), $"Budgets {string.Join(", ", epochs)} must rise from 1 epoch or more to the full {config.Epochs}"));
        (this.space, this.config, this.seeds, this.costs, images) = (space, config, seeds, costs ?? [], split.Train.Count);
        macs = AdditiveCost.Macs(space);
        Budgets = epochs.Length > 1 ? [.. epochs.Select(count => (double)count)] : [];
        Objectives = [Objective.Maximise("accuracy", "%"), .. this.costs.Select(cost => Objective.Minimise(cost.Name, cost.Unit))];
        trainings = [.. epochs.Select(count => new ScratchTraining(
            split.Train, config with { Epochs = count }, seeds, count == config.Epochs ? [split.Validation, split.Test] : [split.Validation]))];
    }

    /// <summary>The smallest benchmark that still tells architectures apart, for machines without a table: 200 Fashion-MNIST images, about a tenth of a second a network.</summary>
    /// <param name="space">A space for 28×28 grey images.</param>
    /// <param name="seeds">Seeds of images, weights and order.</param>
    /// <param name="costs">Further objectives, which need no training.</param>
    /// <param name="budgets">Epochs of the lower budgets, below 2, the full one.</param>
    /// <exception cref="NasKitException">The images are not on this machine.</exception>
    public static TrainedBenchmark FashionMnist(SearchSpace space, Seeds seeds, IReadOnlyList<ICostModel>? costs = null, IReadOnlyList<int>? budgets = null)
    {
        var split = NasKit.Data.FashionMnist.Load().Split(train: 0.9, seed: seeds.For("split"));
        var small = new ImageSplit(split.Train.Take(200, seeds.For("train")), split.Validation.Take(100, seeds.For("validation")), split.Test.Take(200, seeds.For("test")));
        return new(space, small, new() { Epochs = 2, Batch = 40, LearningRate = 0.1, WarmUp = 4 }, seeds, costs, budgets);
    }

    /// <inheritdoc/>
    public ImmutableArray<Objective> Objectives { get; }

    /// <inheritdoc/>
    public ImmutableArray<double> Budgets { get; }

    /// <summary>Number of trainings so far.</summary>
    public int Trainings => known.Count;

    /// <inheritdoc/>
    public IReadOnlyList<Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
    {
        ArgumentNullException.ThrowIfNull(architectures);
        return [.. architectures.Select(architecture => Evaluate(architecture, null, 0))];
    }

    /// <inheritdoc/>
    public Evaluation Evaluate(Architecture architecture, double? budget, long seed)
    {
        Check(architecture);
        var level = budget is null ? trainings.Length - 1 : Budgets.IndexOf(budget.Value);
        if (level < 0)
        {
            throw new ArgumentException(
                $"This benchmark cannot train for {budget} epochs, expected {(Budgets.IsEmpty ? "none: it has only the full budget" : string.Join(", ", Budgets))}.", nameof(budget));
        }

        var epochs = Budgets.IsEmpty ? config.Epochs : (int)Budgets[level];
        return new(architecture, [100 * Accuracies(architecture, level)[0], .. Costs(architecture)]) { Budget = budget, Seconds = 3 * macs.Cost(architecture) * images * epochs / MacsASecond };
    }

    /// <summary>The values of all objectives but the first, which need no training.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    public ImmutableArray<double> Costs(Architecture architecture) => [.. costs.Select(cost => cost.Cost(architecture))];

    /// <summary>Accuracy on the test images at the full budget, in percent: for reports, not for a search.</summary>
    /// <param name="architecture">An architecture of the space.</param>
    public double TestAccuracy(Architecture architecture)
    {
        Check(architecture);
        return 100 * Accuracies(architecture, trainings.Length - 1)[1];
    }

    /// <summary>Releases the images.</summary>
    public void Dispose()
    {
        foreach (var training in trainings)
        {
            training.Dispose();
        }
    }

    private double[] Accuracies(Architecture architecture, int level) =>
        known.GetOrAdd((architecture, level), _ => new(() => trainings[level].Accuracies(architecture, seeds))).Value;

    private void Check(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        if (architecture.Space.Name != space.Name)
        {
            throw new ArgumentException($"Architecture {architecture} belongs to space {architecture.Space.Name}, expected {space.Name}.", nameof(architecture));
        }
    }
}
