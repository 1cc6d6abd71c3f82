namespace NasKit.Strategies;

/// <summary>What a setting of a strategy means and which values it may have: read by its validation, by the command line and by lists of strategies.</summary>
/// <param name="meaning">Meaning, unit and source, as one phrase.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OptionAttribute(string meaning) : Attribute
{
    /// <summary>Meaning, unit and source.</summary>
    public string Meaning { get; } = meaning;

    /// <summary>Smallest allowed value.</summary>
    public double Min { get; init; } = double.NegativeInfinity;

    /// <summary>Largest allowed value.</summary>
    public double Max { get; init; } = double.PositiveInfinity;

    /// <summary>Whether the smallest value itself is not allowed.</summary>
    public bool Above { get; init; }

    /// <summary>Whether the largest value itself is not allowed.</summary>
    public bool Below { get; init; }
}
