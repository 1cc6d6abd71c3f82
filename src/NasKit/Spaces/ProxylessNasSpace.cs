namespace NasKit.Spaces;

/// <summary>MobileNetV2 chains with 3×3, 5×5 or 7×7 inverted residuals of expansion 3 or 6, and blocks that may be left out.</summary>
/// <remarks>Digits: 0 k3 e3, 1 k3 e6, 2 k5 e3, 3 k5 e6, 4 k7 e3, 5 k7 e6, 6 zero (the block is skipped; only where stride and channels
/// allow it). Source: ProxylessNAS, Cai, Zhu, Han, ICLR 2019, and its released search code; FairNAS, Chu et al., and its released networks.</remarks>
public static class ProxylessNasSpace
{
    /// <summary>ProxylessNAS: 21 blocks, 6⁶·7¹⁵ architectures.</summary>
    /// <param name="task">What the networks are built for; ImageNet by default.</param>
    public static SearchSpace Proxyless(TaskShape? task = null)
    {
        task ??= TaskShape.ImageNet;
        return ChainSpace.Build(new(
            ChainSpace.NameFor("proxylessnas", task, TaskShape.ImageNet), task,
            stem => Stem(stem, 2),
            [new(24, 4, 2), new(40, 4, 2), new(80, 4, 2), new(96, 4, 1), new(192, 4, 2), new(320, 1, 1)],
            place => Candidates(place, Activation.ReLU6, mayVanish: true),
            ChainSpace.Head(1280, task, Activation.ReLU6)));
    }

    /// <summary>FairNAS: 19 blocks with six choices each, none of which vanishes.</summary>
    /// <param name="task">What the networks are built for; ImageNet by default.</param>
    public static SearchSpace Fair(TaskShape? task = null)
    {
        task ??= TaskShape.ImageNet;
        return ChainSpace.Build(new(
            ChainSpace.NameFor("fairnas", task, TaskShape.ImageNet), task,
            stem => Stem(stem, 2),
            [new(32, 2, 2), new(40, 4, 2), new(80, 4, 2), new(96, 4, 1), new(192, 4, 2), new(320, 1, 1)],
            place => Candidates(place, Activation.ReLU6, mayVanish: false),
            ChainSpace.Head(1280, task, Activation.ReLU6, dropout: 0.2)));
    }

    /// <summary>The small form for 28×28 grey images (MB-28): 8 blocks of 16, 32 and 64 channels.</summary>
    public static SearchSpace Laptop { get; } = ChainSpace.Build(new(
        "mb-28", TaskShape.FashionMnist,
        stem => stem.Fixed(shape => new ConvolutionSpec(shape, 16, 3, 1, Activation.ReLU6)),
        [new(16, 2, 2), new(32, 3, 2), new(64, 3, 1)],
        place => Candidates(place, Activation.ReLU6, mayVanish: true),
        ChainSpace.Head(128, TaskShape.FashionMnist, Activation.ReLU6)));

    private static void Stem(NetworkGraph.Builder stem, int stride)
    {
        stem.Fixed(shape => new ConvolutionSpec(shape, 32, 3, stride, Activation.ReLU6));
        stem.Fixed(shape => new InvertedResidualSpec(shape, 16, 3, 1, 1, Activation.ReLU6, false));
    }

    private static IEnumerable<(string, OperatorSpec)> Candidates(ChainPlace place, Activation activation, bool mayVanish)
    {
        foreach (var kernel in new[] { 3, 5, 7 })
        {
            foreach (var expansion in new[] { 3, 6 })
            {
                yield return ($"k{kernel}_e{expansion}", new InvertedResidualSpec(place.Input, place.Channels, kernel, place.Stride, expansion, activation, false));
            }
        }

        if (mayVanish && place.KeepsShape)
        {
            yield return ("zero", new IdentitySpec(place.Input));
        }
    }
}
