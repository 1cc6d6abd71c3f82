namespace NasKit.Training;

/// <summary>How often the output of an operator is dropped while a network trains, for each image and operator by itself.</summary>
/// <remarks>
/// What is kept is scaled by 1 / (1 − p), so that its expectation stays. Identities are never dropped, nor an operator without a way around it: of one that lets its input
/// pass by (a residual block, a shuffle unit) only the working branch is dropped.
/// </remarks>
public abstract record DropPath
{
    private protected DropPath(double highest)
    {
        Require.That(nameof(DropPath), (highest is > 0 and < 1, $"The highest probability {highest} must be between 0 and 1"));
        Highest = highest;
    }

    /// <summary>The highest probability, between 0 and 1.</summary>
    public double Highest { get; }

    /// <summary>p · epoch / epochs, the same everywhere. DARTS: 0.2; P-DARTS: 0.3.</summary>
    /// <param name="highest">p, between 0 and 1; what the epoch after the last would have.</param>
    /// <exception cref="ArgumentException">p is not between 0 and 1.</exception>
    public static DropPath Rising(double highest) => new RisingDropPath(highest);

    /// <summary>p · (share of the steps done) · (share of the layers passed). NASNet and ENAS: 0.4.</summary>
    /// <param name="highest">p, between 0 and 1; the last layer's at the last step.</param>
    /// <exception cref="ArgumentException">p is not between 0 and 1.</exception>
    public static DropPath ByLayer(double highest) => new LayeredDropPath(highest);

    /// <summary>The probability that the output of an operator is dropped.</summary>
    /// <param name="at">When.</param>
    /// <param name="layer">The operator's layer, from 0: its cell or block, reductions counted.</param>
    /// <param name="layers">Number of layers.</param>
    /// <returns>0 up to <see cref="Highest"/>.</returns>
    public abstract double Probability(TrainingMoment at, int layer, int layers);
}

/// <summary>A step of a training.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Step">The step, from 0, over all epochs.</param>
/// <param name="Steps">Steps in all.</param>
public readonly record struct TrainingMoment(int Epoch, int Epochs, int Step, int Steps);

/// <summary>p · epoch / epochs.</summary>
/// <remarks>Source: Liu et al., DARTS, ICLR 2019, released code (train.py).</remarks>
public sealed record RisingDropPath : DropPath
{
    /// <inheritdoc cref="DropPath.Rising"/>
    public RisingDropPath(double highest) : base(highest)
    {
    }

    /// <inheritdoc/>
    public override double Probability(TrainingMoment at, int layer, int layers) => Highest * at.Epoch / at.Epochs;
}

/// <summary>p · min(1, (step + 1) / steps) · (layer + 1) / layers.</summary>
/// <remarks>Source: Zoph et al., NASNet, CVPR 2018 (scheduled drop-path), as in the released code of ENAS (micro_child.py), whose keep probability at the end is 1 − p.</remarks>
public sealed record LayeredDropPath : DropPath
{
    /// <inheritdoc cref="DropPath.ByLayer"/>
    public LayeredDropPath(double highest) : base(highest)
    {
    }

    /// <inheritdoc/>
    public override double Probability(TrainingMoment at, int layer, int layers) => Highest * Math.Min(1, (at.Step + 1.0) / at.Steps) * (layer + 1.0) / layers;
}
