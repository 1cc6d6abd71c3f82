using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NasKit.Notebooks.Sessions;

/// <summary>Finds what stands at a position of a cell, and its documentation.</summary>
internal static class CellInspection
{
    private static readonly SymbolDisplayFormat Declaration = SymbolDisplayFormat.MinimallyQualifiedFormat
        .WithMemberOptions(SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeRef
            | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeConstantValue)
        .AddParameterOptions(SymbolDisplayParameterOptions.IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeParamsRefOut)
        .WithKindOptions(SymbolDisplayKindOptions.IncludeTypeKeyword | SymbolDisplayKindOptions.IncludeNamespaceKeyword);

    /// <summary>The name at the position, or the function whose arguments it lies in.</summary>
    public static SymbolDescription? At(CellCompiler compiler, string code, int position, CancellationToken token)
    {
        if (CellText.Read(code, "Cell", lenient: true, token).CSharpAt(position) is not { } csharp)
            return null;
        position = Math.Min(position, csharp.Length);
        var tree = CellCompiler.Parse(csharp, "Cell", token);
        return compiler.Ask(tree, model =>
        {
            var root = tree.GetRoot(token);
            foreach (var node in Candidates(root, position))
            {
                var symbols = Symbols(model, node, token);
                if (symbols.Count > 0)
                    return Describe(symbols, model, token);
            }
            return null;
        });
    }

    private static IEnumerable<SyntaxNode> Candidates(SyntaxNode root, int position)
    {
        foreach (var at in (int[])[position, position - 1])
        {
            if (at < 0 || at >= root.FullSpan.End)
                continue;
            var token = root.FindToken(at);
            if (token.Span.Start <= position && position <= token.Span.End
                && (token.IsKind(SyntaxKind.IdentifierToken) || SyntaxFacts.IsPredefinedType(token.Kind()) || token.IsKind(SyntaxKind.NewKeyword)))
                yield return token.Parent!;
        }
        var inside = root.FindToken(Math.Max(0, Math.Min(position, root.FullSpan.End) - 1)).Parent;
        foreach (var call in inside?.AncestorsAndSelf() ?? [])
        {
            if (call is InvocationExpressionSyntax { ArgumentList.Span.Start: var open } invocation && open < position)
                yield return invocation.Expression;
            else if (call is BaseObjectCreationExpressionSyntax { ArgumentList.Span.Start: var begin } && begin < position)
                yield return call;
        }
    }

    private static List<ISymbol> Symbols(SemanticModel model, SyntaxNode node, CancellationToken token)
    {
        // A name that is qualified, called, or declared means what the whole of it means.
        if (node is SimpleNameSyntax { Parent: ObjectCreationExpressionSyntax creation })
            node = creation;
        if (model.GetDeclaredSymbol(node, token) is { } declared)
            return [declared];
        var info = model.GetSymbolInfo(node, token);
        var group = model.GetMemberGroup(node, token);
        var symbols = new List<ISymbol>();
        if (info.Symbol is { } symbol)
            symbols.Add(symbol);
        symbols.AddRange(info.CandidateSymbols);
        symbols.AddRange(group);
        if (symbols.Count == 0 && model.GetTypeInfo(node, token).Type is { TypeKind: not TypeKind.Error } type)
            symbols.Add(type);
        return [.. symbols.Distinct(SymbolEqualityComparer.Default)];
    }

    private static SymbolDescription Describe(List<ISymbol> symbols, SemanticModel model, CancellationToken token)
    {
        var first = symbols[0];
        var kind = SymbolKinds.Of(first);
        var declarations = symbols.Select(symbol => Declare(symbol)).Distinct().ToList();
        return new SymbolDescription(kind, declarations, SymbolDocs.Of(first, model.Compilation, token));
    }

    private static string Declare(ISymbol symbol) => symbol switch
    {
        // The class around a variable of a cell is the engine's, not the author's.
        IFieldSymbol { ContainingType.IsScriptClass: true } field => $"{field.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)} {field.Name}",
        { ContainingType.IsScriptClass: true } => symbol.ToDisplayString(Declaration.RemoveMemberOptions(SymbolDisplayMemberOptions.IncludeContainingType)),
        _ => symbol.ToDisplayString(Declaration),
    };
}

/// <summary>What something is.</summary>
/// <param name="Kind">What kind of thing, in Jupyter's words.</param>
/// <param name="Declarations">How it is declared, the likeliest overload first.</param>
/// <param name="Docs">What its author wrote about it; null: nothing that could be found.</param>
internal sealed record SymbolDescription(string Kind, IReadOnlyList<string> Declarations, DocText? Docs);
