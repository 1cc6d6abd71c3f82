using System.Globalization;
using NasKit.Data;
using NasKit.Spaces;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Training;

/// <summary>What a step of image training is made of.</summary>
/// <param name="X">Images, float32 [N, C, H, W].</param>
/// <param name="Loss">Makes the loss of scores, [N, K] to a scalar.</param>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Index">The step in the epoch, from 0.</param>
/// <param name="Optimizer">What steps once the gradient is there.</param>
/// <param name="CheckFinite">Ends the training where a number that the step computed beside its loss is not finite; is told the number and what it is.</param>
internal readonly record struct ImageStep(Tensor X, Func<Tensor, Tensor> Loss, int Epoch, int Index, optim.Optimizer Optimizer, Action<double, string> CheckFinite);

/// <summary>Training and scoring of image classifiers: what supernets and single networks share.</summary>
internal static class ImageTraining
{
    private const long LargestKept = 1L << 31; // bytes

    /// <summary>Trains a module with SGD, cosine learning rate and cross-entropy.</summary>
    /// <param name="module">What is trained.</param>
    /// <param name="forward">Class scores of a batch at a step: float32 [N, C, H, W] to [N, K].</param>
    /// <param name="images">Training images, at least one batch.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of the order of images.</param>
    /// <param name="generators">Generators that <paramref name="forward"/> draws from.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="method">All other settings that determine the trajectory, as text.</param>
    /// <returns>The loss of every step.</returns>
    public static IReadOnlyList<double> Run(
        nn.Module module, Func<Tensor, Tensor> forward, ImageDataSet images, ImageTrainingConfig config, Seeds seeds,
        IReadOnlyDictionary<string, Rng> generators, ICheckpoint checkpoint, IProgress<Progress>? progress, string method = "") =>
        Run(
            module, step =>
            {
                var value = step.Loss(forward(step.X));
                value.backward();
                return value.item<float>();
            },
            images, config, seeds, generators, null, checkpoint, progress, method);

    /// <summary>The same with steps that run backward themselves.</summary>
    /// <param name="module">What is trained.</param>
    /// <param name="step">Accumulates the gradient of a step and gives its loss.</param>
    /// <param name="images">Training images, at least one batch.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of the order of images.</param>
    /// <param name="generators">Generators that <paramref name="step"/> draws from.</param>
    /// <param name="state">Exchanges whatever else the steps change.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="method">All other settings that determine the trajectory, as text.</param>
    /// <returns>The loss of every step.</returns>
    public static IReadOnlyList<double> Run(
        nn.Module module, Func<ImageStep, double> step, ImageDataSet images, ImageTrainingConfig config, Seeds seeds,
        IReadOnlyDictionary<string, Rng> generators, Action<StateExchange>? state, ICheckpoint checkpoint, IProgress<Progress>? progress, string method)
    {
        config.Validate();
        Require.That(nameof(ImageTrainingConfig),
            (config.DropPath is null || module is IDropsPaths, $"{config.DropPath} cannot be used with a {module.GetType().Name}, which drops no operators"),
            (config.AuxiliaryWeight == 0 || module is Network { HasAuxiliary: true },
                string.Create(CultureInfo.InvariantCulture, $"AuxiliaryWeight = {config.AuxiliaryWeight} cannot be used with a {module.GetType().Name} that has no auxiliary head")));
        var perEpoch = images.Steps(config.Batch, dropLast: true);
        if (perEpoch == 0)
        {
            throw new ArgumentException($"The batch size is {config.Batch}, but {images.Name} has only {images.Count} images. Use a smaller batch or more images.", nameof(config));
        }

        var steps = config.Epochs * perEpoch;
        var order = seeds.For("images");
        using var optimizer = Optimizer(module, config);
        using var average = config.AverageDecay is { } decay ? new WeightAverage(module, decay) : null;
        PathDropping? dropping = null;
        if (config.DropPath is not null)
        {
            var drops = seeds.Rng("drop-path");
            dropping = new(((IDropsPaths)module).Graph, drops);
            generators = new Dictionary<string, Rng>(generators) { ["drop-path"] = drops };
        }

        IEnumerator<(Tensor X, Tensor Y)>? batches = null;
        var loop = new TrainingLoop($"{config} {images.Name} {images.Count} {order}{method}", module, optimizer, generators, state, average);
        Drop(dropping);
        try
        {
            loop.Run(
                steps, LearningRate.Cosine(config.LearningRate, steps, config.FinalLearningRate, Math.Min(config.WarmUp, steps / 10)), Step, checkpoint, config.SaveEvery, progress,
                config.ClipNorm);
        }
        finally
        {
            Drop(null);
            batches?.Dispose();
        }

        return loop.Losses;

        double Step(int i)
        {
            if (dropping is not null)
            {
                var now = new TrainingMoment(i / perEpoch, config.Epochs, i, steps);
                dropping.Probability = (layer, layers) => config.DropPath!.Probability(now, layer, layers);
            }

            if (batches is null || !batches.MoveNext())
            {
                batches?.Dispose();
                batches = images.Batches(config.Batch, order, i / perEpoch, dropLast: true, augment: config.Augmentation, firstStep: i % perEpoch).GetEnumerator();
                batches.MoveNext();
            }

            var (x, y) = batches.Current;
            return step(new(x, scores => nn.functional.cross_entropy(scores, y, label_smoothing: config.LabelSmoothing), i / perEpoch, i % perEpoch, optimizer, loop.CheckFinite));
        }

        void Drop(PathDropping? what)
        {
            if (module is IDropsPaths drops)
            {
                drops.Dropping = what;
            }
        }
    }

