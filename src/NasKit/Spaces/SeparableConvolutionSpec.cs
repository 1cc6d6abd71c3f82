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
            for (var i = 0; i < parts.Count; i++)
            {
                x = parts[i].call(x, i == 0);
            }

            return x;
        }
    }

    private sealed class Part : nn.Module<Tensor, bool, Tensor>
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

        // Only the first part reads what others read too.
        public override Tensor forward(Tensor x, bool shared)
        {
            var pad = spec.Dilation * (spec.Kernel - 1) / 2;
            x = shared ? Activation.ReLU.Of(x) : Activation.ReLU.Apply(x);
            x = nn.functional.conv2d(x, depthwise, null, [stride, stride], [pad, pad], [spec.Dilation, spec.Dilation], spec.Input.Channels);
            return norm.forward(nn.functional.conv2d(x, pointwise), spec.Input.Channels, Activation.None);
        }
    }
}
