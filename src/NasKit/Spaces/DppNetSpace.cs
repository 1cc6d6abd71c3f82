namespace NasKit.Spaces;

/// <summary>DPP-Net's blocks in a small form: one to three pairs of a normalisation and a convolution, the same block at two sizes of image.</summary>
/// <remarks>
/// A digit for each pair: 0 no pair; 1–4 normalisation alone, 5–8 normalisation and ReLU, before a 1×1 convolution, a 3×3 one, a 1×1 one in four groups with shuffle,
/// or a depthwise 3×3 one. Source: the operation lists of Dong et al., ECCV 2018, as far as they are known; sizes are a choice of this kit.
/// </remarks>
public static class DppNetSpace
{
    private static readonly string[] Convolutions = ["conv1x1", "conv3x3", "group1x1", "depthwise3x3"];

    /// <summary>For 28×28 grey images: a stem of 16 channels with stride 2, the block, a convolution of 32 channels with stride 2, the block again.</summary>
    public static SearchSpace Laptop { get; } = Build("dpp-net-28", TaskShape.FashionMnist, stem: 16, pairs: 3);

    private static SearchSpace Build(string name, TaskShape task, int stem, int pairs)
    {
        var graph = new NetworkGraph.Builder(task.Input);
        for (var stage = 0; stage < 2; stage++)
        {
            graph.Fixed(shape => new ConvolutionSpec(shape, stem << stage, 3, 2, Activation.None, Normalised: false));
            for (var pair = 0; pair < pairs; pair++)
            {
                graph.Slot($"block{stage + 1}.pair{pair + 1}", Candidates, [pair], sharesWeights: false);
            }
        }

        graph.Fixed(shape => new NormalisationSpec(shape, Activation.ReLU));
        graph.Fixed(shape => new GlobalPoolSpec(shape));
        graph.Fixed(shape => new ClassifierSpec(shape, task.Classes));
        string[] labels = ["none", .. Convolutions.Select(convolution => $"bn+{convolution}"), .. Convolutions.Select(convolution => $"bn+relu+{convolution}")];
        return new SearchSpace(name, task, Enumerable.Range(1, pairs).Select(pair => new Decision($"pair{pair}", "pair", [.. labels])), graph.Build(), new DigitFormat());
    }

    private static IEnumerable<OperatorSpec> Candidates(TensorShape shape) =>
    [
        new IdentitySpec(shape),
        .. new[] { Activation.None, Activation.ReLU }.SelectMany<Activation, OperatorSpec>(activation =>
        [
            new NormalisedConvolutionSpec(shape, activation, 1), new NormalisedConvolutionSpec(shape, activation, 3),
            new NormalisedConvolutionSpec(shape, activation, 1, 4, Shuffled: true), new NormalisedConvolutionSpec(shape, activation, 3, shape.Channels),
        ]),
    ];
}