    /// <summary>Says before a training whether the networks of a space can have what it asks for.</summary>
    /// <param name="space">The space.</param>
    /// <param name="config">Settings.</param>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public static void Check(SearchSpace space, ImageTrainingConfig config) => Require.That(nameof(ImageTrainingConfig),
        (config.AuxiliaryWeight == 0 || AuxiliaryHead.Problem(space) is null,
            string.Create(CultureInfo.InvariantCulture, $"AuxiliaryWeight = {config.AuxiliaryWeight}, but {(config.AuxiliaryWeight == 0 ? "" : AuxiliaryHead.Problem(space))}")));

    private static SGD Optimizer(nn.Module module, ImageTrainingConfig config)
    {
        var apart = config.DecayNormalisation ? [] : module.modules().OfType<ElasticBatchNorm>().SelectMany(norm => norm.parameters()).ToHashSet(ReferenceEqualityComparer.Instance);
        var decayed = new SGD.ParamGroup(module.parameters().Where(parameter => !apart.Contains(parameter)));
        SGD.ParamGroup[] groups = apart.Count == 0 ? [decayed]
            : [decayed, new(module.parameters().Where(apart.Contains), new SGD.Options { weight_decay = 0 })];
        return optim.SGD(groups, config.LearningRate, momentum: config.Momentum, weight_decay: config.WeightDecay, nesterov: config.Nesterov);
    }

    /// <summary>Images and labels as tensors that stay, to be scored many times.</summary>
    /// <param name="images">The images.</param>
    /// <param name="batch">Images in a batch.</param>
    /// <returns>x float32 [N, C, H, W] and y int64 [N] of each batch; the caller's, outside every scope.</returns>
    /// <exception cref="NasKitException">They would take more than 2 GiB.</exception>
    public static IReadOnlyList<(Tensor X, Tensor Y)> Keep(ImageDataSet images, int batch)
    {
        var bytes = 4L * images.Count * images.Channels * images.Height * images.Width;
        if (bytes > LargestKept)
        {
            throw new NasKitException(
                string.Create(CultureInfo.InvariantCulture, $"{images} would take {bytes / 1e9:0.0} GB of memory to be scored again and again; at most {LargestKept / 1e9:0.0} are kept."),
                "Take fewer of them (ImageDataSet.Take keeps the shares of the classes).");
        }

        var kept = new List<(Tensor X, Tensor Y)>();
        for (var start = 0; start < images.Count; start += batch)
        {
            var (x, y) = images.Batch([.. Enumerable.Range(start, Math.Min(batch, images.Count - start))]);
            kept.Add((Backend.Detach(x), Backend.Detach(y)));
        }

        return kept;
    }

    /// <summary>Share of images whose highest score is that of their class, 0…1.</summary>
    /// <param name="forward">Class scores of a batch: float32 [N, C, H, W] to [N, K].</param>
    /// <param name="batches">Images and labels.</param>
    public static double Accuracy(Func<Tensor, Tensor> forward, IReadOnlyList<(Tensor X, Tensor Y)> batches)
    {
        using var inference = no_grad();
        var (right, count) = (0L, 0L);
        foreach (var (x, y) in batches)
        {
            using var scope = NewDisposeScope();
            right += (forward(x).argmax(1) == y).sum().item<long>();
            count += y.shape[0];
        }

        return (double)right / count;
    }
}
