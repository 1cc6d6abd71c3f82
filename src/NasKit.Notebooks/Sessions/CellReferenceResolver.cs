using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace NasKit.Notebooks.Sessions;

/// <summary>Finds what <c>#r "path"</c> names, starting from the notebook's folder or the folder of the loaded script.</summary>
/// <param name="folder">The notebook's folder.</param>
/// <param name="restore">Whether a package that is not at hand is brought in; nobody who types waits for that.</param>
internal sealed class CellReferenceResolver(string folder, bool restore) : MetadataReferenceResolver
{
    private static readonly string Own = typeof(CellReferenceResolver).Assembly.Location;

    public override bool ResolveMissingAssemblies => true;

    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        if (PackageReference.TryParse(reference, "") is { } package)
            return [HostAssemblies.ReferenceTo(package, restore ? Packages.Restore(package, folder, CancellationToken.None) : Packages.Known(package))];
        var start = baseFilePath is not null && Path.IsPathRooted(baseFilePath) ? Path.GetDirectoryName(baseFilePath)! : folder;
        var path = Path.GetFullPath(Path.Combine(start, reference));
        var found = File.Exists(path) ? HostAssemblies.Reference(path)
            : reference.IndexOfAny(['/', '\\']) < 0 ? HostAssemblies.Missing(Path.GetFileNameWithoutExtension(reference), null)
            : null;
        return found is null ? [] : [found];
    }

    // What this project itself is built on, the compiler above all, is nothing that cells see.
    public override PortableExecutableReference? ResolveMissingAssembly(MetadataReference definition, AssemblyIdentity referenceIdentity) =>
        definition is PortableExecutableReference { FilePath: { } path } && path != Own ? HostAssemblies.Missing(referenceIdentity.Name, path) : null;

    public override bool Equals(object? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => folder.GetHashCode(StringComparison.Ordinal);
}
