using System.Diagnostics;
using NasKit.Notebooks.Documents;

[assembly: CollectionBehavior(MaxParallelThreads = 2)]

namespace NasKit.Cli.Tests;

/// <summary>The command changes the process's current folder: what calls it in this process runs alone.</summary>
[CollectionDefinition("command", DisableParallelization = true)]
public sealed class CommandCollection;

/// <summary>A folder with a notebook in it, and the command run on it, in this process or in one of its own.</summary>
public sealed class RunFixture : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();
    private readonly string before = Directory.GetCurrentDirectory();

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public string Program { get; } = Find();

    public string At(string name) => Path.Combine(folder.FullName, name);

    public string Executed => At("test.run.ipynb");

    public string[] Files => [.. folder.GetFileSystemInfos().Select(file => file.Name).Order(StringComparer.Ordinal)];

    /// <summary>Writes <c>test.ipynb</c>; a cell that begins with # is markdown, one that begins with var is the parameters cell.</summary>
    public string Notebook(params string[] cells)
    {
        var notebook = new Notebook
        {
            Cells = [.. cells.Select((source, i) => source.StartsWith('#') && !source.StartsWith("#r", StringComparison.Ordinal)
                ? (Cell)new MarkdownCell { Id = $"c{i}", Source = source }
                : new CodeCell
                {
                    Id = $"c{i}", Source = source,
                    Metadata = source.StartsWith("var ", StringComparison.Ordinal) ? new() { ["tags"] = new System.Text.Json.Nodes.JsonArray("parameters") } : [],
                })],
        };
        notebook.Write(At("test.ipynb"));
        return At("test.ipynb");
    }

    public async Task<int> Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        try
        {
            return await CommandLine.RunAsync(arguments, output, error);
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            (Output, Error) = (output.ToString(), error.ToString());
        }
    }

    // A shell starts what runs in its background with Ctrl-C ignored, and that is inherited: the tests must not depend on how they were started.
    public Process Start(params string[] arguments) => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", Program, .. arguments])
    {
        RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.FullName,
    })!;

    public async Task<int> RunProcess(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        (Output, Error) = (await output, await error);
        return process.ExitCode;
    }

    public void Dispose() => folder.Delete(true);

    private static string Find()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "NasKit.sln")))
                return Path.Combine(place.FullName, "artifacts", "NasKit", "NasKit.Cli.dll");
        }
        throw new InvalidOperationException("The tests do not lie below the folder of NasKit.sln.");
    }
}
