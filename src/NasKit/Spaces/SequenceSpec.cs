using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>One operator after another, as one.</summary>
/// <param name="First">What reads the input.</param>
/// <param name="Second">What reads the first one's output.</param>
public sealed record SequenceSpec(OperatorSpec First, OperatorSpec Second) : OperatorSpec(First.Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Second.Output;

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => First.Layers.Concat(Second.Layers);

    /// <inheritdoc/>
    public override string ShortName => $"{First.ShortName}, {Second.ShortName}";

    /// <inheritdoc/>
    public override string Key => $"{First.Key}+{Second.Key}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly SequenceSpec spec;
        private readonly OperatorModule first;
        private readonly OperatorModule second;

        public Module(SequenceSpec spec, Generator init) : base("Sequence")
        {
            (this.spec, first, second) = (spec, spec.First.Build(init), spec.Second.Build(init));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active) => second.call(first.call(x, spec.First), spec.Second);
    }
}
