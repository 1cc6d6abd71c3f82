using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Recommendations;
using Microsoft.CodeAnalysis.Text;

namespace NasKit.Notebooks.Sessions;

/// <summary>Finds what could be typed at a position of a cell.</summary>
internal static class CellCompletion
{
    private const int Most = 1000;

    private static readonly SymbolDisplayFormat Signature = SymbolDisplayFormat.MinimallyQualifiedFormat;

    // The recommender wants the cell as a document of a workspace; what the names mean comes from the session's own compilation.
    private static readonly Lazy<(AdhocWorkspace Workspace, DocumentId Document)> Desk = new(() =>
    {
        var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "Cells", "Cells", LanguageNames.CSharp, parseOptions: CellCompiler.ParseOptions));
        var document = DocumentId.CreateNewId(project.Id);
        workspace.AddDocument(DocumentInfo.Create(document, "Cell", sourceCodeKind: SourceCodeKind.Script));
        return (workspace, document);
    });

    private static readonly Lock OneAtATime = new();

    /// <summary>Loads what the first answer needs.</summary>
    public static void WarmUp() => _ = Desk.Value;

    /// <summary>What fits what has been typed so far, best first.</summary>
    public static Completions At(CellCompiler compiler, string code, int position, CancellationToken token)
    {
        if (MagicsAt(code, position) is { } magics)
            return magics;
        if (CellText.Read(code, "Cell", lenient: true, token).CSharpAt(position) is not { } csharp)
            return new Completions(position, position, []);
        position = Math.Min(position, csharp.Length);
        using var turn = OneAtATime.EnterScope();
        var (workspace, id) = Desk.Value;
        workspace.TryApplyChanges(workspace.CurrentSolution.WithDocumentText(id, SourceText.From(csharp)));
        var tree = workspace.CurrentSolution.GetDocument(id)!.GetSyntaxTreeAsync(token).GetAwaiter().GetResult()!;
        var (start, end) = WordAt(csharp, position);
        var prefix = csharp[start..position];
        if (IsInText(tree, position, token))
            return new Completions(position, position, []);
        var found = compiler.Ask(tree, model =>
        {
#pragma warning disable CS0618 // The document's own model would know nothing of the cells before.
            var symbols = Recommender.GetRecommendedSymbolsAtPosition(model, position, workspace, cancellationToken: token).ToList();
#pragma warning restore CS0618
            return symbols.Where(symbol => Fits(symbol.Name, prefix) && IsShown(symbol)).GroupBy(Name, StringComparer.Ordinal)
                .Select(group => Item(group.Key, [.. group], model, position)).ToList();
        });
        if (prefix.Length > 0 && !IsMember(csharp, start))
        {
            found.AddRange(SyntaxFacts.GetKeywordKinds().Select(SyntaxFacts.GetText).Distinct().Where(keyword => keyword.StartsWith(prefix, StringComparison.Ordinal))
                .Except(found.Select(item => item.Text)).Select(keyword => new Completion(keyword, "keyword", "")));
        }
        return new Completions(start, end, [.. found
            .OrderBy(item => !item.Text.StartsWith(prefix, StringComparison.Ordinal)).ThenBy(item => item.Text, StringComparer.OrdinalIgnoreCase).ThenBy(item => item.Text, StringComparer.Ordinal)
            .Take(Most)]);
    }

    private static Completions? MagicsAt(string code, int position)
    {
        var start = position == 0 ? 0 : code.LastIndexOf('\n', position - 1) + 1;
        var typed = code[start..position].TrimStart();
        if (!typed.StartsWith("#!", StringComparison.Ordinal))
            return null;
        return new Completions(position - typed.Length, position, [.. CellText.Magics
            .Where(magic => magic.Name.StartsWith(typed, StringComparison.Ordinal)).Select(magic => new Completion(magic.Name, "magic", magic.Meaning))]);
    }

    private static (int Start, int End) WordAt(string code, int position)
    {
        var (start, end) = (position, position);
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(code[start - 1]))
            start--;
        while (end < code.Length && SyntaxFacts.IsIdentifierPartCharacter(code[end]))
            end++;
        return (start, end);
    }

    private static bool IsMember(string code, int start)
    {
        var before = start - 1;
        while (before >= 0 && char.IsWhiteSpace(code[before]))
            before--;
        return before >= 0 && code[before] == '.' && !(before > 0 && code[before - 1] == '.');
    }

    private static bool IsInText(SyntaxTree tree, int position, CancellationToken token)
    {
        if (position == 0)
            return false;
        var root = tree.GetRoot(token);
        var trivia = root.FindTrivia(position - 1);
        if (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && position < trivia.Span.End))
            return true;
        var found = root.FindToken(position - 1);
        return found.Span.Start < position && (position < found.Span.End || found.IsMissing || !IsClosed(found))
            && (SyntaxKind)found.RawKind is SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken
                or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken;
    }

    private static bool IsClosed(SyntaxToken literal) => !literal.ContainsDiagnostics && !literal.IsKind(SyntaxKind.InterpolatedStringTextToken);

    private static bool Fits(string name, string prefix) => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsShown(ISymbol symbol) =>
        symbol.CanBeReferencedByName && !symbol.Name.StartsWith('<')
        && !symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "EditorBrowsableAttribute"
            && attribute.ConstructorArguments is [{ Value: int state }] && state == (int)System.ComponentModel.EditorBrowsableState.Never);

    private static string Name(ISymbol symbol) =>
        SyntaxFacts.GetKeywordKind(symbol.Name) != SyntaxKind.None && symbol is not INamedTypeSymbol ? "@" + symbol.Name : symbol.Name;

    private static Completion Item(string name, IReadOnlyList<ISymbol> symbols, SemanticModel model, int position)
    {
        var symbol = symbols[0];
        var signature = symbol.ToMinimalDisplayString(model, position, Signature);
        return new Completion(name, SymbolKinds.Of(symbol), symbols.Count > 1 ? $"{signature} (+{symbols.Count - 1})" : signature);
    }
}

/// <summary>What could be typed.</summary>
/// <param name="Start">Where the text that a choice replaces begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Items">The choices, best first.</param>
internal sealed record Completions(int Start, int End, IReadOnlyList<Completion> Items);

/// <summary>One choice.</summary>
/// <param name="Text">What would be typed.</param>
/// <param name="Kind">What it is, in Jupyter's words.</param>
/// <param name="Signature">How it is declared.</param>
internal sealed record Completion(string Text, string Kind, string Signature);
