using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Passes its input on.</summary>
/// <param name="Input">Shape of one input.</param>
public sealed record IdentitySpec(TensorShape Input) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input;

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [];

    /// <inheritdoc/>
    public override string ShortName => "skip";

    /// <inheritdoc/>
    public override string Key => $"identity-{Input}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module();

    private sealed class Module() : OperatorModule("Identity")
    {
        public override Tensor forward(Tensor x, OperatorSpec active) => x;
    }
}

/// <summary>Zeros in the shape of its input: an edge of a cell that is not there.</summary>
/// <param name="Input">Shape of one input.</param>
public sealed record ZeroSpec(TensorShape Input) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input;

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [];

    /// <inheritdoc/>
    public override string ShortName => "none";

    /// <inheritdoc/>
    public override string Key => $"zero-{Input}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module();

    private sealed class Module() : OperatorModule("Zero")
    {
        public override Tensor forward(Tensor x, OperatorSpec active) => zeros_like(x);
    }
}

/// <summary>The mean over a sliding window; positions outside the image do not count.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Kernel">Window size; padded by (k − 1)/2.</param>
/// <param name="Stride">Step of the window, at least 1.</param>
public sealed record AveragePoolSpec(TensorShape Input, int Kernel, int Stride) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Input.Channels, Kernel, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [];

    /// <inheritdoc/>
    public override string ShortName => $"avg pool {Kernel}×{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"avgpool-{Input}-k{Kernel}-s{Stride}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this);

    private sealed class Module(AveragePoolSpec spec) : OperatorModule("AveragePool")
    {
        public override Tensor forward(Tensor x, OperatorSpec active) => nn.functional.avg_pool2d(
            x, [spec.Kernel, spec.Kernel], [spec.Stride, spec.Stride], [(spec.Kernel - 1) / 2, (spec.Kernel - 1) / 2], count_include_pad: false);
    }
}
