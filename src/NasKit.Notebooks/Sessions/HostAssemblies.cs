using System.Reflection;
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

    /// <summary>Finds an assembly that a referenced one needs: in the process, else beside the one that needs it.</summary>
    public static PortableExecutableReference? Missing(string name, string? neededBy)
    {
        lock (Gate)
        {
            if (Platform.TryGetValue(name, out var own))
                return File(own);
        }
        var beside = neededBy is null ? null : Path.Combine(Path.GetDirectoryName(neededBy)!, name + ".dll");
        return beside is not null && System.IO.File.Exists(beside) ? Reference(beside) : null;
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

    private static List<MetadataReference> ReadDefaults()
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = Platform.Values.Where(path => Path.GetDirectoryName(path) == runtime).Order(StringComparer.Ordinal).Select(File).ToList();
        references.Add(File(typeof(Microsoft.AspNetCore.Html.IHtmlContent).Assembly.Location));
        references.Add(File(typeof(Microsoft.DotNet.Interactive.Formatting.Formatter).Assembly.Location));
        references.Add(File(typeof(HostAssemblies).Assembly.Location));
        return [.. references];
    }
}
