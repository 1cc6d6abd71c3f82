using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace NasKit.Notebooks.Sessions;

/// <summary>A cell's code with the lines that speak to the session taken out; line numbers stay.</summary>
internal sealed record CellText(SyntaxTree Tree, bool IsTimed)
{
    private static readonly string[] Known = ["#!csharp", "#!time"];

    /// <summary>Reads the session's own lines (<c>#!time</c> and so on) and <c>#r "nuget:…"</c>.</summary>
    /// <exception cref="NotebookException">A line that no session of this kind knows.</exception>
    public static CellText Read(string code, string path, CancellationToken token)
    {
        var tree = CellCompiler.Parse(code, path, token);
        var timed = false;
        if (code.Contains("#!", StringComparison.Ordinal))
        {
            var text = code.ToCharArray();
            foreach (var line in tree.GetText(token).Lines)
            {
                var magic = code[line.Start..line.End].Trim();
                // Inside a string literal or a comment it is text like any other.
                if (!magic.StartsWith("#!", StringComparison.Ordinal) || IsInsideToken(tree, line.Start + code[line.Start..line.End].IndexOf('#'), token))
                    continue;
                timed |= magic == "#!time";
                if (!Known.Contains(magic))
                {
                    throw new NotebookException(
                        $"{path}, line {line.LineNumber + 1}: {magic.Split(' ')[0]} is not known here. There are {string.Join(" and ", Known)}; cells are C#.");
                }
                Array.Fill(text, ' ', line.Start, line.End - line.Start);
            }
            tree = CellCompiler.Parse(new string(text), path, token);
        }
        var package = tree.GetCompilationUnitRoot(token).GetReferenceDirectives()
            .FirstOrDefault(directive => directive.File.ValueText.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase));
        if (package is not null)
        {
            throw new NotebookException(
                $"{path}, line {package.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: #r \"{package.File.ValueText}\" is not supported yet; "
                + "restore the package with a project and name its file instead: #r \"path/to/library.dll\".");
        }
        return new CellText(tree, timed);
    }

    private static bool IsInsideToken(SyntaxTree tree, int position, CancellationToken token)
    {
        var root = tree.GetRoot(token);
        var found = root.FindToken(position);
        if (found.Span.Start < position && position < found.Span.End)
            return true;
        var trivia = root.FindTrivia(position);
        return trivia.SpanStart < position && position < trivia.Span.End && !trivia.IsDirective && !trivia.HasStructure;
    }
}
