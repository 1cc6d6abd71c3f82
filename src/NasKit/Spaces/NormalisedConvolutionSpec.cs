using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Batch normalisation and an activation, then a convolution: the order of densely connected networks. Keeps channels and size.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Activation">Activation after the normalisation.</param>
/// <param name="Kernel">Kernel size, odd.</param>
/// <param name="Groups">Groups of the convolution, a divisor of the channels; as many as channels for a depthwise one.</param>
/// <param name="Shuffled">Whether the channels of the groups are interleaved afterwards.</param>
public sealed record NormalisedConvolutionSpec(TensorShape Input, Activation Activation, int Kernel, int Groups = 1, bool Shuffled = false) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input;

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [Layer.BatchNorm(Input.Channels), Layer.Convolution(Input.Channels, Output, Kernel, Groups)];

    /// <inheritdoc/>
    public override string ShortName =>
        $"{(Activation == Activation.None ? "bn" : "bn+relu")} {(Groups == 1 ? "conv" : Groups == Input.Channels ? "dw" : $"group {Groups}")} {Kernel}×{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"normconv-{Input}-{Activation}-k{Kernel}-g{Groups}{(Shuffled ? "-shuffled" : "")}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly NormalisedConvolutionSpec spec;
        private readonly ElasticBatchNorm norm;
        private readonly Parameter weight;

        public Module(NormalisedConvolutionSpec spec, Generator init) : base("NormalisedConvolution")
        {
            this.spec = spec;
            norm = new ElasticBatchNorm(spec.Input.Channels);
            weight = Weights.Convolution(spec.Input.Channels, spec.Input.Channels / spec.Groups, spec.Kernel, init);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            x = norm.forward(x, spec.Input.Channels, spec.Activation);
            x = Backend.Convolution(x, weight, groups: spec.Groups);
            return spec.Shuffled ? ChannelOrder.Shuffle(x, spec.Groups) : x;
        }
    }
}
