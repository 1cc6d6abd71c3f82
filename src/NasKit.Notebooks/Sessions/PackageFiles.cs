using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Sessions;

/// <summary>What a package brings onto this machine, its dependencies included.</summary>
/// <param name="Libraries">.NET assemblies, full paths.</param>
/// <param name="NativeFolders">Folders of native libraries for this machine.</param>
internal sealed record PackageFiles(IReadOnlyList<string> Libraries, IReadOnlyList<string> NativeFolders)
{
    /// <summary>What was remembered of an earlier restore; null where nothing was, or where files have gone since.</summary>
    public static PackageFiles? Read(string path)
    {
        try
        {
            var files = JsonSerializer.Deserialize<PackageFiles>(File.ReadAllText(path));
            return files is { Libraries: not null, NativeFolders: not null } && files.Libraries.All(File.Exists) && files.NativeFolders.All(Directory.Exists) ? files : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads the list of files that a restore leaves behind.</summary>
    public static PackageFiles OfAssets(JsonNode assets)
    {
        var folders = assets["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        var target = assets["targets"]!.AsObject().OrderBy(target => target.Key.Contains('/', StringComparison.Ordinal)).Last().Value!.AsObject();
        var libraries = new List<string>();
        var native = new List<string>();
        foreach (var (name, package) in target)
        {
            if (assets["libraries"]?[name]?["path"] is not { } path)
                continue;
            foreach (var file in Files(package!, "runtime").Where(file => file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)))
                libraries.Add(Found(path.GetValue<string>(), file));
            foreach (var file in Files(package!, "native"))
                native.Add(Path.GetDirectoryName(Found(path.GetValue<string>(), file))!);
        }
        return new PackageFiles(libraries, [.. native.Distinct()]);

        IEnumerable<string> Files(JsonNode package, string kind) =>
            package[kind] is JsonObject files ? files.Select(file => file.Key).Where(file => Path.GetFileName(file) != "_._") : [];

        string Found(string package, string file) =>
            folders.Select(folder => Path.Combine(folder, package, file)).FirstOrDefault(File.Exists) ?? Path.Combine(folders[0], package, file);
    }
}
