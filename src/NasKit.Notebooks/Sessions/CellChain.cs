using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NasKit.Notebooks.Sessions;

/// <summary>The cells that later cells see, oldest first: what they declared, and the objects that hold their variables.</summary>
/// <remarks>
/// A cell whose variables are all declared anew by later ones leaves the chain: nothing can name them any more, so their values and their code are
/// let go, and the compiler no longer searches through it. Cells that declare functions, types or usings, or bring in libraries, stay for good.
/// </remarks>
internal sealed class CellChain(LoadedCells loaded)
{
    // Shortening makes the compilations behind a dropped one anew; done this seldom, that is less than one for each cell that is run.
    private const int FewestDropped = 16;

    private readonly List<Link> links = [];
    private object?[] submissions = new object?[4];
    private volatile CSharpCompilation? last;

    /// <summary>What the next cell is compiled after; null: nothing.</summary>
    public CSharpCompilation? Last => last;

    /// <summary>The objects of the cells, where compiled code looks for them: from 1 on in the order of the chain, with room for one more.</summary>
    public object?[] Submissions => submissions;

    /// <summary>Lets later cells see what this one declared, and forgets what it hides for good.</summary>
    public void Add(CompiledCell cell)
    {
        var variables = Variables(cell);
        if (variables is { Count: 0 })
            return; // its place is the next cell's
        links.Add(new Link(cell.Compilation, cell.Assembly is not null, variables));
        last = cell.Compilation;
        var slots = links.Count(link => link.HasCode) + 2;
        if (submissions.Length < slots)
            Array.Resize(ref submissions, submissions.Length * 2);
        if (variables is null)
            return;
        foreach (var hidden in Hidden())
            submissions[Slot(hidden)] = null;
    }

    /// <summary>Leaves out the cells that are hidden, where there are enough of them; to be called before a cell is compiled.</summary>
    /// <param name="compile">Makes a compilation of a given name and text after another, as for a cell.</param>
    public void Shorten(Func<CSharpCompilation, SyntaxTree, CSharpCompilation?, CSharpCompilation> compile)
    {
        var hidden = Hidden();
        var begin = links.FindLastIndex(link => link.Variables is null) + 1;
        var staying = Enumerable.Range(begin, links.Count - begin).Where(i => !hidden.Contains(i)).ToList();
        if (hidden.Count < Math.Max(FewestDropped, staying.Count))
            return;
        var made = new List<Link>();
        var previous = begin > 0 ? links[begin - 1].Compilation : null;
        foreach (var i in staying)
        {
            var link = links[i];
            var text = string.Join('\n', link.Variables!.Select(variable => $"{variable.Value.Type} @{variable.Key};"));
            previous = compile(link.Compilation, CellCompiler.Parse(text, "", default), previous);
            // A type that cannot be named in this way, as where two libraries have one of that name, leaves everything as it is.
            if (previous.ScriptClass!.GetMembers().OfType<IFieldSymbol>().Any(field => field.Type.TypeKind == TypeKind.Error))
                return;
            made.Add(link with { Compilation = previous });
        }
        var objects = staying.Select(i => submissions[Slot(i)]).ToList();
        var first = Slot(begin);
        links.RemoveRange(begin, links.Count - begin);
        links.AddRange(made);
        last = previous;
        // Code that still runs has the array that it began with.
        submissions = [.. submissions[..first], .. objects, .. new object?[4]];
        loaded.Unload();
    }

    private int Slot(int index)
    {
        var slot = 1;
        for (var i = 0; i < index; i++)
            slot += links[i].HasCode ? 1 : 0;
        return slot;
    }

    /// <summary>The cells behind the last one that has to stay, all of whose variables are declared anew behind them.</summary>
    private HashSet<int> Hidden()
    {
        var hidden = new HashSet<int>();
        var newer = new Dictionary<string, bool>(StringComparer.Ordinal);
        for (var i = links.Count - 1; i >= 0 && links[i].Variables is { } variables; i--)
        {
            // A name that is called means the newest that can be called.
            if (variables.All(variable => newer.TryGetValue(variable.Key, out var callable) && (callable || !variable.Value.IsCallable)))
                hidden.Add(i);
            foreach (var (name, variable) in variables)
                newer[name] = variable.IsCallable || newer.GetValueOrDefault(name);
        }
        return hidden;
    }

    /// <summary>What a cell declares, where it is nothing but variables whose types libraries declare; null where it is more.</summary>
    private static Dictionary<string, Variable>? Variables(CompiledCell cell)
    {
        if (cell.Compilation.SyntaxTrees is not [var tree])
            return null; // it loads scripts
        var root = (CompilationUnitSyntax)tree.GetRoot();
        if (root.ContainsDirectives || root.Usings.Count > 0 || root.Externs.Count > 0 || root.AttributeLists.Count > 0 || cell.Compilation.ScriptClass is not { } script)
            return null;
        var variables = new Dictionary<string, Variable>(StringComparer.Ordinal);
        foreach (var member in script.GetMembers().Where(member => member.CanBeReferencedByName))
        {
            if (member is not IFieldSymbol { IsConst: false, IsStatic: false, IsReadOnly: false, IsVolatile: false, RefKind: RefKind.None } field || !IsOfLibraries(field.Type))
                return null;
            variables.Add(field.Name, new Variable(
                field.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), field.Type.TypeKind is TypeKind.Delegate or TypeKind.Dynamic));
        }
        return variables;
    }

    private static bool IsOfLibraries(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOfLibraries(array.ElementType),
        IDynamicTypeSymbol => true,
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct or TypeKind.Interface or TypeKind.Enum or TypeKind.Delegate, IsAnonymousType: false } named =>
            (named.IsTupleType || named.ContainingAssembly is not ISourceAssemblySymbol) && named.TypeArguments.All(IsOfLibraries)
            && (named.ContainingType is null || IsOfLibraries(named.ContainingType)),
        _ => false,
    };

    /// <summary>One cell.</summary>
    /// <param name="Compilation">What the compiler knows of it.</param>
    /// <param name="HasCode">Whether it has an object; one that only brings in libraries has none.</param>
    /// <param name="Variables">All that it declares; null where that is more than variables, so that it has to stay.</param>
    private sealed record Link(CSharpCompilation Compilation, bool HasCode, IReadOnlyDictionary<string, Variable>? Variables);

    /// <summary>A variable, as it could be declared.</summary>
    private readonly record struct Variable(string Type, bool IsCallable);
}
