using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NasKit.Tests;

/// <summary>A static method of this assembly, run in a process of its own that the test may kill.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process process;

    private ChildProcess(Process process) => this.process = process;

    public static ChildProcess Start(Action<string[]> main, params string[] args)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = new ProcessStartInfo(dotnet) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])["exec", typeof(ChildProcess).Assembly.Location, main.Method.DeclaringType!.FullName!, main.Method.Name, .. args])
        {
            start.ArgumentList.Add(arg);
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>The next line that the child printed, or null at its end.</summary>
    public string? ReadLine() => process.StandardOutput.ReadLine();

    /// <summary>Kills the child at once (SIGKILL) and gives the lines it had printed but that were not read.</summary>
    public IReadOnlyList<string> Kill()
    {
        process.Kill();
        var rest = new List<string>();
        while (ReadLine() is { } line)
        {
            rest.Add(line);
        }

        process.WaitForExit();
        return rest;
    }

    /// <summary>Waits for the child's end, which must be a good one, and gives the lines that were not read.</summary>
    public IReadOnlyList<string> Finish()
    {
        var lines = process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"the child ended with {process.ExitCode}: {errors}");
        return lines.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
