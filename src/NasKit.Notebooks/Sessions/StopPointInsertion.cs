using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NasKit.Notebooks.Sessions;

/// <summary>Puts stop points into the loops and functions of a cell. Lines stay where they are; only columns move.</summary>
internal static class StopPointInsertion
{
    private const string Call = " global::NasKit.Notebooks.Sessions.StopPoint.Check(); ";

    /// <summary>The cell with stop points; the same tree where there is nothing to stop in, or where it does not parse.</summary>
    public static SyntaxTree Into(SyntaxTree tree, CancellationToken token)
    {
        if (tree.GetDiagnostics(token).Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
            return tree;
        var insertions = new List<(int Position, string Text)>();
        foreach (var node in tree.GetRoot(token).DescendantNodes())
        {
            var body = node switch
            {
                WhileStatementSyntax loop => loop.Statement,
                DoStatementSyntax loop => loop.Statement,
                ForStatementSyntax loop => loop.Statement,
                CommonForEachStatementSyntax loop => loop.Statement,
                BaseMethodDeclarationSyntax method => method.Body,
                AccessorDeclarationSyntax accessor => accessor.Body,
                LocalFunctionStatementSyntax function => function.Body,
                AnonymousFunctionExpressionSyntax { Block: { } block } => block,
                _ => null,
            };
            if (body is BlockSyntax braces)
            {
                // On the line of the first statement, which optimised code reports for both.
                insertions.Add((braces.Statements is [var first, ..] ? first.SpanStart : braces.OpenBraceToken.Span.End, Call));
            }
            else if (body is not null)
            {
                insertions.Add((body.SpanStart, "{" + Call));
                insertions.Add((body.Span.End, "}"));
            }
            else if (node is LabeledStatementSyntax label)
            {
                insertions.Add((label.ColonToken.Span.End, Call));
            }
        }
        if (insertions.Count == 0)
            return tree;
        var code = tree.GetText(token).ToString();
        var text = new StringBuilder(code.Length + (insertions.Count * Call.Length));
        var copied = 0;
        // Nested loops without braces close at one position; their order there does not matter, and sorting is stable.
        foreach (var (position, inserted) in insertions.OrderBy(insertion => insertion.Position))
        {
            text.Append(code, copied, position - copied).Append(inserted);
            copied = position;
        }
        text.Append(code, copied, code.Length - copied);
        return CellCompiler.Parse(text.ToString(), tree.FilePath, token);
    }
}
