using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>A depthwise convolution and a 1×1 convolution directly behind it, then batch normalisation and an activation.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Kernel">Size of the depthwise kernel, odd.</param>
/// <param name="Activation">Activation at the end.</param>
public sealed record DepthwiseSeparableSpec(TensorShape Input, int Channels, int Kernel, Activation Activation) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Channels, Kernel, 1);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers =>
        [Layer.Convolution(Input.Channels, Input, Kernel, Input.Channels), Layer.Convolution(Input.Channels, Output, 1), Layer.BatchNorm(Channels)];

    /// <inheritdoc/>
    public override string ShortName => $"sep {Kernel}×{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"dwsep-{Input}-c{Channels}-k{Kernel}-{Activation}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly DepthwiseSeparableSpec spec;
        private readonly Parameter depthwise;
        private readonly Parameter pointwise;
        private readonly ElasticBatchNorm norm;

        public Module(DepthwiseSeparableSpec spec, Generator init) : base("DepthwiseSeparable")
        {
            this.spec = spec;
            depthwise = Weights.Convolution(spec.Input.Channels, 1, spec.Kernel, init);
            pointwise = Weights.Convolution(spec.Channels, spec.Input.Channels, 1, init);
            norm = new ElasticBatchNorm(spec.Channels);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            x = Backend.Convolution(x, depthwise, groups: spec.Input.Channels);
            return norm.forward(Backend.Convolution(x, pointwise), spec.Channels, spec.Activation);
        }
    }
}
