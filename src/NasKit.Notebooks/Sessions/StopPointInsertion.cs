using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NasKit.Notebooks.Sessions;

/// <summary>Puts stop points into the loops and functions of a cell. Lines stay where they are; only columns move.</summary>
internal static class StopPointInsertion
{
    private const string Check = " global::NasKit.Notebooks.Sessions.StopPoint.Check(); ";
    private const string Enter = " global::NasKit.Notebooks.Sessions.StopPoint.Enter(); ";

    /// <summary>Whether there are lambdas without braces, which need to be understood before they can be given a stop point.</summary>
    public static bool HasShortLambdas(SyntaxTree tree, CancellationToken token) =>
        tree.GetRoot(token).DescendantNodes().Any(node => node is AnonymousFunctionExpressionSyntax { ExpressionBody: not null });

    /// <summary>The cell with stop points; the same tree where there is nothing to stop in, or where it does not parse.</summary>
    /// <param name="tree">The cell.</param>
    /// <param name="model">What its names mean; null: lambdas without braces are left as they are.</param>
    /// <param name="token">Stops reading.</param>
    public static SyntaxTree Into(SyntaxTree tree, SemanticModel? model, CancellationToken token)
    {
        if (tree.GetDiagnostics(token).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return tree;
        var edits = new List<Edit>();
        foreach (var node in tree.GetRoot(token).DescendantNodes())
            edits.AddRange(Edits(node, model, token));
        if (edits.Count == 0)
            return tree;
        var code = tree.GetText(token).ToString();
        var text = new StringBuilder(code.Length + (edits.Count * Check.Length));
        var copied = 0;
        // What ends at one position closes with the same characters in whatever order, and sorting is stable.
        foreach (var (position, inserted, removed) in edits.OrderBy(edit => edit.Position))
        {
            text.Append(code, copied, position - copied).Append(inserted);
            copied = position + removed;
        }
        text.Append(code, copied, code.Length - copied);
        return CellCompiler.Parse(text.ToString(), tree.FilePath, token);
    }

    private static IEnumerable<Edit> Edits(SyntaxNode node, SemanticModel? model, CancellationToken token) => node switch
    {
        WhileStatementSyntax loop => Loop(loop.Statement),
        DoStatementSyntax loop => Loop(loop.Statement),
        ForStatementSyntax loop => Loop(loop.Statement),
        CommonForEachStatementSyntax loop => Loop(loop.Statement),
        LabeledStatementSyntax label => [new Edit(label.ColonToken.Span.End, Check)],
        BaseMethodDeclarationSyntax { Body: { } body } => Block(body, Enter),
        AccessorDeclarationSyntax { Body: { } body } => Block(body, Enter),
        LocalFunctionStatementSyntax { Body: { } body } => Block(body, Enter),
        AnonymousFunctionExpressionSyntax { Block: { } body } => Block(body, Enter),
        MethodDeclarationSyntax { ExpressionBody: { } body } method => Arrow(body, method.SemicolonToken, GivesValue(method.ReturnType, method.Modifiers)),
        LocalFunctionStatementSyntax { ExpressionBody: { } body } function => Arrow(body, function.SemicolonToken, GivesValue(function.ReturnType, function.Modifiers)),
        OperatorDeclarationSyntax { ExpressionBody: { } body } method => Arrow(body, method.SemicolonToken, true),
        ConversionOperatorDeclarationSyntax { ExpressionBody: { } body } method => Arrow(body, method.SemicolonToken, true),
        BaseMethodDeclarationSyntax { ExpressionBody: { } body } method => Arrow(body, method.SemicolonToken, false),
        AccessorDeclarationSyntax { ExpressionBody: { } body } accessor => Arrow(body, accessor.SemicolonToken, accessor.IsKind(SyntaxKind.GetAccessorDeclaration)),
        PropertyDeclarationSyntax { ExpressionBody: { } body } property => Getter(body, property.SemicolonToken),
        IndexerDeclarationSyntax { ExpressionBody: { } body } indexer => Getter(body, indexer.SemicolonToken),
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } lambda when model is not null => Lambda(lambda, body, model, token),
        _ => [],
    };

    private static IEnumerable<Edit> Loop(StatementSyntax body) =>
        body is BlockSyntax block ? Block(block, Check) : [new Edit(body.SpanStart, "{" + Check), new Edit(body.Span.End, "}")];

    // On the line of the first statement, which optimised code reports for both.
    private static IEnumerable<Edit> Block(BlockSyntax block, string call) =>
        [new Edit(block.Statements is [var first, ..] ? first.SpanStart : block.OpenBraceToken.Span.End, call)];

    private static IEnumerable<Edit> Arrow(ArrowExpressionClauseSyntax body, SyntaxToken semicolon, bool givesValue) =>
        body.Expression is ThrowExpressionSyntax ? []
        : [
            new Edit(body.ArrowToken.SpanStart, "{" + Enter, body.ArrowToken.Span.Length),
            new Edit(body.Expression.SpanStart, givesValue ? " return " : " "),
            new Edit(semicolon.Span.End, "}"),
        ];

    private static IEnumerable<Edit> Getter(ArrowExpressionClauseSyntax body, SyntaxToken semicolon) =>
        body.Expression is ThrowExpressionSyntax ? []
        : [
            new Edit(body.ArrowToken.SpanStart, "{ get {" + Enter, body.ArrowToken.Span.Length),
            new Edit(body.Expression.SpanStart, " return "),
            new Edit(semicolon.Span.End, "} }"),
        ];

    // async void, async Task and async ValueTask give nothing; other types do.
    private static bool GivesValue(TypeSyntax type, SyntaxTokenList modifiers) =>
        !(type is PredefinedTypeSyntax { Keyword.RawKind: (int)SyntaxKind.VoidKeyword }
            || (modifiers.Any(SyntaxKind.AsyncKeyword) && (type is QualifiedNameSyntax qualified ? qualified.Right : type) is IdentifierNameSyntax));

    private static IEnumerable<Edit> Lambda(AnonymousFunctionExpressionSyntax lambda, ExpressionSyntax body, SemanticModel model, CancellationToken token)
    {
        if (body is ThrowExpressionSyntax || model.GetSymbolInfo(lambda, token).Symbol is not IMethodSymbol method
            || model.GetTypeInfo(lambda, token).ConvertedType is not INamedTypeSymbol { TypeKind: TypeKind.Delegate })
            return [];
        var givesValue = !method.ReturnsVoid && !(method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
        var call = body.DescendantNodesAndSelf().Any(inner => inner is InvocationExpressionSyntax) ? Enter : Check;
        return [new Edit(body.SpanStart, "{" + call + (givesValue ? "return " : "")), new Edit(body.Span.End, "; }")];
    }

    /// <summary>A change of the text.</summary>
    private readonly record struct Edit(int Position, string Inserted, int Removed = 0);
}
