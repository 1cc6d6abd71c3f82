using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace NasKit.Strategies;

/// <summary>One setting of a strategy: its name on the command line, its type, default and range.</summary>
public sealed class StrategyOption
{
    private readonly PropertyInfo property;
    private readonly OptionAttribute option;

    internal StrategyOption(PropertyInfo property, object? standard)
    {
        this.property = property;
        option = property.GetCustomAttribute<OptionAttribute>()!;
        Name = KebabCase(property.Name);
        Default = Text(standard);
    }

    /// <summary>The property's name in lower case with hyphens, such as <c>learning-rate</c>.</summary>
    public string Name { get; }

    /// <summary>Meaning, unit and source.</summary>
    public string Meaning => option.Meaning;

    /// <summary>The value unless set otherwise; <c>none</c> where it is not set.</summary>
    public string Default { get; }

    /// <summary>Which values it may have, such as <c>whole number ≥ 1</c>.</summary>
    public string Range
    {
        get
        {
            if (Type.IsEnum)
            {
                return string.Join(" | ", Enum.GetNames(Type).Select(KebabCase));
            }

            if (Type == typeof(bool))
            {
                return "true | false";
            }

            var kind = Type == typeof(int) ? "whole number" : Type == typeof(double) ? "number" : Type == typeof(string) ? "text" : "whole numbers with commas";
            var low = double.IsFinite(option.Min) ? $" {(option.Above ? ">" : "≥")} {Number(option.Min)}" : "";
            var high = double.IsFinite(option.Max) ? $"{(low.Length > 0 ? " and" : "")} {(option.Below ? "<" : "≤")} {Number(option.Max)}" : "";
            return kind + low + high;
        }
    }

    private Type Type => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>The value that a config has, as text.</summary>
    /// <param name="config">A config of the strategy that this is an option of.</param>
    public string Value(StrategyConfig config) => Text(property.GetValue(config));

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Range}, default {Default}. {Meaning}";

    /// <summary>What is wrong with the value that a config has; null where nothing is.</summary>
    internal string? Problem(StrategyConfig config)
    {
        var value = property.GetValue(config);
        var numbers = value switch
        {
            int or double => [Convert.ToDouble(value, CultureInfo.InvariantCulture)],
            Enum when !Enum.IsDefined(Type, value) => [double.NaN],
            IEnumerable<int> many => many.Select(number => (double)number),
            _ => Enumerable.Empty<double>(),
        };
        return numbers.All(Allowed) ? null : $"{property.Name} = {Text(value)} must be a {Range}";
    }

    /// <summary>Sets the value from text; gives what is wrong with the text, or null.</summary>
    internal string? Set(StrategyConfig config, string text)
    {
        if (Read(text) is not { } value)
        {
            return $"{Name} = {text} must be {(Type.IsEnum || Type == typeof(bool) ? "one of" : "a")} {Range}";
        }

        property.SetValue(config, value);
        return null;
    }

    private static string KebabCase(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterUpper(letter) && text.Length > 0)
            {
                text.Append('-');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(object? value) => value switch
    {
        null => "none",
        double number => Number(number),
        bool or Enum => KebabCase(value.ToString()!),
        string text => text.Length == 0 ? "none" : text,
        IEnumerable many => string.Join(',', many.Cast<object>()) is { Length: > 0 } text ? text : "none",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private bool Allowed(double number) =>
        number >= option.Min && number <= option.Max && !(option.Above && number == option.Min) && !(option.Below && number == option.Max);

    private object? Read(string text)
    {
        if (Type == typeof(string))
        {
            return text;
        }

        if (Type == typeof(int))
        {
            return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) ? whole : null;
        }

        if (Type == typeof(double))
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
        }

        if (Type == typeof(bool))
        {
            return bool.TryParse(text, out var yes) ? yes : null;
        }

        if (Type.IsEnum)
        {
            return Enum.GetNames(Type).FirstOrDefault(name => KebabCase(name) == text) is { } name ? Enum.Parse(Type, name) : null;
        }

        var parts = text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToArray();
        return parts.Contains(-1) ? null : System.Collections.Immutable.ImmutableArray.Create(parts);
    }
}
