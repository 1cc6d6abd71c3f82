using System.Globalization;

namespace NasKit.Relaxations;

/// <summary>What <see cref="ReinforceRelaxation"/> subtracts from the loss of a sample: none of them changes the mean of the estimate.</summary>
public sealed record Baseline
{
    private Baseline(Kinds kind, double value = 0) => (Kind, Value) = (kind, value);

    internal enum Kinds
    {
        None,
        Constant,
        Moving,
        LeaveOneOut,
    }

    /// <summary>Nothing.</summary>
    public static Baseline None { get; } = new(Kinds.None);

    /// <summary>The mean of the other samples of the same estimate, of which there must be two at least.</summary>
    public static Baseline LeaveOneOut { get; } = new(Kinds.LeaveOneOut);

    internal Kinds Kind { get; }

    /// <summary>The constant, or the decay.</summary>
    internal double Value { get; }

    /// <summary>A number, best near the expected loss.</summary>
    /// <param name="value">The number, in the unit of the loss.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static Baseline Constant(double value) =>
        double.IsFinite(value) ? new(Kinds.Constant, value) : throw new ArgumentOutOfRangeException(nameof(value), value, "A baseline must be finite.");

    /// <summary>The moving average of the losses of earlier estimates; the first estimate only sets it and has gradient 0.</summary>
    /// <param name="decay">Weight of the past, in [0, 1). Released code of ProxylessNAS: 0.01, which it calls a decay weight of 0.99.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is outside [0, 1).</exception>
    public static Baseline Moving(double decay) =>
        decay is >= 0 and < 1 ? new(Kinds.Moving, decay) : throw new ArgumentOutOfRangeException(nameof(decay), decay, "The weight of the past must be in [0, 1).");

    /// <summary>What it is, as in tables.</summary>
    public override string ToString() => Kind switch
    {
        Kinds.None => "no baseline",
        Kinds.Constant => $"baseline {Value.ToString("0.###", CultureInfo.InvariantCulture)}",
        Kinds.Moving => $"moving average {Value.ToString("0.###", CultureInfo.InvariantCulture)}",
        _ => "leave one out",
    };
}
