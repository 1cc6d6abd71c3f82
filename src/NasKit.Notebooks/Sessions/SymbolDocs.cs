using System.Collections.Concurrent;
using System.Text;
using Microsoft.CodeAnalysis;

namespace NasKit.Notebooks.Sessions;

/// <summary>Finds the XML documentation of a symbol: in the cell that declares it, beside its library, or in the SDK's reference packs.</summary>
internal static class SymbolDocs
{
    private const int DeepestInheritance = 8;

    private static readonly ConcurrentDictionary<(string Folder, string Id), string?> InPacks = new();

    public static DocText? Of(ISymbol symbol, Compilation compilation, CancellationToken token) => Of(symbol, compilation, DeepestInheritance, token);

    private static DocText? Of(ISymbol symbol, Compilation compilation, int depth, CancellationToken token)
    {
        symbol = (symbol as IMethodSymbol)?.ReducedFrom ?? symbol;
        symbol = symbol.OriginalDefinition;
        var xml = symbol.GetDocumentationCommentXml(cancellationToken: token) is { Length: > 0 } own ? own : InFiles(symbol, compilation);
        var docs = xml is null ? null : DocText.Parse(xml);
        if (docs is { InheritsFrom: null } || depth == 0)
            return docs;
        foreach (var other in Inherited(symbol, docs?.InheritsFrom, compilation))
        {
            if (Of(other, compilation, depth - 1, token) is { } found)
                return found;
        }
        return docs;
    }

    private static IEnumerable<ISymbol> Inherited(ISymbol symbol, string? named, Compilation compilation)
    {
        if (named is { Length: > 0 } && DocumentationCommentId.GetFirstSymbolForDeclarationId(named, compilation) is { } source)
            yield return source;
        var overridden = symbol switch
        {
            IMethodSymbol method => method.OverriddenMethod,
            IPropertySymbol property => property.OverriddenProperty,
            IEventSymbol happening => happening.OverriddenEvent,
            INamedTypeSymbol { BaseType: { SpecialType: not SpecialType.System_Object } type } => type,
            _ => (ISymbol?)null,
        };
        if (overridden is not null)
            yield return overridden;
        // The parameters of a record are documented where the record is.
        if (symbol is IPropertySymbol { ContainingType.IsRecord: true })
            yield return symbol.ContainingType;
        if (symbol.ContainingType is null)
            yield break;
        foreach (var contract in symbol.ContainingType.AllInterfaces)
        {
            foreach (var member in contract.GetMembers(symbol.Name))
            {
                if (SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol))
                    yield return member;
            }
        }
    }

    private static string? InFiles(ISymbol symbol, Compilation compilation)
    {
        if (symbol.GetDocumentationCommentId() is not { } id || symbol.ContainingAssembly is not { } assembly
            || (compilation.GetMetadataReference(assembly) as PortableExecutableReference)?.FilePath is not { } library)
            return null;
        var beside = Path.ChangeExtension(library, ".xml");
        if (File.Exists(beside))
            return Search([beside], id);
        var packs = Packs(library);
        // Types of the base library are documented under the names of the reference assemblies, not of those that implement them.
        return packs is null ? null : InPacks.GetOrAdd((packs, id), key => Search(
            Directory.EnumerateFiles(key.Folder, "*.xml").OrderBy(file => !Path.GetFileNameWithoutExtension(file).StartsWith("System.", StringComparison.Ordinal)).ThenBy(file => new FileInfo(file).Length), key.Id));
    }

    /// <summary>The reference pack that goes with the shared framework a library lies in.</summary>
    private static string? Packs(string library)
    {
        var framework = Directory.GetParent(library);
        var shared = framework?.Parent?.Parent;
        if (framework is null || shared is not { Name: "shared", Parent: { } root })
            return null;
        var pack = new DirectoryInfo(Path.Combine(root.FullName, "packs", framework.Parent!.Name + ".Ref"));
        if (!pack.Exists)
            return null;
        var major = framework.Name.Split('.')[0] + ".";
        return pack.EnumerateDirectories(major + "*").SelectMany(version => version.EnumerateDirectories("ref/net*")).OrderByDescending(folder => folder.FullName, StringComparer.Ordinal).FirstOrDefault()?.FullName;
    }

    private static string? Search(IEnumerable<string> files, string id)
    {
        var opening = Encoding.UTF8.GetBytes($"<member name=\"{id.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal)}\"");
        foreach (var file in files)
        {
            byte[] content;
            try
            {
                content = File.ReadAllBytes(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                continue;
            }
            var start = content.AsSpan().IndexOf(opening);
            if (start < 0)
                continue;
            var length = content.AsSpan(start).IndexOf("</member>"u8);
            if (length > 0)
                return Encoding.UTF8.GetString(content, start, length) + "</member>";
        }
        return null;
    }
}
