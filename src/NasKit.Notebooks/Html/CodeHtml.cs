using System.Net;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Html;

/// <summary>Colours C# by its tokens.</summary>
internal static class CodeHtml
{
    public static void Write(string code, TextWriter text)
    {
        foreach (var token in CellCompiler.Parse(code, "", default).GetRoot().DescendantTokens())
        {
            Write(token.LeadingTrivia, text);
            var kind = token.Kind();
            var style = token.IsKeyword() || SyntaxFacts.IsContextualKeyword(kind) ? "k"
                : kind is SyntaxKind.NumericLiteralToken ? "n"
                : kind is SyntaxKind.CharacterLiteralToken || token.IsKind(SyntaxKind.StringLiteralToken) || kind.ToString().Contains("String", StringComparison.Ordinal) ? "s"
                : token.IsVar() ? "k"
                : null;
            Span(token.Text, style, text);
            Write(token.TrailingTrivia, text);
        }
    }

    private static void Write(SyntaxTriviaList list, TextWriter text)
    {
        foreach (var trivia in list)
        {
            var kind = trivia.Kind();
            Span(trivia.ToFullString(), kind.ToString().Contains("Comment", StringComparison.Ordinal) ? "c" : trivia.IsDirective ? "k" : null, text);
        }
    }

    // var, and await at the top of a cell, are identifiers to the lexer.
    private static bool IsVar(this SyntaxToken token) => token.IsKind(SyntaxKind.IdentifierToken) && token.Text is "var" or "await";

    private static void Span(string content, string? style, TextWriter text)
    {
        if (content.Length == 0)
            return;
        var encoded = WebUtility.HtmlEncode(content);
        text.Write(style is null ? encoded : $"<span class=\"{style}\">{encoded}</span>");
    }
}
