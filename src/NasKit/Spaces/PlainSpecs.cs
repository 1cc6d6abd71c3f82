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

/// <summary>Zeros: an edge of a cell that is not there. Networks leave it out of sums instead of computing it.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Stride">What height and width are divided by, at least 1.</param>
public sealed record ZeroSpec(TensorShape Input, int Stride = 1) : OperatorSpec(Input)
{
    /// <summary>Channels of the output; those of the input by default.</summary>
    public int Channels { get; init; } = Input.Channels;

    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Channels, 1, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [];

    /// <inheritdoc/>
    public override string ShortName => "none";

    /// <inheritdoc/>
    public override string Key => $"zero-{Input}{(Channels == Input.Channels ? "" : $"-c{Channels}")}{(Stride == 1 ? "" : $"-s{Stride}")}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this);

    private sealed class Module(ZeroSpec spec) : OperatorModule("Zero")
    {
        public override Tensor forward(Tensor x, OperatorSpec active) => zeros(x.shape[0], spec.Output.Channels, spec.Output.Height, spec.Output.Width);
    }
}
