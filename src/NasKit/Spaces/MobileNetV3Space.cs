using System.Globalization;

namespace NasKit.Spaces;

/// <summary>One unit of an elastic mobile network.</summary>
/// <param name="Channels">Output channels of every layer.</param>
/// <param name="Stride">Stride of the first layer.</param>
/// <param name="Activation">Activation inside the layers.</param>
/// <param name="SqueezeExcite">Whether the layers have squeeze-and-excitation.</param>
public sealed record MobileUnit(int Channels, int Stride, Activation Activation, bool SqueezeExcite);

/// <summary>The table of numbers that defines an elastic mobile space.</summary>
/// <param name="Name">Name of the space.</param>
/// <param name="Task">What its networks are built for.</param>
/// <param name="Units">The searchable units, in order.</param>
/// <param name="Depths">Choices of layers in a unit, rising.</param>
/// <param name="Kernels">Choices of the depthwise kernel, rising.</param>
/// <param name="Expansions">Choices of the expansion, rising.</param>
/// <param name="Stem">Adds what stands before the units.</param>
/// <param name="Head">Adds what stands behind them, up to the classifier.</param>
public sealed record MobileTable(
    string Name, TaskShape Task, IReadOnlyList<MobileUnit> Units, IReadOnlyList<int> Depths, IReadOnlyList<int> Kernels,
    IReadOnlyList<int> Expansions, Action<NetworkGraph.Builder> Stem, Action<NetworkGraph.Builder> Head);

/// <summary>Elastic mobile spaces: depth per unit, kernel and expansion per layer.</summary>
/// <remarks>Source: Guo et al., PNAG, CVPR Workshops 2023, section 4.1 (the once-for-all MobileNetV3 space) and the authors' code for the order
/// of decisions: for each unit its depth, then expansion and kernel of every layer.</remarks>
public static class MobileNetV3Space
{
    /// <summary>The space of the paper: 5 units of 2–4 layers, kernels 3/5/7, expansions 3/4/6, 224×224 images in 1,000 classes.</summary>
    /// <param name="width">Width multiplier; the paper's networks use 1.2.</param>
    public static SearchSpace OnceForAll(double width = 1.2)
    {
        int Wide(int channels) => InvertedResidualSpec.Divisible(channels * width);
        return Build(new(
            $"OFA-MobileNetV3-w{width.ToString(CultureInfo.InvariantCulture)}", TaskShape.ImageNet,
            [
                new(Wide(24), 2, Activation.ReLU, false),
                new(Wide(40), 2, Activation.ReLU, true),
                new(Wide(80), 2, Activation.HardSwish, false),
                new(Wide(112), 1, Activation.HardSwish, true),
                new(Wide(160), 2, Activation.HardSwish, true),
            ],
            [2, 3, 4], [3, 5, 7], [3, 4, 6],
            stem =>
            {
                stem.Fixed(shape => new ConvolutionSpec(shape, Wide(16), 3, 2, Activation.HardSwish));
                stem.Fixed(shape => new InvertedResidualSpec(shape, Wide(16), 3, 1, 1, Activation.ReLU, false));
            },
            head =>
            {
                head.Fixed(shape => new ConvolutionSpec(shape, Wide(960), 1, 1, Activation.HardSwish));
                head.Fixed(shape => new GlobalPoolSpec(shape));
                head.Fixed(shape => new ConvolutionSpec(shape, Wide(1280), 1, 1, Activation.HardSwish, Normalised: false));
                head.Fixed(shape => new ClassifierSpec(shape, 1000, 0.1));
            }));
    }

    /// <summary>The same kind of space for minutes on a laptop: 28×28 grey images, 3 units of 1–3 layers, kernels 3/5, expansions 2/3/4;
    /// 1.7e7 architectures.</summary>
    /// <remarks>Widths 8/16/24 behind a stride-2 stem of 16 channels, half of what a full-width version (16/32/48) has, so that a supernet trains in minutes.</remarks>
    public static SearchSpace Laptop { get; } = Build(new(
        "FM-MB-3", TaskShape.FashionMnist,
        [
            new(8, 1, Activation.ReLU, false),
            new(16, 2, Activation.ReLU, false),
            new(24, 1, Activation.ReLU, false),
        ],
        [1, 2, 3], [3, 5], [2, 3, 4],
        stem => stem.Fixed(shape => new ConvolutionSpec(shape, 16, 3, 2, Activation.ReLU)),
        head =>
        {
            head.Fixed(shape => new GlobalPoolSpec(shape));
            head.Fixed(shape => new ClassifierSpec(shape, 10));
        }));

    /// <summary>Builds the space of a table.</summary>
    /// <param name="table">The numbers.</param>
    public static SearchSpace Build(MobileTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        static IReadOnlyList<string> Labels(IEnumerable<int> values) => [.. values.Select(value => value.ToString(CultureInfo.InvariantCulture))];
        var decisions = new List<Decision>();
        var graph = new NetworkGraph.Builder(table.Task.Input);
        table.Stem(graph);
        for (var unit = 0; unit < table.Units.Count; unit++)
        {
            var (channels, unitStride, activation, excite) = table.Units[unit];
            var depth = decisions.Count;
            decisions.Add(new($"unit{unit + 1}.depth", "depth", [.. Labels(table.Depths)]));
            for (var layer = 0; layer < table.Depths[^1]; layer++)
            {
                var stride = layer == 0 ? unitStride : 1;
                var needed = table.Depths.TakeWhile(layers => layers <= layer).Count();
                var condition = needed == 0 ? null : new Condition(depth, needed);
                var name = $"unit{unit + 1}.layer{layer + 1}";
                decisions.Add(new($"{name}.expansion", "expansion", [.. Labels(table.Expansions)], condition));
                decisions.Add(new($"{name}.kernel", "kernel", [.. Labels(table.Kernels)], condition));
                graph.Slot(
                    name,
                    shape => from expansion in table.Expansions
                             from kernel in table.Kernels
                             select new InvertedResidualSpec(shape, channels, kernel, stride, expansion, activation, excite),
                    [decisions.Count - 2, decisions.Count - 1]);
            }
        }

        table.Head(graph);
        return new SearchSpace(table.Name, table.Task, decisions, graph.Build(), new UnitFormat(table.Units.Count, table.Depths[^1]));
    }
}
