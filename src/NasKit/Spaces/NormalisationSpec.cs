using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>Batch normalisation and an activation, with nothing before them.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Activation">Activation at the end.</param>
public sealed record NormalisationSpec(TensorShape Input, Activation Activation) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input;

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [Layer.BatchNorm(Input.Channels)];

    /// <inheritdoc/>
    public override string ShortName => "norm";

    /// <inheritdoc/>
    public override string Key => $"norm-{Input}-{Activation}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this);

    private sealed class Module : OperatorModule
    {
        private readonly NormalisationSpec spec;
        private readonly ElasticBatchNorm norm;

        public Module(NormalisationSpec spec) : base("Normalisation")
        {
            this.spec = spec;
            norm = new ElasticBatchNorm(spec.Input.Channels);
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active) => norm.forward(x, spec.Input.Channels, spec.Activation);
    }
}
