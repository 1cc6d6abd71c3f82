using System.Text.Json;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>The folder that tells Jupyter of a kernel: <c>kernel.json</c> and its resources, in one of Jupyter's data folders.</summary>
/// <param name="Name">The name that notebooks call the kernel by.</param>
/// <param name="Folder">Full path of the folder.</param>
/// <param name="DisplayName">What menus call it.</param>
/// <param name="IsOwn">Whether it is NasKit's.</param>
public sealed record KernelSpec(string Name, string Folder, string DisplayName, bool IsOwn)
{
    /// <summary>The kernel that C# notebooks name.</summary>
    public const string OwnName = ".net-csharp";

    private const string Mark = "naskit";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The data folder of the user's own Jupyter.</summary>
    public static string UserDataFolder
    {
        get
        {
            if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } own)
                return Path.GetFullPath(own);
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsMacOS())
                return Path.Combine(home, "Library", "Jupyter");
            return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(home, ".local", "share"), "jupyter");
        }
    }

    /// <summary>Registers this kernel in a data folder of Jupyter.</summary>
    /// <param name="dataFolder">The data folder; it is made where it is missing.</param>
    /// <param name="command">What starts the kernel; Jupyter puts the connection file's name in place of <c>{connection_file}</c>.</param>
    /// <param name="plotlyScript">The <c>plotly.min.js</c> that figures load from the kernel's resources; null: there is none.</param>
    /// <param name="force">Whether a kernel of the same name that is not NasKit's is replaced.</param>
    /// <returns>The registration.</returns>
    /// <exception cref="NotebookException">A foreign kernel has the name, or the folder cannot be written.</exception>
    public static KernelSpec Install(string dataFolder, IReadOnlyList<string> command, string? plotlyScript, bool force)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        ArgumentNullException.ThrowIfNull(command);
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "kernels", OwnName);
        if (Directory.Exists(folder) && !force && Read(folder) is not { IsOwn: true })
            throw new NotebookException($"{folder} is another kernel's; nothing was changed. To replace it, add --force.");
        // Made beside the kernels and moved among them whole, so that Jupyter never sees half of it.
        var made = Path.Combine(Path.GetFullPath(dataFolder), $".naskit-{Environment.ProcessId}");
        var old = made + "-old";
        try
        {
            Directory.CreateDirectory(made);
            File.WriteAllText(Path.Combine(made, "kernel.json"), Json(command).ToJsonString(Indented) + "\n");
            foreach (var logo in (string[])["logo-32x32.png", "logo-64x64.png"])
            {
                using var source = typeof(KernelSpec).Assembly.GetManifestResourceStream(logo)!;
                using var target = File.Create(Path.Combine(made, logo));
                source.CopyTo(target);
            }
            if (plotlyScript is not null)
                File.Copy(plotlyScript, Path.Combine(made, "plotly.min.js"));
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            if (Directory.Exists(folder))
                Directory.Move(folder, old);
            Directory.Move(made, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (Directory.Exists(old) && !Directory.Exists(folder))
                Directory.Move(old, folder);
            throw new NotebookException($"The kernel cannot be registered in {folder}: {e.Message}", e);
        }
        finally
        {
            foreach (var left in (string[])[made, old])
            {
                if (Directory.Exists(left))
                    Directory.Delete(left, recursive: true);
            }
        }
        return Read(folder)!;
    }

    /// <summary>Takes NasKit's registration out of a data folder.</summary>
    /// <returns>What was there; null: there was none of that name.</returns>
    /// <exception cref="NotebookException">The kernel of that name is not NasKit's, or cannot be deleted.</exception>
    public static KernelSpec? Uninstall(string dataFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(dataFolder);
        var folder = Path.Combine(Path.GetFullPath(dataFolder), "kernels", OwnName);
        if (!Directory.Exists(folder))
            return null;
        if (Read(folder) is not { IsOwn: true } own)
            throw new NotebookException($"{folder} is another kernel's; it was left as it is.");
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{folder} cannot be deleted: {e.Message}", e);
        }
        return own;
    }

    /// <summary>The kernels that Jupyter finds, in its order: the first of a name is the one that it takes.</summary>
    public static IReadOnlyList<KernelSpec> List()
    {
        var path = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] data = [.. path, UserDataFolder, "/usr/local/share/jupyter", "/usr/share/jupyter"];
        return [.. data.Select(folder => Path.Combine(folder, "kernels")).Distinct().Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)).Select(Read).OfType<KernelSpec>()];
    }

    private static JsonObject Json(IReadOnlyList<string> command) => new()
    {
        ["argv"] = new JsonArray([.. command.Select(part => (JsonNode)part)]),
        ["display_name"] = ".NET (C#)",
        ["language"] = "C#",
        ["interrupt_mode"] = "message",
        // Starts sooner: the compiler is not measured while it runs. And what is compiled is compiled for good at once: most of a cell runs once,
        // and the counters for a better version that never comes would stay in memory for each. Two heaps of the C library are enough for one cell at a time;
        // more only spread what cells leave behind.
        ["env"] = new JsonObject { ["DOTNET_TieredPGO"] = "0", ["DOTNET_TC_QuickJit"] = "0", ["MALLOC_ARENA_MAX"] = "2" },
        ["metadata"] = new JsonObject { ["debugger"] = false, [Mark] = new JsonObject { ["version"] = KernelInfoRequest.Version } },
    };

    private static KernelSpec? Read(string folder)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "kernel.json"))) is JsonObject spec
                ? new KernelSpec(
                    Path.GetFileName(folder), folder, spec["display_name"] is JsonValue name && name.TryGetValue(out string? text) ? text : "",
                    spec["metadata"] is JsonObject metadata && metadata[Mark] is JsonObject)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
