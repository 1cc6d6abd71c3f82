namespace NasKit.Spaces;

/// <summary>One stage of a network of node cells.</summary>
/// <param name="Cells">Number of cells, at least 1.</param>
/// <param name="Channels">Output channels of each node.</param>
/// <param name="Pool">What the stage's first cell divides height and width by.</param>
public sealed record NodeCellStage(int Cells, int Channels, int Pool);

/// <summary>Networks that repeat one <see cref="NodeCell"/>: those that AutoShrink searches with, and the one that came of it.</summary>
/// <remarks>Source: the released code of AutoShrink. Each network is a graph without slots.</remarks>
public static class ShrinkCnn
{
    /// <summary>The released cell of ShrinkCNN-A: two separable convolutions of the input; a third and a 1×1 convolution, each of the input and one of them.</summary>
    /// <remarks>Source: evaluation/cnn/shrinkCNN-A-release-repro.prototxt.</remarks>
    public static NodeCell ReleasedCell { get; } = NodeCell.Parse("0>1 0>2 0>3 1>3 0>4 2>4 : Separable3x3 Separable3x3 Separable3x3 Convolution1x1");

    /// <summary>The released ShrinkCNN-A for ImageNet: 18 residual cells in five stages, 224×224 images, 1,001 classes (one for the background).</summary>
    public static NetworkGraph Released { get; } = Build(
        new(TaskShape.ImageNet.Input, 1001), ReleasedCell, stem: 44, [new(1, 12, 1), new(3, 24, 2), new(4, 44, 2), new(6, 88, 2), new(4, 180, 2)], residual: true, head: 1280);

    /// <summary>The network that a search on small images trains: one cell in each of three stages, widths 1, 2 and 4 times the first, halved maps before the last two.</summary>
    /// <param name="task">What it is built for.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="channels">Output channels of a node of the first stage. Released code: 16.</param>
    public static NetworkGraph Search(TaskShape task, NodeCell cell, int channels = 16) =>
        Build(task, cell, channels, [new(1, channels, 1), new(1, 2 * channels, 2), new(1, 4 * channels, 2)], stemStride: 1);

    /// <summary>The same for 28×28 images and seconds: a stem of 8 channels and stride 2, a cell of width 8 at 14×14 and one of width 16 at 7×7.</summary>
    /// <param name="task">What it is built for.</param>
    /// <param name="cell">The cell.</param>
    public static NetworkGraph Laptop(TaskShape task, NodeCell cell) => Build(task, cell, stem: 8, [new(1, 8, 1), new(1, 16, 2)]);

    /// <summary>A 3×3 convolution, stages of cells, the mean over all positions, the classifier.</summary>
    /// <param name="task">What the network is built for.</param>
    /// <param name="cell">The cell.</param>
    /// <param name="stem">Output channels of the first convolution.</param>
    /// <param name="stages">The stages.</param>
    /// <param name="residual">Whether cells add their input to their output.</param>
    /// <param name="head">Output channels of a 1×1 convolution before the mean; 0 for none.</param>
    /// <param name="stemStride">Stride of the first convolution.</param>
    /// <exception cref="ArgumentException">The images are too small for so many reductions.</exception>
    public static NetworkGraph Build(TaskShape task, NodeCell cell, int stem, IReadOnlyList<NodeCellStage> stages, bool residual = false, int head = 0, int stemStride = 2)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(stages);
        var graph = new NetworkGraph.Builder(task.Input);
        graph.Fixed(shape => new ConvolutionSpec(shape, stem, 3, stemStride, Activation.ReLU));
        foreach (var stage in stages)
        {
            for (var i = 0; i < stage.Cells; i++)
            {
                cell.AddTo(graph, stage.Channels, i == 0 ? stage.Pool : 1, residual);
            }
        }

        if (head > 0)
        {
            graph.Fixed(shape => new ConvolutionSpec(shape, head, 1, 1, Activation.ReLU));
        }

        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, task.Classes));
        return graph.Build();
    }
}
