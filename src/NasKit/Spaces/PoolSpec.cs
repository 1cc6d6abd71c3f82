using static TorchSharp.torch;

namespace NasKit.Spaces;

/// <summary>What a sliding window makes of the values in it.</summary>
public enum Pooling
{
    /// <summary>Their mean; positions outside the image do not count.</summary>
    Average,

    /// <summary>The largest.</summary>
    Max,
}

/// <summary>The mean or the largest value of a sliding window.</summary>
/// <param name="Input">Shape of one input.</param>
/// <param name="Kind">What is made of the values in the window.</param>
/// <param name="Kernel">Window size; padded by (k − 1)/2.</param>
/// <param name="Stride">Step of the window, at least 1.</param>
/// <param name="Normalised">Whether batch normalisation without scale and shift follows, as in the supernet of DARTS.</param>
public sealed record PoolSpec(TensorShape Input, Pooling Kind, int Kernel, int Stride, bool Normalised = false) : OperatorSpec(Input)
{
    /// <inheritdoc/>
    public override TensorShape Output => Input.Convolved(Input.Channels, Kernel, Stride);

    /// <inheritdoc/>
    public override IEnumerable<Layer> Layers => [];

    /// <inheritdoc/>
    public override string ShortName => $"{Word} pool {Kernel}×{Kernel}";

    /// <inheritdoc/>
    public override string Key => $"{Word}pool-{Input}-k{Kernel}-s{Stride}{(Normalised ? "-bn" : "")}";

    private string Word => Kind == Pooling.Average ? "avg" : "max";

    /// <inheritdoc/>
    public override OperatorModule Build(Generator init) => new Module(this);

    private sealed class Module : OperatorModule
    {
        private readonly PoolSpec spec;
        private readonly ElasticBatchNorm? norm;

        public Module(PoolSpec spec) : base("Pool")
        {
            this.spec = spec;
            norm = spec.Normalised ? new ElasticBatchNorm(spec.Input.Channels, affine: false) : null;
            RegisterComponents();
        }

        public override Tensor forward(Tensor x, OperatorSpec active)
        {
            x = Backend.Pool(x, spec.Kernel, spec.Stride, spec.Kind == Pooling.Max);
            return norm is null ? x : norm.forward(x, spec.Input.Channels, Activation.None);
        }
    }
}
