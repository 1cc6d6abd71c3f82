using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace NasKit.Cli;

/// <summary>Says in one sentence what is wrong with a command line: what was expected, what came, and where to read more.</summary>
internal static class ParseComplaint
{
    /// <summary>The first thing that is wrong; null: nothing is.</summary>
    public static string? Of(ParseResult parsed)
    {
        var command = parsed.CommandResult;
        var name = Name(command);
        var wrong = Unknown(parsed, command, name)
            ?? command.Command.Options.Where(option => option is not System.CommandLine.Help.HelpOption).Select(option => Value(option, parsed.GetResult(option))).FirstOrDefault(found => found is not null)
            ?? Missing(parsed, command.Command, name)
            ?? command.Command.Arguments.Select(argument => Content(Shown(argument), argument.ValueType, parsed.GetResult(argument)?.Tokens.Select(token => token.Value) ?? [])).FirstOrDefault(found => found is not null)
            ?? parsed.Errors.Select(error => error.Message.TrimEnd('.')).FirstOrDefault();
        return wrong is null ? null : $"{wrong}; see {name} --help.";
    }

    private static string? Unknown(ParseResult parsed, CommandResult command, string name)
    {
        if (parsed.UnmatchedTokens is not [var first, ..])
            return null;
        if (first.StartsWith('-') && first.Length > 1)
            return $"{name} has no option {first.Split('=')[0]}; it has {string.Join(", ", command.Command.Options.Select(option => option.Name))}";
        if (command.Command.Subcommands.Count > 0)
            return $"{name} has no command {first}; it has {string.Join(", ", command.Command.Subcommands.Select(sub => sub.Name))}";
        // Several values of one argument end for the library at the first that it cannot read.
        if (command.Command.Arguments is [.., { ValueType.IsArray: true } many] && Content(Shown(many), many.ValueType, [first]) is { } wrong)
            return wrong;
        var takes = command.Command.Arguments.Select(Shown).ToList();
        return $"{name} takes {(takes.Count == 0 ? "no arguments" : string.Join(" and ", takes))}, and got {first}{(takes.Count == 0 ? "" : " as well")}";
    }

    private static string? Value(Option option, OptionResult? given)
    {
        if (given is null || given.Implicit)
            return null;
        var shown = option.HelpName is { } value ? $"{option.Name} {value}" : option.Name;
        if (given.Tokens.Count < option.Arity.MinimumNumberOfValues)
            return $"{shown} needs a value, and got none";
        if (given.Tokens.Count > option.Arity.MaximumNumberOfValues || (given.IdentifierTokenCount > 1 && option.Arity.MaximumNumberOfValues == 1))
            return string.Create(CultureInfo.InvariantCulture, $"{shown} may be given once, and came {Math.Max(given.Tokens.Count, given.IdentifierTokenCount)} times");
        return Content(shown, option.ValueType, given.Tokens.Select(token => token.Value));
    }

    private static string? Missing(ParseResult parsed, Command command, string name)
    {
        if (command.Subcommands.Count > 0 && command.Action is null)
            return $"{name} needs a command: {string.Join(", ", command.Subcommands.Select(sub => sub.Name))}";
        List<string> missing =
        [
            .. command.Arguments.Where(argument => (parsed.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MinimumNumberOfValues).Select(Shown),
            .. command.Options.Where(option => option.Required && (parsed.GetResult(option) is null or { IdentifierTokenCount: 0 })).Select(option => $"{option.Name} {option.HelpName}"),
        ];
        return missing.Count == 0 ? null : $"{name} needs {string.Join(", ", missing)}";
    }

    private static string? Content(string shown, Type type, IEnumerable<string> texts)
    {
        type = type.IsArray ? type.GetElementType()! : Nullable.GetUnderlyingType(type) ?? type;
        foreach (var text in texts)
        {
            var expected = Type.GetTypeCode(type) switch
            {
                TypeCode.Int32 when !int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) => Whole(text, int.MaxValue),
                TypeCode.Int64 when !long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _) => Whole(text, long.MaxValue),
                // The library's own parser takes 8,5 for 85.
                TypeCode.Double when !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) => "a number such as 8.5",
                TypeCode.Boolean when !bool.TryParse(text, out _) => "true or false",
                TypeCode.String when string.IsNullOrWhiteSpace(text) => "a name or value",
                _ => null,
            };
            if (expected is not null)
                return $"{shown} must be {expected}, not {(string.IsNullOrWhiteSpace(text) ? "an empty text" : text)}";
        }
        return null;
    }

    private static string Whole(string text, long most) => BigInteger.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _)
        ? string.Create(CultureInfo.InvariantCulture, $"a whole number up to {most}") : "a whole number";

    private static string Shown(Argument argument) => argument.Name.ToUpperInvariant();

    private static string Name(CommandResult command) => command.Parent is CommandResult parent ? $"{Name(parent)} {command.Command.Name}" : command.Command.Name;
}
