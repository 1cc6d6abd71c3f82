using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>A second classifier in the middle of a network, which gives early layers a gradient while training and is not there afterwards.</summary>
/// <remarks>Source: Liu et al., DARTS, ICLR 2019, released code (model.py): ReLU, mean over 5×5 with the stride that leaves 2×2, 1×1 convolution to 128 channels, 2×2 convolution
/// to 768, each normalised and followed by ReLU, linear. It is no part of the graph, so no cost counts it.</remarks>
internal sealed class AuxiliaryHead : nn.Module<Tensor, Tensor>
{
    private const int Window = 5;
    private const int Narrow = 128;
    private const int Wide = 768;
    private readonly TensorShape input;
    private readonly Parameter reduce;
    private readonly ElasticBatchNorm reduceNorm;
    private readonly Parameter gather;
    private readonly ElasticBatchNorm gatherNorm;
    private readonly Parameter weight;
    private readonly Parameter bias;

    /// <param name="input">Shape of the map it reads, at least 6×6.</param>
    /// <param name="classes">Number of classes K.</param>
    /// <param name="init">Source of the initial weights.</param>
    public AuxiliaryHead(TensorShape input, int classes, Generator init) : base(nameof(AuxiliaryHead))
    {
        this.input = input;
        reduce = Weights.Convolution(Narrow, input.Channels, 1, init);
        reduceNorm = new ElasticBatchNorm(Narrow);
        gather = Weights.Convolution(Wide, Narrow, 2, init);
        gatherNorm = new ElasticBatchNorm(Wide);
        weight = Weights.Linear(classes, Wide, init);
        bias = Weights.Zeros(classes);
        RegisterComponents();
    }

    /// <summary>Why a space's networks cannot have such a head; null where they can.</summary>
    public static string? Problem(SearchSpace space)
    {
        if (space.Graph.Auxiliary is not { } place)
        {
            return $"the graph of space {space.Name} names no place for an auxiliary head";
        }

        var shape = space.Graph.Nodes[place].Shape;
        return shape.Height > Window && shape.Width > Window ? null
            : $"the map of {shape} at the auxiliary place of space {space.Name} is smaller than {Window + 1}×{Window + 1}; use larger images or fewer reductions";
    }

    // [N, C, H, W] -> [N, K]
    public override Tensor forward(Tensor x)
    {
        x = nn.functional.avg_pool2d(nn.functional.relu(x), [Window, Window], [input.Height - Window, input.Width - Window], [0, 0], count_include_pad: false); // [N, C, 2, 2]
        x = reduceNorm.forward(nn.functional.conv2d(x, reduce), Narrow, Activation.ReLU); // [N, 128, 2, 2]
        x = gatherNorm.forward(nn.functional.conv2d(x, gather), Wide, Activation.ReLU); // [N, 768, 1, 1]
        return nn.functional.linear(x.flatten(1), weight, bias);
    }
}
