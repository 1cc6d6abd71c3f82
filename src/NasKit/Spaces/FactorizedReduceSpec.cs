using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Halves height and width without a pooling: ReLU, then two 1×1 convolutions with stride 2, one of them a pixel further down and right, side by side, and normalisation.</summary>
/// <param name="Input">Shape of one input; height and width even.</param>
/// <param name="Channels">Output channels, even.</param>
/// <param name="Affine">Whether the normalisation learns a scale and a shift.</param>
/// <remarks>Source: the released code of DARTS (operations.py).</remarks>
public sealed record FactorizedReduceSpec(TensorShape Input, int Channels, bool Affine = true) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input.Height % 2 == 0 && Input.Width % 2 == 0 && Channels % 2 == 0 ? Input.Convolved(Channels, 1, 2)
        : throw new ArgumentException($"A factorised reduction needs an even height, width and number of channels, got {Input} to {Channels} channels.");

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [Layer.Convolution(Input.Channels, Output, 1), .. Affine ? [Layer.BatchNorm(Channels)] : Array.Empty<Layer>()];

    /// <inheritdoc/>
    public override string ShortName => "skip /2";

    /// <inheritdoc/>
    public override string Key => $"reduce-{Input}-c{Channels}{(Affine ? "" : "-plain")}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly FactorizedReduceSpec spec;
        private readonly Parameter even;
        private readonly Parameter odd;
        private readonly ElasticBatchNorm norm;

        public Module(FactorizedReduceSpec spec, Generator init) : base("FactorizedReduce")
        {
            this.spec = spec;
            even = Weights.Convolution(spec.Channels / 2, spec.Input.Channels, 1, init);
            odd = Weights.Convolution(spec.Channels / 2, spec.Input.Channels, 1, init);
            norm = new ElasticBatchNorm(spec.Channels, spec.Affine);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            x = Activation.ReLU.Of(x);
            var shifted = x.narrow(2, 1, spec.Input.Height - 1).narrow(3, 1, spec.Input.Width - 1);
            x = cat([Backend.Convolution(x, even, 2), Backend.Convolution(shifted, odd, 2)], 1);
            return norm.forward(x, spec.Channels, Activation.None);
        }
    }
}
