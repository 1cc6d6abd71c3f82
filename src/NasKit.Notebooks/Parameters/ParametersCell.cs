using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Parameters;

/// <summary>The cell of a notebook that is tagged <c>parameters</c>, and the cell that overrides it for one run.</summary>
public static class ParametersCell
{
    private const string Tag = "parameters";
    private const string InjectedTag = "injected-parameters";

    /// <summary>The parameters that a notebook has, in order; none where no cell is tagged <c>parameters</c>.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <exception cref="NotebookException">The cell holds something else than <c>var name = literal;</c>.</exception>
    public static IReadOnlyList<Parameter> Read(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        return Find(notebook) is { } index ? Read(notebook.Cells[index].Source) : [];
    }

    /// <summary>The values that the cell of an earlier run overrides; none where there is no such cell, or where somebody wrote something else into it.</summary>
    /// <param name="notebook">An executed notebook.</param>
    public static IReadOnlyList<Parameter> Overridden(Notebook notebook)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        try
        {
            return notebook.Cells.FirstOrDefault(cell => cell is CodeCell && cell.Tags.Contains(InjectedTag)) is { } cell ? Read(cell.Source) : [];
        }
        catch (NotebookException)
        {
            return [];
        }
    }

    /// <summary>Puts a cell with other values after the parameters cell, in place of one that an earlier run put there.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="values">Name and text of each parameter to override; none: the notebook stays as it is.</param>
    /// <exception cref="NotebookException">A name that is not there or comes twice, or a value of the wrong type; the message lists the parameters there are.</exception>
    public static Notebook Override(Notebook notebook, IReadOnlyList<KeyValuePair<string, string>> values)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0)
            return notebook;
        if (Find(notebook) is not { } index)
            throw new NotebookException($"The notebook has no parameters ({values[0].Key} was given): no code cell is tagged {Tag}.");
        var parameters = Read(notebook.Cells[index].Source);
        var there = parameters.Count == 0 ? "none" : string.Join(", ", parameters.Select(p => $"{p.Name} ({p.Type}, default {p.Literal})"));
        var overridden = new List<Parameter>();
        foreach (var (name, text) in values)
        {
            var parameter = parameters.FirstOrDefault(p => p.Name == name)
                ?? throw new NotebookException($"There is no parameter {name}. Parameters of this notebook: {there}.");
            if (overridden.Any(p => p.Name == name))
                throw new NotebookException($"The parameter {name} is given twice; give it once.");
            try
            {
                overridden.Add(parameter.Parse(text));
            }
            catch (FormatException e)
            {
                throw new NotebookException($"The parameter {name} cannot be set: {e.Message}. Parameters of this notebook: {there}.", e);
            }
        }
        var source = "// Parameters of this run\n" + string.Join('\n', overridden.Select(p => $"var {p.Name} = {p.Literal};"));
        var cells = notebook.Cells.ToList();
        var earlier = cells.FindIndex(cell => cell is CodeCell && cell.Tags.Contains(InjectedTag));
        var metadata = new JsonObject { ["tags"] = new JsonArray(InjectedTag) };
        if (earlier >= 0)
        {
            cells[earlier] = ((CodeCell)cells[earlier]) with { Source = source, Outputs = [], ExecutionCount = null };
        }
        else
        {
            var ids = new CellIds(cells.Select(cell => cell.Id));
            cells.Insert(index + 1, new CodeCell { Id = ids.Keep(null, source), Source = source, Metadata = metadata });
        }
        return notebook with { Cells = cells };
    }

    private static int? Find(Notebook notebook)
    {
        for (var i = 0; i < notebook.Cells.Count; i++)
        {
            if (notebook.Cells[i] is CodeCell && notebook.Cells[i].Tags.Contains(Tag))
                return i;
        }
        return null;
    }

    private static List<Parameter> Read(string source)
    {
        var tree = CellCompiler.Parse(source, "parameters", default);
        var parameters = new List<Parameter>();
        if (tree.GetDiagnostics().FirstOrDefault(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error) is { } broken)
            throw Unexpected(broken.Location, broken.GetMessage());
        foreach (var member in tree.GetCompilationUnitRoot().Members)
        {
            // A statement of a script declares a field where it declares a variable.
            var declaration = member is FieldDeclarationSyntax field && field.Modifiers.Count == 0 ? field.Declaration : null;
            if (declaration is not { Variables: [{ Initializer.Value: var value, Identifier.ValueText: var name }] })
                throw Unexpected(member.GetLocation(), $"found {Shorten(member)}");
            var parameter = new Parameter(name, Literal(value) ?? throw Unexpected(value.GetLocation(), $"found {Shorten(value)}"));
            if (declaration.Type is not IdentifierNameSyntax { IsVar: true } && declaration.Type.ToString() != parameter.Type)
                throw Unexpected(declaration.Type.GetLocation(), $"found a {declaration.Type}");
            parameters.Add(parameter);
        }
        return parameters;

        static NotebookException Unexpected(Location place, string found) => new(
            $"The parameters cell, line {place.GetLineSpan().StartLinePosition.Line + 1}: {found}; "
            + "it may hold only var name = literal; with an int, double, bool or string.");
    }

    private static object? Literal(ExpressionSyntax value)
    {
        var negative = value is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression };
        var literal = negative ? ((PrefixUnaryExpressionSyntax)value).Operand : value;
        return literal is not LiteralExpressionSyntax { Token.Value: var found } ? null : (found, negative) switch
        {
            (int number, _) => negative ? -number : number,
            // The one int whose digits alone are none.
            (uint and 2147483648, true) => int.MinValue,
            (double number, _) when double.IsFinite(number) => negative ? -number : number,
            (bool flag, false) => flag,
            (string text, false) => text,
            _ => null,
        };
    }

    private static string Shorten(SyntaxNode node)
    {
        var text = node.ToString().ReplaceLineEndings(" ");
        return text.Length <= 60 ? text : text[..57] + "…";
    }
}
