using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The separable and the dilated convolution of cells: ReLU, a depthwise convolution, a 1×1 convolution, normalisation; once or several times. Keeps the channels.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Kernel">Size of the depthwise kernel, odd.</param>
/// <param name="Stride">Stride of the first depthwise convolution, at least 1.</param>
/// <param name="Dilation">Distance of the kernel's points, at least 1; the convolution is padded so that it keeps the size.</param>
/// <param name="Repeats">How often in a row. DARTS: 2 for sep_conv, 1 for dil_conv.</param>
/// <param name="Affine">Whether the normalisation learns a scale and a shift.</param>
/// <remarks>Source: the released code of DARTS (operations.py).</remarks>
public sealed record SeparableConvolutionSpec(TensorShape Input, int Kernel, int Stride, int Dilation, int Repeats, bool Affine = true) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Input.Channels, 1, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => Enumerable.Range(0, Repeats).SelectMany<int, Layer>(_ =>
    [
        Layer.Convolution(Input.Channels, Output, Kernel, Input.Channels), Layer.Convolution(Input.Channels, Output, 1), .. Affine ? [Layer.BatchNorm(Input.Channels)] : Array.Empty<Layer>(),
    ]);

    /// <inheritdoc/>
    public override string ShortName => $"{(Dilation == 1 ? "sep" : "dil")} conv {Kernel}×{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"{(Dilation == 1 ? "sepconv" : "dilconv")}-{Input}-k{Kernel}-s{Stride}-d{Dilation}-x{Repeats}{(Affine ? "" : "-plain")}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly ModuleList<Part> parts = new();

        public Module(SeparableConvolutionSpec spec, Generator init) : base("SeparableConvolution")
        {
            for (var i = 0; i < spec.Repeats; i++)
            {
                parts.Add(new Part(spec, i == 0 ? spec.Stride : 1, init));
            }

            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            foreach (var part in parts)
            {
                x = part.call(x);
            }

            return x;
        }
    }

    private sealed class Part : nn.Module<Tensor, Tensor>
    {
        private readonly SeparableConvolutionSpec spec;
        private readonly int stride;
        private readonly Parameter depthwise;
        private readonly Parameter pointwise;
        private readonly ElasticBatchNorm norm;

        public Part(SeparableConvolutionSpec spec, int stride, Generator init) : base("Part")
        {
            (this.spec, this.stride) = (spec, stride);
            var channels = spec.Input.Channels;
            depthwise = Weights.Convolution(channels, 1, spec.Kernel, init);
            pointwise = Weights.Convolution(channels, channels, 1, init);
            norm = new ElasticBatchNorm(channels, spec.Affine);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            x = Backend.Convolution(x, depthwise, stride, spec.Dilation, spec.Input.Channels, relu: true);
            return norm.forward(Backend.Convolution(x, pointwise), spec.Input.Channels, Activation.None);
        }
    }
}
