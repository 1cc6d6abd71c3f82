using System.Globalization;
using NasKit.Cost;
using NasKit.Spaces;

namespace NasKit.Strategies;

/// <summary>Rewards a drawn architecture for accuracy and low cost: accuracy · (reference / cost)^exponent, or the accuracy alone.</summary>
/// <param name="Cost">What architectures cost; null for the accuracy alone.</param>
/// <param name="Reference">Cost at which nothing is added or taken, &gt; 0, in the model's unit. ProxylessNAS: 80 ms on phones.</param>
/// <param name="Exponent">How much cost counts; 0 is not at all. ProxylessNAS: 0.1.</param>
/// <remarks>Source: Cai et al., ProxylessNAS, ICLR 2019, section 3.3, and the released code.</remarks>
public sealed record AccuracyReward(ICostModel? Cost = null, double Reference = 1, double Exponent = 0.1)
{
    /// <summary>The reward; more is better.</summary>
    /// <param name="accuracy">Share of images that were classified correctly, 0…1.</param>
    /// <param name="architecture">The architecture that classified them.</param>
    public double Of(double accuracy, Architecture architecture) => Cost is null ? accuracy : accuracy * Math.Pow(Reference / Cost.Cost(architecture), Exponent);

    /// <summary>All that determines it, in one line.</summary>
    public override string ToString() => Cost is null ? "accuracy" : string.Create(CultureInfo.InvariantCulture, $"accuracy ({Reference:R} / {Cost.Name} on {Cost.Device})^{Exponent:R}");

    internal void Validate() => Require.That(nameof(AccuracyReward),
        (Reference > 0, $"Reference = {Reference} must be positive"),
        (double.IsFinite(Exponent), $"Exponent = {Exponent} must be finite"));
}
