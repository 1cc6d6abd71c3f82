using System.Diagnostics;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary>The built kernel, and the Python programs beside these tests that talk to it as Jupyter does.</summary>
internal static class LiveKernel
{
    // First: what follows needs it.
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Why the tests cannot run here; null: they can.</summary>
    public static string? Missing { get; } =
        !File.Exists("/usr/bin/python3") || !Directory.Exists("/usr/lib/python3/dist-packages/jupyter_client") ? "python3-jupyter-client is not installed; ./naskit test installs it."
        : !File.Exists(Program) ? $"{Program} is not built."
        : null;

    /// <summary>NasKit.Cli.dll, as the build leaves it for notebooks.</summary>
    public static string Program => Path.Combine(RepositoryRoot, "artifacts", "NasKit", "NasKit.Cli.dll");

    /// <summary>Runs a driver and reads what it prints.</summary>
    public static JsonObject Drive(string driver, params string[] arguments)
    {
        var (code, output, error) = Run("/usr/bin/python3", [Path.Combine(AppContext.BaseDirectory, "Jupyter", driver), Program, .. arguments], null);
        Assert.True(code == 0 && output.StartsWith('{'), $"{driver} ended with {code}.\n{output}\n{error}");
        return JsonNode.Parse(output)!.AsObject();
    }

    public static (int Code, string Output, string Error) Run(string program, string[] arguments, IReadOnlyDictionary<string, string>? environment, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Path.GetTempPath() };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error.Result);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "NasKit.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}

/// <summary>A test with a live kernel; skipped where Debian's Jupyter packages are not installed.</summary>
internal sealed class LiveFactAttribute : FactAttribute
{
    public LiveFactAttribute() => Skip = LiveKernel.Missing;
}

/// <summary>The same for several cases.</summary>
internal sealed class LiveTheoryAttribute : TheoryAttribute
{
    public LiveTheoryAttribute() => Skip = LiveKernel.Missing;
}
