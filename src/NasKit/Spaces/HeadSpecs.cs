using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>The mean over all positions: C×H×W becomes C×1×1.</summary>
/// <param name="Input">Shape of one input.</param>
public sealed record GlobalPoolSpec(TensorShape Input) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => new(Input.Channels, 1, 1);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [];

    /// <inheritdoc/>
    public override string ShortName => "mean";

    /// <inheritdoc/>
    public override string Key => $"pool-{Input}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module();

    private sealed class Module() : OperatorModule("GlobalPool")
    {
        public override Tensor forward(Tensor x, OperatorSpec active) => x.mean([2, 3], true);
    }
}

/// <summary>The classifier: dropout while training, then a linear layer.</summary>
/// <param name="Input">Shape of one input, 1×1 positions.</param>
/// <param name="Classes">Number of classes K.</param>
/// <param name="Dropout">Probability that an input is dropped while training, in [0, 1).</param>
/// <param name="Biased">Whether the linear layer has a bias.</param>
public sealed record ClassifierSpec(TensorShape Input, int Classes, double Dropout = 0, bool Biased = true) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => new(Classes, 1, 1);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [Layer.Linear(Input.Channels, Classes, Biased)];

    /// <inheritdoc/>
    public override string ShortName => $"linear {Classes}";

    /// <inheritdoc/>
    public override string Key => $"linear-{Input.Channels}-{Classes}{(Biased ? "" : "-nobias")}";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this, init);

    private sealed class Module : OperatorModule
    {
        private readonly double dropout;
        private readonly Parameter weight;
        private readonly Parameter? bias;

        public Module(ClassifierSpec spec, Generator init) : base("Classifier")
        {
            dropout = spec.Dropout;
            weight = Weights.Linear(spec.Classes, spec.Input.Channels, init);
            bias = spec.Biased ? Weights.Zeros(spec.Classes) : null;
            RegisterComponents();
        }

        // [N, C, 1, 1] -> [N, K]
        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            x = x.flatten(1);
            if (dropout > 0 && training)
            {
                x = nn.functional.dropout(x, dropout, true);
            }

            return nn.functional.linear(x, weight, bias);
        }
    }
}
