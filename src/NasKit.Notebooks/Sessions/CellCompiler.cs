using System.Globalization;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using Microsoft.CodeAnalysis.Text;

namespace NasKit.Notebooks.Sessions;

/// <summary>Compiles cells one after the other, each seeing what the earlier ones declared.</summary>
internal sealed class CellCompiler
{
    /// <summary>How cells are parsed.</summary>
    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.Parse, SourceCodeKind.Script);
    private static readonly EmitOptions EmitOptions = new(debugInformationFormat: DebugInformationFormat.PortablePdb);

    private static readonly string[] Imports =
    [
        "System", "System.Collections", "System.Collections.Generic", "System.Diagnostics", "System.Globalization", "System.IO", "System.Linq",
        "System.Linq.Expressions", "System.Net.Http", "System.Text", "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks",
        "Microsoft.DotNet.Interactive.Formatting", "NasKit.Notebooks", typeof(Kernel).FullName!,
    ];

    // Two compilations at once would each make symbols of their own for one library, and a third could not tell the two apart.
    private static readonly Lock OneAtATime = new();

    private readonly CSharpCompilationOptions options, questions;
    private readonly string name;
    private readonly CellChain chain;
    private int submissions;

    /// <param name="folder">Where relative paths of <c>#r</c> and <c>#load</c> start.</param>
    /// <param name="name">Makes the names of the compiled assemblies unique among sessions.</param>
    /// <param name="chain">The cells before.</param>
    public CellCompiler(string folder, string name, CellChain chain)
    {
        this.name = name;
        this.chain = chain;
        options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            usings: Imports,
            optimizationLevel: OptimizationLevel.Release,
            allowUnsafe: true,
            sourceReferenceResolver: new ScriptFileResolver(folder),
            metadataReferenceResolver: new CellReferenceResolver(folder, restore: true),
            assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default);
        questions = options.WithMetadataReferenceResolver(new CellReferenceResolver(folder, restore: false)).WithScriptClassName("Question");
    }

    /// <summary>Parses a cell as the session does.</summary>
    public static SyntaxTree Parse(string code, string path, CancellationToken token) =>
        CSharpSyntaxTree.ParseText(SourceText.From(code, Encoding.UTF8), ParseOptions, path, token);

    /// <summary>Compiles a cell, with stop points in it. Nothing of it is seen by later cells until it is added to the chain.</summary>
    /// <param name="tree">The cell.</param>
    /// <param name="libraries">What it brings in beside what its directives stand for.</param>
    /// <param name="token">Stops compiling.</param>
    public CompiledCell Compile(SyntaxTree tree, IReadOnlyList<MetadataReference> libraries, CancellationToken token)
    {
        using var turn = OneAtATime.EnterScope();
        chain.Shorten((cell, text, previous) => After(previous, cell.AssemblyName!, text, cell.Options, []));
        // A short lambda can only be given a stop point once it is known whether it gives a value, and whether it is one at all rather than an expression tree.
        var lambdas = StopPointInsertion.HasShortLambdas(tree, token) ? Model(tree) : null;
        foreach (var stoppable in (SyntaxTree[])[StopPointInsertion.Into(tree, lambdas, token), .. lambdas is null ? (SyntaxTree[])[] : [StopPointInsertion.Into(tree, null, token)]])
        {
            if (stoppable != tree && Emit(stoppable, libraries, token) is { Errors.Count: 0 } compiled)
                return compiled;
        }
        // Errors are told in terms of the text as it was written.
        return Emit(tree, libraries, token);
    }

    /// <summary>Lets somebody ask what a cell's text means, after the cells before it, without running it.</summary>
    public T Ask<T>(SyntaxTree tree, Func<SemanticModel, T> question)
    {
        using var turn = OneAtATime.EnterScope();
        return question(Model(tree));
    }

    private SemanticModel Model(SyntaxTree tree) => After(chain.Last, $"{name}-question", tree, questions, []).GetSemanticModel(tree);

    private static CSharpCompilation After(
        CSharpCompilation? previous, string assembly, SyntaxTree tree, CSharpCompilationOptions options, IReadOnlyList<MetadataReference> libraries) =>
        CSharpCompilation.CreateScriptCompilation(assembly, tree, previous is null ? [.. HostAssemblies.Defaults, .. libraries] : libraries, options, previous, typeof(object));

    private CompiledCell Emit(SyntaxTree tree, IReadOnlyList<MetadataReference> libraries, CancellationToken token)
    {
        var type = string.Create(CultureInfo.InvariantCulture, $"Submission#{submissions}");
        var compilation = After(chain.Last, $"{name}-{submissions}", tree, options.WithScriptClassName(type), libraries);
        submissions++;
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: EmitOptions, cancellationToken: token);
        // Without errors it fails for a cell that holds no code.
        if (!emitted.Success)
            return new CompiledCell(compilation, [.. emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)], null, null, null, false);
        var entry = compilation.GetEntryPoint(token)!;
        return new CompiledCell(
            compilation, [], assembly.ToArray(), symbols.ToArray(), (entry.ContainingType.MetadataName, entry.MetadataName), HasResult(compilation, tree, token));
    }

    private static bool HasResult(CSharpCompilation compilation, SyntaxTree tree, CancellationToken token) =>
        ((CompilationUnitSyntax)tree.GetRoot(token)).Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax statement }
        && statement.SemicolonToken.IsMissing
        && compilation.GetSemanticModel(tree).GetTypeInfo(statement.Expression, token).Type?.SpecialType != SpecialType.System_Void;
}

/// <summary>Finds the files of <c>#load</c>; cells, which are no files, keep their names.</summary>
internal sealed class ScriptFileResolver(string folder) : SourceFileResolver([], folder)
{
    public override string? NormalizePath(string path, string? baseFilePath) => Path.IsPathRooted(path) ? base.NormalizePath(path, baseFilePath) : path;
}

/// <summary>A compiled cell, or the reasons why it did not compile; one without code has neither assembly nor errors.</summary>
internal sealed record CompiledCell(
    CSharpCompilation Compilation, IReadOnlyList<Diagnostic> Errors, byte[]? Assembly, byte[]? Symbols, (string Type, string Method)? Entry, bool HasResult)
{
    /// <summary>Loads the cell and gives the function that runs it.</summary>
    public Func<object?[], Task<object?>> Load(LoadedCells cells)
    {
        var (type, method) = Entry!.Value;
        return cells.Load(Assembly!, Symbols!).GetType(type, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .CreateDelegate<Func<object?[], Task<object?>>>();
    }
}
