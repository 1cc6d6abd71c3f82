using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace NasKit.Notebooks.Sessions;

/// <summary>Tells errors in terms of the cells: their lines, without the frames of the engine.</summary>
internal static partial class CellErrors
{
    private const int MostErrors = 20;

    /// <summary>What keeps a cell from being compiled at all.</summary>
    public static CellError Engine(Exception error) =>
        error is NotebookException ? new CellError("NotebookError", error.Message, [error.Message]) : new CellError("Cancelled", "", [""]);

    public static CellError Compilation(IReadOnlyList<Diagnostic> errors)
    {
        var lines = new List<string>();
        foreach (var error in errors.OrderBy(error => error.Location.SourceSpan.Start).Take(MostErrors))
        {
            var span = error.Location.GetLineSpan();
            var (line, column) = (span.StartLinePosition.Line, span.StartLinePosition.Character);
            lines.Add(string.Create(CultureInfo.InvariantCulture,
                $"{span.Path}, line {line + 1}, column {column + 1}: error {error.Id}: {error.GetMessage(CultureInfo.InvariantCulture)}"));
            if (error.Location.SourceTree?.GetText().Lines is not { } text || line >= text.Count)
                continue;
            var code = text[line].ToString();
            lines.Add("    " + code);
            var width = span.EndLinePosition.Line == line ? Math.Max(1, span.EndLinePosition.Character - column) : Math.Max(1, code.Length - column);
            // Tabs stay tabs below tabs, so that the caret stands where it points.
            lines.Add("    " + string.Concat(code.Take(column).Select(c => c == '\t' ? '\t' : ' ')) + new string('^', width));
        }
        if (errors.Count > MostErrors)
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"… and {errors.Count - MostErrors} more errors."));
        return new CellError("CompilationError", lines[0], lines);
    }

    public static CellError Runtime(Exception error, IReadOnlyDictionary<string, string> sources)
    {
        // What wraps an exception only because of how the cell runs says nothing about the cell.
        while (error is TargetInvocationException { InnerException: { } inner })
            error = inner;
        if (error is AggregateException { InnerExceptions: [var only] })
            error = only;
        var badInput = IsBadInput(error);
        var name = error.GetType().FullName ?? error.GetType().Name;
        var lines = new List<string> { badInput ? Complaint.Of(error) : $"{name}: {error.Message}" };
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
            lines.Add($" ---> {cause.GetType().FullName}: {cause.Message}");
        if (error is InsufficientExecutionStackException)
            lines.AddRange(Frames(error, sources).Take(2)); // all of them say no more
        else
            lines.AddRange(Frames(error, sources));
        return new CellError(name, badInput ? Complaint.Of(error) : error.Message, lines) { IsBadInput = badInput };
    }

    // By name: the library that cells use knows nothing of sessions, nor sessions of it.
    private static bool IsBadInput(Exception error)
    {
        for (var type = error.GetType(); type is not null; type = type.BaseType)
        {
            if (type.FullName is "NasKit.NasKitException" or "System.ArgumentException")
                return true;
        }
        return false;
    }

    private static IEnumerable<string> Frames(Exception error, IReadOnlyDictionary<string, string> sources)
    {
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
            error = cause;
        var shownSource = false;
        foreach (var frame in (error is InsufficientExecutionStackException ? Innermost(error) : new StackTrace(error, fNeedFileInfo: true).GetFrames()))
        {
            if (frame.GetMethod() is not { } method || IsEngine(method))
                continue;
            var file = frame.GetFileName();
            var line = frame.GetFileLineNumber();
            var inCell = file is not null && sources.ContainsKey(file);
            var place = inCell ? $"{file}, line {line}" : file is null ? "" : $"{Path.GetFileName(file)}, line {line}";
            var caller = Name(method);
            yield return caller is null ? $"   at {(place.Length == 0 ? "the cell" : place)}" : place.Length == 0 ? $"   at {caller}" : $"   at {caller} in {place}";
            if (!shownSource && inCell && line > 0 && sources[file!].Split('\n') is var code && line <= code.Length)
            {
                shownSource = true;
                yield return $"      {code[line - 1].Trim()}";
            }
        }
    }

    // With hundreds of thousands of frames, looking up the file of each takes long.
    private static IEnumerable<StackFrame> Innermost(Exception error) => new StackTrace(error, fNeedFileInfo: false).GetFrames().Take(8);

    private static bool IsEngine(MethodBase method)
    {
        var type = method.DeclaringType;
        if (type is null)
            return false;
        if (type.FullName!.StartsWith("Submission#", StringComparison.Ordinal))
            return method.Name is "<Factory>" or "<Initialize>";
        return type.Namespace is { } space
            && (space.StartsWith("System.Runtime.CompilerServices", StringComparison.Ordinal)
                || space.StartsWith("Internal.", StringComparison.Ordinal)
                || space.StartsWith("System.Runtime.ExceptionServices", StringComparison.Ordinal)
                || (type.Assembly == typeof(CellErrors).Assembly && space.StartsWith("NasKit.Notebooks.Sessions", StringComparison.Ordinal))
                || type.FullName is "System.Threading.CancellationToken");
    }

    /// <summary>A method as its author wrote it; null for the statements of the cell itself.</summary>
    private static string? Name(MethodBase method)
    {
        var type = method.DeclaringType;
        var name = method.Name;
        // An async method or an iterator runs as MoveNext of a class named after it.
        if (name == "MoveNext" && type?.Name is { } machine && Generated().Match(machine) is { Success: true } found)
        {
            name = found.Groups[1].Value;
            type = type!.DeclaringType;
        }
        if (name is "<Initialize>")
            return null;
        if (name.StartsWith('<') && Generated().Match(name) is { Success: true } made)
        {
            var owner = made.Groups[1].Value.Trim('<', '>');
            name = made.Groups[2].Value switch
            {
                "g" => made.Groups[3].Value.Split('|')[0],
                _ => owner is "Initialize" ? "a lambda" : $"a lambda of {owner}",
            };
            return name;
        }
        while (type is not null && type.Name.StartsWith('<'))
            type = type.DeclaringType;
        if (method.IsConstructor && type is not null)
            return $"new {TypeName(type)}({Parameters(method)})";
        var owners = type is null || type.Name.StartsWith("Submission#", StringComparison.Ordinal) ? "" : TypeName(type) + ".";
        // The parameters of an async method are fields of its machine, no longer in the order they had.
        return method.Name == "MoveNext" ? $"{owners}{name}(…)" : $"{owners}{name}({Parameters(method)})";
    }

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => Arity().Replace(parameter.ParameterType.Name, "")));

    private static string TypeName(Type type)
    {
        var name = type.FullName ?? type.Name;
        var cell = name.StartsWith("Submission#", StringComparison.Ordinal) ? name.IndexOf('+', StringComparison.Ordinal) + 1 : 0;
        return Arity().Replace(name[cell..].Replace('+', '.').Split('[')[0], "");
    }

    [GeneratedRegex(@"`\d+")]
    private static partial Regex Arity();

    [GeneratedRegex(@"^<(.+)>([a-z])__(.*)$")]
    private static partial Regex Generated();
}
