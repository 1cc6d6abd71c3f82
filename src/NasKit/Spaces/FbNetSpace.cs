namespace NasKit.Spaces;

/// <summary>FBNet: 22 blocks with nine choices each, among them grouped convolutions with shuffled channels and skip.</summary>
/// <remarks>Digits: 0 k3_e1, 1 k3_e1_g2, 2 k3_e3, 3 k3_e6, 4 k5_e1, 5 k5_e1_g2, 6 k5_e3, 7 k5_e6, 8 skip. A skip where the shape changes
/// is a 1×1 convolution with normalisation and ReLU. Expansion 1 has its first 1×1 convolution too.
/// Source: Wu et al., FBNet, CVPR 2019, table 1, and its released code; the CIFAR form is that of HW-NAS-Bench.</remarks>
public static class FbNetSpace
{
    private static readonly (int Kernel, int Expansion, int Groups)[] Blocks =
        [(3, 1, 1), (3, 1, 2), (3, 3, 1), (3, 6, 1), (5, 1, 1), (5, 1, 2), (5, 3, 1), (5, 6, 1)];

    /// <summary>For 224×224 images in 1,000 classes, or another task of large images.</summary>
    /// <param name="task">What the networks are built for; ImageNet by default.</param>
    /// <param name="head">Channels of the last convolution: 1984 in FBNet-B and -C, 1504 in FBNet-A.</param>
    public static SearchSpace ImageNet(TaskShape? task = null, int head = 1984) =>
        Build("fbnet", task ?? TaskShape.ImageNet, TaskShape.ImageNet, 2, [1, 2, 2, 2, 1, 2, 1], head);

    /// <summary>For 32×32 images in 100 classes, or another task of small images: two strides less.</summary>
    /// <param name="task">What the networks are built for; CIFAR-100 by default.</param>
    public static SearchSpace Cifar(TaskShape? task = null) =>
        Build("fbnet-cifar100", task ?? TaskShape.Cifar100, TaskShape.Cifar100, 1, [1, 1, 2, 2, 1, 2, 1], 1504);

    private static SearchSpace Build(string name, TaskShape task, TaskShape standard, int stemStride, int[] strides, int head)
    {
        int[] channels = [16, 24, 32, 64, 112, 184, 352], blocks = [1, 4, 4, 4, 4, 4, 1];
        return ChainSpace.Build(new(
            ChainSpace.NameFor(name, task, standard), task,
            stem => stem.Fixed(shape => new ConvolutionSpec(shape, 16, 3, stemStride, Activation.ReLU)),
            [.. channels.Select((width, stage) => new ChainStage(width, blocks[stage], strides[stage]))],
            Candidates,
            ChainSpace.Head(head, task, Activation.ReLU)));
    }

    private static IEnumerable<(string, OperatorSpec)> Candidates(ChainPlace place)
    {
        foreach (var (kernel, expansion, groups) in Blocks)
        {
            yield return ($"k{kernel}_e{expansion}{(groups > 1 ? $"_g{groups}" : "")}",
                new InvertedResidualSpec(place.Input, place.Channels, kernel, place.Stride, expansion, Activation.ReLU, false) { Groups = groups, ExpandsAlways = true });
        }

        yield return ("skip", place.KeepsShape ? new IdentitySpec(place.Input) : new ConvolutionSpec(place.Input, place.Channels, 1, place.Stride, Activation.ReLU));
    }
}
