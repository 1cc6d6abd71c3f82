namespace NasKit.Spaces;

/// <summary>The ShuffleNetV2 choice blocks of single-path one-shot (SPOS), DetNAS and DSNAS.</summary>
/// <remarks>Digits: 0 kernel 3, 1 kernel 5, 2 kernel 7, 3 Xception. Source: Guo et al., SPOS, ECCV 2020, and the released code of the three.
/// Differs: normalisations of the supernet have scale and shift.</remarks>
public static class ShuffleNetSpace
{
    /// <summary>SPOS, DSNAS and DetNAS's 300 M form: 4+4+8+4 blocks, 4²⁰ architectures.</summary>
    /// <param name="task">What the networks are built for; ImageNet by default.</param>
    public static SearchSpace Spos(TaskShape? task = null) =>
        BuildFor("spos", task, 16, [new(64, 4, 2), new(160, 4, 2), new(320, 8, 2), new(640, 4, 2)], 1024);

    /// <summary>DetNAS's 1.3 G form: 8+8+16+8 blocks, 4⁴⁰ architectures.</summary>
    /// <param name="task">What the networks are built for; ImageNet by default.</param>
    public static SearchSpace DetNasLarge(TaskShape? task = null) =>
        BuildFor("detnas-1.3g", task, 48, [new(96, 8, 2), new(240, 8, 2), new(480, 16, 2), new(960, 8, 2)], 1024);

    /// <summary>The small form for 28×28 grey images (SPOS-28): 2+2+4 blocks of 32, 64 and 128 channels, 65,536 architectures.</summary>
    public static SearchSpace Laptop { get; } = Build("spos-28", TaskShape.FashionMnist, 16, 1, [new(32, 2, 2), new(64, 2, 2), new(128, 4, 2)], 256);

    /// <summary>A wider small form: 4+4+4 blocks of 48, 96 and 192 channels.</summary>
    public static SearchSpace LaptopLarge { get; } = Build("spos-28-large", TaskShape.FashionMnist, 16, 1, [new(48, 4, 2), new(96, 4, 2), new(192, 4, 2)], 256);

    /// <summary>The smallest form for 28×28 grey images (FM-Shuffle-7): 2+3+2 blocks of 32, 64 and 128 channels right before the classifier, 16,384 architectures.</summary>
    public static SearchSpace Small { get; } = ChainSpace.Build(new(
        "fm-shuffle-7", TaskShape.FashionMnist,
        stem => stem.Fixed(shape => new ConvolutionSpec(shape, 16, 3, 2, Activation.ReLU)),
        [new(32, 2, 2), new(64, 3, 2), new(128, 2, 2)], Candidates,
        head =>
        {
            head.Fixed(shape => new GlobalPoolSpec(shape));
            head.Fixed(shape => new ClassifierSpec(shape, TaskShape.FashionMnist.Classes));
        }));

    private static SearchSpace BuildFor(string name, TaskShape? task, int stem, ChainStage[] stages, int head) =>
        Build(ChainSpace.NameFor(name, task ?? TaskShape.ImageNet, TaskShape.ImageNet), task ?? TaskShape.ImageNet, stem, 2, stages, head);

    private static SearchSpace Build(string name, TaskShape task, int stem, int stemStride, ChainStage[] stages, int head) => ChainSpace.Build(new(
        name, task,
        builder => builder.Fixed(shape => new ConvolutionSpec(shape, stem, 3, stemStride, Activation.ReLU)),
        stages, Candidates,
        ChainSpace.Head(head, task, Activation.ReLU, dropout: 0.1, biased: false)));

    private static IEnumerable<(string, OperatorSpec)> Candidates(ChainPlace place) =>
    [
        .. new[] { 3, 5, 7 }.Select(kernel => ($"shuffle_{kernel}x{kernel}", (OperatorSpec)new ShuffleUnitSpec(place.Input, place.Channels, kernel, place.Stride))),
        ("xception", new ShuffleUnitSpec(place.Input, place.Channels, 3, place.Stride, Xception: true)),
    ];
}
