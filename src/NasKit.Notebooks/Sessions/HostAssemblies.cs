using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace NasKit.Notebooks.Sessions;

/// <summary>The assemblies of this process as cells see them: what is loaded, what ships with it, and what <c>#r</c> brings in.</summary>
internal static class HostAssemblies
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<string, string> Platform = ReadPlatform();
    private static readonly List<string> Folders = [];
    private static readonly Dictionary<string, PortableExecutableReference> References = new(StringComparer.Ordinal);

    static HostAssemblies()
    {
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name is { } simple && InFolders(simple + ".dll") is { } path
            ? context.LoadFromAssemblyPath(path)
            : null;
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            (InFolders(name) ?? InFolders($"lib{name}.so") ?? InFolders($"{name}.so") ?? InFolders($"lib{name}.dylib") ?? InFolders($"{name}.dll")) is { } path
                ? System.Runtime.InteropServices.NativeLibrary.Load(path)
                : 0;
    }

    /// <summary>What every cell is compiled against: the base library and the types of display.</summary>
    public static IReadOnlyList<MetadataReference> Defaults { get; } = ReadDefaults();

    /// <summary>Loads a library that a cell names, unless the process has one of that name, and gives the reference to compile against.</summary>
    /// <param name="path">Full path of an existing file.</param>
    /// <returns>null where the file is no .NET assembly.</returns>
    public static PortableExecutableReference? Reference(string path)
    {
        string name;
        try
        {
            name = AssemblyName.GetAssemblyName(path).Name!;
        }
        catch (Exception e) when (e is BadImageFormatException or IOException)
        {
            return null;
        }
        lock (Gate)
        {
            // A second copy of a loaded library would have other types of the same names, and its formatters would not be found.
            var loaded = AssemblyLoadContext.Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == name && assembly.Location.Length > 0);
            if (loaded is not null)
                return File(loaded.Location);
            if (Platform.TryGetValue(name, out var own))
                return File(own);
            var folder = Path.GetDirectoryName(path)!;
            if (!Folders.Contains(folder))
                Folders.Add(folder);
            return File(AssemblyLoadContext.Default.LoadFromAssemblyPath(path).Location);
        }
    }

    /// <summary>Loads what a package brings, and gives the references to compile against.</summary>
    public static IEnumerable<PortableExecutableReference> ReferencesTo(PackageFiles package)
    {
        lock (Gate)
            Folders.AddRange(package.NativeFolders.Concat(package.Libraries.Select(library => Path.GetDirectoryName(library)!)).Except(Folders).ToList());
        return [.. package.Libraries.Select(Reference).OfType<PortableExecutableReference>()];
    }

    /// <summary>The one reference that a directive may stand for: the library that is named as its package, else any, else one that is always there.</summary>
    public static PortableExecutableReference ReferenceTo(PackageReference package, PackageFiles? files)
    {
        var all = files is null ? [] : ReferencesTo(files).ToList();
        return all.Find(reference => string.Equals(Path.GetFileNameWithoutExtension(reference.FilePath), package.Name, StringComparison.OrdinalIgnoreCase))
            ?? all.FirstOrDefault() ?? File(typeof(object).Assembly.Location);
    }

    /// <summary>Finds an assembly that a referenced one needs: in the process, else beside the one that needs it, else in a package.</summary>
    public static PortableExecutableReference? Missing(string name, string? neededBy)
    {
        lock (Gate)
        {
            if (Platform.TryGetValue(name, out var own))
                return File(own);
        }
        var beside = neededBy is null ? null : Path.Combine(Path.GetDirectoryName(neededBy)!, name + ".dll");
        return beside is not null && System.IO.File.Exists(beside) ? Reference(beside)
            : neededBy is not null && InFolders(name + ".dll") is { } found ? Reference(found)
            : null;
    }

    // One reference object a file, so that the compiler reads each assembly once for all cells.
    private static PortableExecutableReference File(string path)
    {
        lock (Gate)
        {
            if (!References.TryGetValue(path, out var reference))
                References[path] = reference = MetadataReference.CreateFromFile(path);
            return reference;
        }
    }

    private static string? InFolders(string file)
    {
        lock (Gate)
            return Folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(System.IO.File.Exists);
    }

    private static Dictionary<string, string> ReadPlatform()
    {
        var platform = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            platform.TryAdd(Path.GetFileNameWithoutExtension(path), path);
        return platform;
    }

    // Every cell's compilation keeps several lists of all its references. More than half of the runtime's files only forward to others;
    // of these come those that the display types name, and the rest where a library asks for it.
    private static List<MetadataReference> ReadDefaults()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var display = new[] { typeof(Microsoft.AspNetCore.Html.IHtmlContent), typeof(Microsoft.DotNet.Interactive.Formatting.Formatter), typeof(HostAssemblies) }
            .Select(type => type.Assembly).ToList();
        var named = display.SelectMany(assembly => assembly.GetReferencedAssemblies()).Select(name => name.Name!).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. Platform.Where(entry => Path.GetDirectoryName(entry.Value) == runtime && (named.Contains(entry.Key) || DeclaresPublicTypes(entry.Value))).Select(entry => entry.Value)
                .Order(StringComparer.Ordinal).Select(File),
            .. display.Select(assembly => File(assembly.Location)),
        ];
    }

    private static bool DeclaresPublicTypes(string path)
    {
        using var file = new PEReader(System.IO.File.OpenRead(path));
        if (!file.HasMetadata)
            return false;
        var metadata = file.GetMetadataReader();
        return metadata.TypeDefinitions.Any(type => (metadata.GetTypeDefinition(type).Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public);
    }
}
