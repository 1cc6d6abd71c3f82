namespace NasKit.Strategies;

/// <summary>How a policy's reward comes from the objectives of an architecture. a: the first, scaled by the accuracy scale; e: the second, scaled to the cost range.</summary>
public enum RewardKind
{
    /// <summary>The first objective alone, in its own unit.</summary>
    Objective,

    /// <summary>α a − (1 − α) e: MONAS's mixed reward.</summary>
    Mixed,

    /// <summary>a if e is below the limit, else 0: MONAS's limit on power or operations.</summary>
    CostLimit,

    /// <summary>1 − e if a is above the limit, else 0: MONAS's limit on accuracy.</summary>
    AccuracyLimit,

    /// <summary>a (cost / target)^w: MnasNet's reward, with one exponent below the target and one above.</summary>
    WeightedProduct,
}
