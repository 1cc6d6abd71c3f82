using System.Globalization;
using Microsoft.CodeAnalysis.CSharp;

namespace NasKit.Notebooks.Parameters;

/// <summary>One literal of a notebook's parameters cell: <c>var name = value;</c>.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Value">An <see cref="int"/>, a finite <see cref="double"/>, a <see cref="bool"/> or a <see cref="string"/>.</param>
public sealed record Parameter(string Name, object Value)
{
    /// <summary>The type as C# writes it: <c>int</c>, <c>double</c>, <c>bool</c> or <c>string</c>.</summary>
    public string Type => Value switch { int => "int", double => "double", bool => "bool", _ => "string" };

    /// <summary>The value as a C# literal of its type.</summary>
    public string Literal => Value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => number.ToString("R", CultureInfo.InvariantCulture) is var text && text.AsSpan().IndexOfAny('.', 'E') < 0 ? text + ".0" : text,
        bool flag => flag ? "true" : "false",
        var other => SymbolDisplay.FormatLiteral((string)other, quote: true),
    };

    /// <summary>The parameter with a value read from text, of the type it has.</summary>
    /// <param name="text">As given on a command line; strings stand without quotes.</param>
    /// <exception cref="FormatException">The text is no value of the type.</exception>
    public Parameter Parse(string text) => this with
    {
        Value = Value switch
        {
            int when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            double when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => number,
            bool when bool.TryParse(text, out var flag) => flag,
            string => text,
            _ => throw new FormatException($"{text} is not {(Value is int ? "an" : "a")} {Type}"),
        },
    };
}
