using System.Globalization;
using NasKit.Cost;
using NasKit.Spaces;
using static TorchSharp.torch;

namespace NasKit.Relaxations;

/// <summary>What a cost is differentiated through.</summary>
public enum CostGradient
{
    /// <summary>The cost expected under the softmax of the logits, exact: Σ pₖ Fₖ. Needs a cost that adds up over operators.</summary>
    Expected,

    /// <summary>The cost of the weights that the network ran with, Σ Zₖ Fₖ, through the sample itself. Needs such a cost too, and a relaxation that weighs options.</summary>
    Weights,

    /// <summary>The cost of the drawn architecture, less a baseline, times the gradient of its log-probability. Any cost will do; needs a relaxation that draws.</summary>
    Sampled,

    /// <summary>The probabilities of the drawn options times their costs, Σ pₛ Fₛ (DSNAS). Needs a cost that adds up and a relaxation that draws.</summary>
    Drawn,
}

/// <summary>How a cost E enters the loss.</summary>
public enum CostForm
{
    /// <summary>Added: loss + weight · E / reference.</summary>
    Linear,

    /// <summary>Multiplied: weight · loss · (log E / log reference)^exponent.</summary>
    Product,
}

/// <summary>The cost of an architecture as part of the loss that its logits follow: latency, energy, multiply-accumulates, parameters.</summary>
/// <param name="Cost">The cost model.</param>
/// <param name="Weight">Weight, ≥ 0. ProxylessNAS: 0.1 added, 0.2 multiplied; SNAS: 1.5e-3 in units of its own.</param>
/// <param name="Reference">Cost that counts as 1, &gt; 0, in the model's unit. ProxylessNAS: 80 ms on phones, 300 M multiply-accumulates.</param>
/// <param name="Gradient">What it is differentiated through.</param>
/// <param name="Form">How it enters the loss.</param>
/// <remarks>Sources: Cai et al., ProxylessNAS, ICLR 2019, section 3.3, and the released code; Xie et al., SNAS, ICLR 2019, section 2.4, whose three ways to
/// differentiate are the first three here; Hu et al., DSNAS, CVPR 2020, released code. Differs: the cost of a draw, which is always positive, has a baseline taken off, so
/// that it charges the dear and rewards the cheap; the mean stays. It is the expected cost where that is known, and the moving average of the draws before where it is not;
/// then the first draw charges nothing.</remarks>
public sealed record CostTerm(ICostModel Cost, double Weight, double Reference, CostGradient Gradient = CostGradient.Expected, CostForm Form = CostForm.Linear)
{
    /// <summary>Exponent of <see cref="CostForm.Product"/>, &gt; 0. ProxylessNAS: 0.3.</summary>
    public double Exponent { get; init; } = 0.3;

    /// <summary>With <see cref="CostGradient.Drawn"/>, cost from which on a drawn architecture is charged at all. DSNAS: 329.6 million multiply-accumulates.</summary>
    public double Limit { get; init; }

    /// <summary>All that determines it, in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Weight:R} of {Cost.Name} on {Cost.Device} over {Reference:R}, {Gradient}, {Form}, exponent {Exponent:R}, from {Limit:R} on");

    /// <summary>Reports all that does not fit together.</summary>
    /// <param name="space">The space that is searched.</param>
    /// <param name="relaxation">What gives the gradient of the loss.</param>
    /// <param name="optimiser">What follows the gradient.</param>
    /// <exception cref="ArgumentException">A setting is out of range, or two of them exclude each other.</exception>
    internal void Validate(SearchSpace space, IRelaxation relaxation, ArchitectureOptimiser optimiser) => Require.That(nameof(CostTerm),
        (Weight >= 0, $"Weight = {Weight} must not be negative"),
        (Reference > 0, $"Reference = {Reference} must be positive"),
        (Exponent > 0, $"Exponent = {Exponent} must be positive"),
        (Limit == 0 || Gradient == CostGradient.Drawn, $"Limit = {Limit} needs Gradient = {CostGradient.Drawn}, not {Gradient}"),
        (Gradient == CostGradient.Sampled || Cost is AdditiveCost, $"Gradient = {Gradient} needs a cost that adds up over operators, and {Cost.Name} of {Cost.Device} does not; take {CostGradient.Sampled}"),
        (Cost is not AdditiveCost additive || additive.Space.Name == space.Name, $"The cost is of space {(Cost as AdditiveCost)?.Space.Name}, the search of {space.Name}"),
        (Gradient is CostGradient.Expected or CostGradient.Weights || relaxation.Draws, $"Gradient = {Gradient} needs a relaxation that draws architectures, and {relaxation.Name} does not; take {CostGradient.Expected}"),
        (Gradient != CostGradient.Weights || relaxation.GivesWeightGradient, $"Gradient = {Gradient} needs a relaxation that differentiates weights, and {relaxation.Name} does not; take {CostGradient.Expected}"),
        (Gradient is CostGradient.Expected or CostGradient.Weights || optimiser is not ExponentiatedGradient, $"Gradient = {Gradient} is a gradient of logits, which {nameof(ExponentiatedGradient)} does not follow; take {CostGradient.Expected}"),
        (Form == CostForm.Linear || Gradient == CostGradient.Expected, $"Form = {Form} needs Gradient = {CostGradient.Expected}, not {Gradient}"),
        (Form == CostForm.Linear || Reference > 1, $"Form = {Form} takes the logarithm of Reference = {Reference}, which must be above 1; use a smaller unit"));

    /// <summary>The term of a loss that differentiates it through the weights; null where it enters otherwise.</summary>
    /// <param name="mixture">What the network ran with.</param>
    internal Tensor? InLoss(Mixture mixture)
    {
        if (Gradient != CostGradient.Weights || !mixture.NeedsGradient)
        {
            return null;
        }

        var options = (int)mixture.Weights.shape[1];
        var table = new double[mixture.Weights.numel()];
        foreach (var (d, row) in Parts.Entries.Index())
        {
            row.CopyTo(table, d * options);
        }

        var costs = tensor(table, mixture.Weights.shape, dtype: ScalarType.Float64).to(mixture.Weights.dtype);
        return ((mixture.Weights * costs).sum() + Parts.Fixed) * (Weight / Reference);
    }

    /// <summary>Begins to add the gradient of the term where it does not stand in the loss, without any memory.</summary>
    /// <param name="policy">The distribution at which the gradient of the loss is estimated.</param>
    internal CostCharge Start(ArchitectureDistribution policy) => new(this, policy);

    internal CostParts Parts => CostParts.Of((AdditiveCost)Cost);
}
