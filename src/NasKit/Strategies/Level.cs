namespace NasKit.Strategies;

/// <summary>Which images the architecture learns from, and with which weights.</summary>
public enum Level
{
    /// <summary>Those that the weights learn from, in the same step.</summary>
    Single,

    /// <summary>Others, in a step of its own before that of the weights, with the weights as they are (DARTS, first order).</summary>
    Bilevel,

    /// <summary>Others, with the weights as the step that follows would leave them (DARTS, second order).</summary>
    Unrolled,
}
