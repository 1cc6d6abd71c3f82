using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>A convolution with "same" padding, then batch normalisation and an activation.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Channels">Output channels.</param>
/// <param name="Kernel">Kernel size, odd.</param>
/// <param name="Stride">Stride, at least 1.</param>
/// <param name="Activation">Activation at the end.</param>
/// <param name="Normalised">Whether batch normalisation follows the convolution.</param>
/// <param name="Before">Activation of the input, before the convolution.</param>
/// <param name="Affine">Whether the normalisation learns a scale and a shift.</param>
public sealed record ConvolutionSpec(
    TensorShape Input, int Channels, int Kernel, int Stride, Activation Activation, bool Normalised = true, Activation Before = Activation.None, bool Affine = true)
    : OperatorSpec(Input)
{
    /// <summary>Groups of the convolution, a divisor of the channels in and out; as many as both for a depthwise one.</summary>
    public int Groups { get; init; } = 1;

    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Channels, Kernel, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers
    {
        get
        {
            yield return Layer.Convolution(Input.Channels, Output, Kernel, Groups);
            if (Normalised && Affine)
            {
                yield return Layer.BatchNorm(Channels);
            }
        }
    }

    /// <inheritdoc/>
    public override string ShortName => $"{(Groups == 1 ? "conv" : Groups == Input.Channels ? "dw" : $"group {Groups}")} {Kernel}×{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"conv-{Input}-c{Channels}-k{Kernel}-s{Stride}-{Activation}{(Normalised ? "" : "-nobn")}{(Before == Activation.None ? "" : $"-after{Before}")}{(Affine ? "" : "-plain")}{(Groups == 1 ? "" : $"-g{Groups}")}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly ConvolutionSpec spec;
        private readonly Parameter weight;
        private readonly ElasticBatchNorm? norm;

        public Module(ConvolutionSpec spec, Generator init) : base("Convolution")
        {
            this.spec = spec;
            weight = Weights.Convolution(spec.Channels, spec.Input.Channels / spec.Groups, spec.Kernel, init);
            norm = spec.Normalised ? new ElasticBatchNorm(spec.Channels, spec.Affine) : null;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            x = Backend.Convolution(spec.Before == Activation.ReLU ? x : spec.Before.Of(x), weight, spec.Stride, groups: spec.Groups, relu: spec.Before == Activation.ReLU);
            return norm is null ? spec.Activation.Apply(x) : norm.forward(x, spec.Channels, spec.Activation);
        }
    }
}
