using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NasKit.Notebooks.Sessions;

/// <summary>A cell, taken apart at the lines that speak to the session.</summary>
/// <param name="Parts">What to do, in order.</param>
/// <param name="IsTimed">Whether it says <c>#!time</c>.</param>
internal sealed record CellText(IReadOnlyList<CellPart> Parts, bool IsTimed)
{
    private const string CSharp = "csharp";

    /// <summary>Every line of its own that a cell may hold, with what follows it.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Magics { get; } =
    [
        ("#!about", "tells what this kernel is and where it looks for things"),
        ("#!csharp", "C# from here on; cells begin so"),
        ("#!html", "HTML from here on, shown as it is"),
        ("#!javascript", "JavaScript from here on, run by the browser"),
        ("#!markdown", "Markdown from here on, shown as it is"),
        ("#!time", "tells how long the cell took"),
    ];

    /// <summary>Takes a cell apart.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="path">What errors call it.</param>
    /// <param name="lenient">Whether lines that nobody knows are left out rather than an error, as while somebody still types.</param>
    /// <param name="token">Stops reading.</param>
    /// <exception cref="NotebookException">A line that no session of this kind knows.</exception>
    public static CellText Read(string code, string path, bool lenient, CancellationToken token)
    {
        if (!code.Contains("#!", StringComparison.Ordinal))
            return new CellText([new CellPart(CSharp, code, 0)], false);
        var parts = new List<CellPart>();
        var timed = false;
        var language = CSharp;
        var start = 0;
        var text = code.ToCharArray();
        SyntaxNode? root = null;
        foreach (var line in Microsoft.CodeAnalysis.Text.SourceText.From(code).Lines)
        {
            var magic = code[line.Start..line.End].Trim();
            if (!magic.StartsWith("#!", StringComparison.Ordinal))
                continue;
            // In C#, inside a string or a comment, it is text like any other.
            if (language == CSharp && IsInsideToken(root ??= Rest(start), line.Start + code[line.Start..line.End].IndexOf('#', StringComparison.Ordinal)))
                continue;
            var known = Magics.Any(known => known.Name == magic);
            // In other languages such a line is content, unless it is one of these.
            if (!known && language != CSharp)
                continue;
            if (!known && !lenient)
                throw new NotebookException($"{path}, line {line.LineNumber + 1}: {magic.Split(' ')[0]} is not known here. There are {Names()}; cells are C#.");
            Array.Fill(text, ' ', line.Start, line.End - line.Start);
            timed |= magic == "#!time";
            if (!known || magic == "#!time" || magic[2..] == language)
                continue;
            Close(line.Start);
            start = line.EndIncludingLineBreak;
            language = magic[2..];
            root = null;
            if (language == "about")
            {
                parts.Add(new CellPart(language, "", line.Start));
                language = CSharp;
            }
        }
        Close(code.Length);
        return new CellText(parts.Count > 0 ? parts : [new CellPart(CSharp, Blank(0, code.Length), 0)], timed);

        void Close(int end)
        {
            var content = language == CSharp ? Blank(start, end) : code[start..end];
            if (!string.IsNullOrWhiteSpace(content))
                parts.Add(new CellPart(language, content, start));
        }

        // C# keeps its place in the cell, so that lines and positions are the cell's own.
        string Blank(int from, int to) => string.Concat(code[..from].Select(c => c is '\n' or '\r' ? c : ' ')) + new string(text, from, to - from);

        SyntaxNode Rest(int from) => CellCompiler.Parse(Blank(from, code.Length), path, token).GetRoot(token);
    }

    /// <summary>The C# that a position of the cell lies in, every character at its place; null where it lies in another language.</summary>
    public string? CSharpAt(int position) =>
        Parts.LastOrDefault(part => part.Start <= position) is { } part ? part.Language == CSharp ? part.Code : null : Parts[0].Language == CSharp ? Parts[0].Code : "";

    /// <summary>Makes sure that the libraries a part names are there, and gives all that its packages bring: the compiler takes one reference a directive.</summary>
    /// <exception cref="NotebookException">One is not.</exception>
    public static IReadOnlyList<MetadataReference> Libraries(SyntaxTree tree, string folder, CancellationToken token)
    {
        var libraries = new List<MetadataReference>();
        foreach (var directive in tree.GetCompilationUnitRoot(token).GetReferenceDirectives())
        {
            var name = directive.File.ValueText;
            var place = $"{tree.FilePath}, line {directive.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
            if (PackageReference.TryParse(name, place) is { } package)
                libraries.AddRange(HostAssemblies.ReferencesTo(Packages.Restore(package, folder, token)));
            else if (name.IndexOfAny(['/', '\\']) >= 0 && Path.GetFullPath(Path.Combine(folder, name)) is var full && !File.Exists(full))
                throw new NotebookException($"{place}: there is no library {name} (looked for {full}). Build it, or correct the path; it starts from the notebook's folder.");
        }
        return libraries;
    }

    private static string Names() => string.Join(", ", Magics.SkipLast(1).Select(magic => magic.Name)) + " and " + Magics[^1].Name;

    private static bool IsInsideToken(SyntaxNode root, int position)
    {
        var found = root.FindToken(position);
        if (found.Span.Start < position && position < found.Span.End)
            return true;
        var trivia = root.FindTrivia(position);
        return trivia.SpanStart < position && position < trivia.Span.End && !trivia.IsDirective && !trivia.HasStructure;
    }
}

/// <summary>One part of a cell.</summary>
/// <param name="Language"><c>csharp</c>, <c>html</c>, <c>markdown</c>, <c>javascript</c>, or <c>about</c>.</param>
/// <param name="Code">Its text; C# with blanks where the parts before it are.</param>
/// <param name="Start">Where it begins in the cell.</param>
internal sealed record CellPart(string Language, string Code, int Start);
