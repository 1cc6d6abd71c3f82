namespace NasKit.Spaces;

/// <summary>NAS-Bench-Macro: eight layers, each left out, a 3×3 inverted residual of expansion 3, or a 5×5 one of expansion 6; 6,561 architectures.</summary>
/// <remarks>Digits: 0 identity (a 1×1 convolution with normalisation where the shape changes), 1 k3 e3, 2 k5 e6.
/// Source: Su et al., Prioritized architecture sampling, CVPR 2021, and the released code of the benchmark.</remarks>
public static class NasBenchMacroSpace
{
    /// <summary>The benchmark's networks: 32×32 images in 10 classes.</summary>
    public static SearchSpace Cifar10 { get; } = Build("nas-bench-macro", TaskShape.Cifar10, 32, [new(64, 2, 2), new(128, 3, 2), new(256, 3, 2)], 1280);

    /// <summary>The small form for 28×28 grey images (Macro-28): half the width of the stem.</summary>
    public static SearchSpace Laptop { get; } = Build("macro-28", TaskShape.FashionMnist, 16, [new(32, 2, 2), new(64, 3, 2), new(128, 3, 2)], 1280);

    /// <summary>Three layers behind a stem of stride 2, for 28×28 grey images: 27 architectures, few and small enough to train every one of them.</summary>
    public static SearchSpace Micro { get; } = Build("macro-28-micro", TaskShape.FashionMnist, 8, [new(16, 2, 2), new(32, 1, 2)], 64, stemStride: 2);

    private static SearchSpace Build(string name, TaskShape task, int stem, IReadOnlyList<ChainStage> stages, int head, int stemStride = 1) => ChainSpace.Build(new(
        name, task,
        builder => builder.Fixed(shape => new ConvolutionSpec(shape, stem, 3, stemStride, Activation.ReLU)),
        stages,
        place =>
        [
            ("identity", place.KeepsShape ? new IdentitySpec(place.Input) : new ConvolutionSpec(place.Input, place.Channels, 1, place.Stride, Activation.None)),
            ("k3_e3", new InvertedResidualSpec(place.Input, place.Channels, 3, place.Stride, 3, Activation.ReLU, false)),
            ("k5_e6", new InvertedResidualSpec(place.Input, place.Channels, 5, place.Stride, 6, Activation.ReLU, false)),
        ],
        ChainSpace.Head(head, task, Activation.ReLU)));

    /// <summary>The architecture that describes the same network with identities at the end of their stage.</summary>
    /// <param name="architecture">An architecture with eight layers.</param>
    /// <remarks>Behind the first layer of a stage all layers have one shape, so it does not matter where an identity stands;
    /// the benchmark measured 3,969 different networks.</remarks>
    public static Architecture SameNetwork(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        var choices = architecture.Choices.ToArray();
        foreach (var (first, count) in new[] { (1, 1), (3, 2), (6, 2) })
        {
            var kept = choices.AsSpan(first, count).ToArray().OrderBy(choice => choice == 0).ToArray();
            kept.CopyTo(choices, first);
        }

        return architecture.Space.Create(choices);
    }
}
