using System.Diagnostics;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary><c>naskit run</c> in a process of its own, which the test may kill.</summary>
internal sealed class NotebookProcess : IDisposable
{
    private readonly Process process;
    private readonly List<string> output = [];
    private readonly Task<string> error;
    private readonly Task reading;

    private NotebookProcess(Process process)
    {
        this.process = process;
        error = process.StandardError.ReadToEndAsync();
        reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                lock (output)
                {
                    output.Add(line);
                }
            }
        });
    }

    public static string Root { get; } = FindRoot();

    public static string Pnag { get; } = Path.Combine(Root, "notebooks", "01-pnag-2021.ipynb");

    public bool HasExited => process.HasExited;

    /// <param name="store">Folder of the run store.</param>
    /// <param name="data">Value of NASKIT_DATA; null for none.</param>
    /// <param name="arguments">What follows <c>naskit run</c>.</param>
    public static NotebookProcess Start(string store, string? data, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Root, "artifacts", "NasKit", "NasKit.Cli.dll"), "run", .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Root,
        };
        start.Environment["NASKIT_STORE"] = store;
        if (data is not null)
        {
            start.Environment["NASKIT_DATA"] = data;
        }

        return new NotebookProcess(Process.Start(start)!);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<Ended> End()
    {
        await process.WaitForExitAsync();
        await reading;
        lock (output)
        {
            return new Ended(process.ExitCode, [.. output], error.Result);
        }
    }

    /// <summary>Kills it at once (SIGKILL).</summary>
    public Task<Ended> Kill()
    {
        process.Kill();
        return End();
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }

    private static string FindRoot()
    {
        for (var place = new DirectoryInfo(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            if (File.Exists(Path.Combine(place.FullName, "NasKit.sln")))
            {
                return place.FullName;
            }
        }

        throw new InvalidOperationException($"No NasKit.sln above {AppContext.BaseDirectory}. Run the tests from inside the repository.");
    }

    /// <summary>How a process ended.</summary>
    /// <param name="ExitCode">Its exit code.</param>
    /// <param name="Output">The lines it printed.</param>
    /// <param name="Error">What it complained of.</param>
    public sealed record Ended(int ExitCode, IReadOnlyList<string> Output, string Error)
    {
        /// <summary>The <c>n</c> of the lines <c>n/total …</c> that the cell under a heading printed.</summary>
        public IReadOnlyList<int> Progress(string heading, int total) =>
        [
            .. Output.SkipWhile(line => !(line.StartsWith('[') && line.EndsWith("] " + heading, StringComparison.Ordinal)))
                .Skip(1).TakeWhile(line => !line.StartsWith('['))
                .Select(line => line.Trim().Split('/'))
                .Where(parts => parts.Length > 1 && parts[1].StartsWith($"{total} ", StringComparison.Ordinal))
                .Select(parts => int.Parse(parts[0]))
        ];
    }
}
