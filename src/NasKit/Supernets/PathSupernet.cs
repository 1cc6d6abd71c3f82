using NasKit.Data;
using NasKit.Spaces;
using NasKit.Training;
using static TorchSharp.torch;

namespace NasKit.Supernets;

/// <summary>All candidates of a space in one network, of which one path runs at a time.</summary>
/// <remarks>Candidates of a slot that belong to one family share the weights of its largest member, so a path costs what its own network
/// costs, whatever the number of candidates.</remarks>
public sealed class PathSupernet : nn.Module<Tensor, Architecture, Tensor>, ISupernet, IRecalibrated, IDropsPaths
{
    private readonly GraphModules graph;

    /// <summary>Builds the supernet with fresh weights.</summary>
    /// <param name="space">The space.</param>
    /// <param name="seed">Seed of the initial weights.</param>
    public PathSupernet(SearchSpace space, long seed) : base("PathSupernet")
    {
        ArgumentNullException.ThrowIfNull(space);
        Space = space;
        using var init = new Generator((ulong)seed);
        graph = new GraphModules(space.Graph, slot => Enumerable.Range(0, space.Graph.Slots[slot].Candidates.Length), init);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public SearchSpace Space { get; }

    /// <summary>Loss of every training step.</summary>
    public IReadOnlyList<double> Losses { get; private set; } = [];

    /// <summary>Trains a supernet path by path: every step draws one architecture and updates the weights of its path.</summary>
    /// <param name="space">The space.</param>
    /// <param name="images">Training images.</param>
    /// <param name="config">Settings.</param>
    /// <param name="seeds">Seeds of weights, paths and the order of images.</param>
    /// <param name="checkpoint">Where to continue from.</param>
    /// <param name="progress">Told about every step.</param>
    /// <param name="sampling">Which path a step draws; null for <see cref="PathSampling.Uniform"/>.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or no path can be drawn so.</exception>
    /// <exception cref="NasKitException">More memory would be needed than is free.</exception>
    public static PathSupernet Train(
        SearchSpace space, ImageDataSet images, ImageTrainingConfig config, Seeds seeds, ICheckpoint? checkpoint = null, IProgress<Progress>? progress = null,
        PathSampling? sampling = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(config);
        sampling ??= PathSampling.Uniform;
        sampling.Check(space);
        config.Validate();
        MemoryEstimate.Of(space, config.Batch, paths: 1).Check($"The supernet of {space.Name}");
        var supernet = new PathSupernet(space, seeds.For("weights"));
        var paths = seeds.Rng("paths");
        supernet.Losses = ImageTraining.Run(
            supernet, x => supernet.call(x, sampling.Next(space, paths)), images, config, seeds, new Dictionary<string, Rng> { ["paths"] = paths },
            checkpoint ?? NoCheckpoint.Instance, progress, $" {sampling}");
        return supernet;
    }

    /// <summary>Runs the path of one architecture.</summary>
    /// <param name="x">Images, float32 [N, C, H, W].</param>
    /// <param name="architecture">An architecture of <see cref="Space"/>.</param>
    /// <returns>Scores before the softmax, float32 [N, K], in the caller's scope.</returns>
    public override Tensor forward(Tensor x, Architecture architecture) => graph.Walk(x, Space.Select(architecture)).flatten(1);

    /// <inheritdoc/>
    public void Recalibrate(Architecture architecture, IReadOnlyList<Tensor> batches) =>
        Recalibration.Recalibrate(this, x => call(x, architecture), batches);

    Tensor ISupernet.Path(Tensor x, Architecture architecture) => call(x, architecture);

    PathDropping? IDropsPaths.Dropping
    {
        get => graph.Dropping;
        set => graph.Dropping = value;
    }

    NetworkGraph IDropsPaths.Graph => Space.Graph;

    IEnumerable<ElasticBatchNorm> IRecalibrated.Norms() => graph.Norms();
}
