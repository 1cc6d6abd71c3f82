using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>is_complete_request</c>: whether Enter should run the code or begin another line.</summary>
internal sealed class IsCompleteRequest : RequestHandler
{
    private const int IndentWidth = 4;

    public override string MessageType => "is_complete_request";

    public override JsonObject Answer(Request request)
    {
        var code = request.Text("code");
        if (CellText.Read(code, "Cell", lenient: true, CancellationToken.None).CSharpAt(code.Length) is not { } csharp)
            return new JsonObject { ["status"] = "complete" };
        var tree = CellCompiler.Parse(csharp, "Cell", CancellationToken.None);
        if (!SyntaxFactory.IsCompleteSubmission(tree))
            return new JsonObject { ["status"] = "incomplete", ["indent"] = new string(' ', IndentWidth * OpenBraces(tree)) };
        var invalid = tree.GetDiagnostics().Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
        return new JsonObject { ["status"] = invalid ? "invalid" : "complete" };
    }

    private static int OpenBraces(SyntaxTree tree)
    {
        var open = 0;
        foreach (var token in tree.GetRoot().DescendantTokens())
        {
            if (token.IsMissing)
                continue;
            open += token.Kind() switch
            {
                SyntaxKind.OpenBraceToken or SyntaxKind.OpenParenToken or SyntaxKind.OpenBracketToken => 1,
                SyntaxKind.CloseBraceToken or SyntaxKind.CloseParenToken or SyntaxKind.CloseBracketToken => -1,
                _ => 0,
            };
        }
        return Math.Max(0, open);
    }
}
