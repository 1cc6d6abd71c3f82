namespace NasKit.Strategies.Differentiable;

/// <summary>Which images the architecture learns from.</summary>
public enum Level
{
    /// <summary>Those that the weights learn from, in the same step.</summary>
    Single,

    /// <summary>Others, in a step of its own before that of the weights (DARTS, first order).</summary>
    Bilevel,
}
