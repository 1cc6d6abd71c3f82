using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NasKit.Notebooks.Sessions;

/// <summary>A cell's code with the lines that speak to the session taken out; line numbers stay.</summary>
internal sealed record CellText(SyntaxTree Tree, bool IsTimed)
{
    private static readonly string[] Known = ["#!csharp", "#!time"];

    /// <summary>Parses a cell with the session's own lines blanked, whether they are known or not.</summary>
    public static SyntaxTree ParseCSharp(string code, string path, CancellationToken token)
    {
        var tree = CellCompiler.Parse(code, path, token);
        return tree;
    }

    /// <summary>Reads the session's own lines (<c>#!time</c> and so on) and <c>#r "nuget:…"</c>.</summary>
    /// <exception cref="NotebookException">A line that no session of this kind knows, or a library that is not there.</exception>
    public static CellText Read(string code, string path, string folder, CancellationToken token)
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
        foreach (var directive in tree.GetCompilationUnitRoot(token).GetReferenceDirectives())
            EnsureThere(directive, path, folder);
        return new CellText(tree, timed);
    }

    private static void EnsureThere(ReferenceDirectiveTriviaSyntax directive, string path, string folder)
    {
        var name = directive.File.ValueText;
        var place = $"{path}, line {directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
        if (name.TrimStart().StartsWith("nuget:", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotebookException(
                $"{place}: #r \"{name}\" is not supported yet; restore the package with a project and name its file instead: #r \"path/to/library.dll\".");
        }
        var full = Path.GetFullPath(Path.Combine(folder, name));
        if (name.IndexOfAny(['/', '\\']) >= 0 && !File.Exists(full))
            throw new NotebookException($"{place}: there is no library {name} (looked for {full}). Build it, or correct the path; it starts from the notebook's folder.");
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
