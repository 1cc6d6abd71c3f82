using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using NasKit.Charts;

namespace NasKit.Cli;

/// <summary>Runs several notebooks, each in a process of its own, some at once, and tells how each ended.</summary>
internal static class BatchRun
{
    // Ctrl-C in a terminal reaches the processes by itself; one that only this process got is passed on after this time.
    private static readonly TimeSpan BeforePassingOn = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BeforeKilling = TimeSpan.FromSeconds(8);

    public static async Task<int> RunAsync(IReadOnlyList<PlannedRun> runs, RunRequest request, string? junit, TextWriter output, TextWriter error, bool isTerminal)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var ended = new EndedRun?[runs.Count];
        var progress = BatchProgress.Create(output, isTerminal, runs.Count);
        await progress.ShowAsync(async () =>
        {
            var next = -1;
            await Task.WhenAll(Enumerable.Range(0, Math.Min(request.Jobs, runs.Count)).Select(async _ =>
            {
                for (int i; (i = Interlocked.Increment(ref next)) < runs.Count;)
                    ended[i] = await OneAsync(runs[i], request, progress, stop.Token).ConfigureAwait(false);
            })).ConfigureAwait(false);
        }).ConfigureAwait(false);
        var all = ended.Select(run => run!).ToList();
        await output.WriteLineAsync().ConfigureAwait(false);
        await output.WriteAsync(new TextTable(["run", "result", "time", "output"], all.Select(run => (IReadOnlyList<object?>)
            [run.Planned.Label, run.Result, Time(run.Elapsed), File.Exists(run.Planned.Output) && run.ExitCode is ExitCode.Success or ExitCode.Failed ? Path.GetRelativePath(Directory.GetCurrentDirectory(), run.Planned.Output) : "-"])).ToString())
            .ConfigureAwait(false);
        var good = all.Count(run => run.ExitCode == ExitCode.Success);
        await output.WriteLineAsync($"{good} of {all.Count} ran to their end.").ConfigureAwait(false);
        foreach (var run in all.Where(run => run.Error.Length > 0))
        {
            await error.WriteLineAsync($"{run.Planned.Label}:").ConfigureAwait(false);
            foreach (var line in run.Error.TrimEnd().Split('\n'))
                await error.WriteLineAsync("  " + line).ConfigureAwait(false);
        }
        if (junit is not null)
            JUnitReport.Write(junit, all);
        return stop.IsCancellationRequested ? ExitCode.Interrupted : good == all.Count ? ExitCode.Success : ExitCode.Failed;

        void Stop(PosixSignalContext context)
        {
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }

    private static async Task<EndedRun> OneAsync(PlannedRun run, RunRequest request, BatchProgress progress, CancellationToken stop)
    {
        if (stop.IsCancellationRequested)
            return new EndedRun(run, ExitCode.Interrupted, TimeSpan.Zero, "");
        if (request.Resume && EarlierRun.Of(run) is { } earlier)
        {
            run = run with { Parameters = earlier.Parameters };
            if (earlier.IsComplete)
            {
                var before = new EndedRun(run, ExitCode.Success, TimeSpan.Zero, "", Skipped: true);
                progress.Ended(before);
                return before;
            }
        }
        var watch = Stopwatch.StartNew();
        var complaints = new ConcurrentQueue<string>();
        using var process = new Process { StartInfo = Start(run, request.TimeoutSeconds) };
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                progress.Said(run, line.Data);
        };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                complaints.Enqueue(line.Data);
        };
        progress.Started(run);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (stop.Register(() => _ = StopAsync(process)))
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        var code = process.ExitCode is ExitCode.Success or ExitCode.Failed or ExitCode.BadInput ? process.ExitCode
            : stop.IsCancellationRequested ? ExitCode.Interrupted : ExitCode.Failed;
        if (code != process.ExitCode && code == ExitCode.Failed)
            complaints.Enqueue(string.Create(CultureInfo.InvariantCulture, $"The process ended with exit code {process.ExitCode}."));
        var ended = new EndedRun(run, code, watch.Elapsed, code == ExitCode.Success ? "" : string.Join('\n', complaints));
        progress.Ended(ended);
        return ended;
    }

    private static ProcessStartInfo Start(PlannedRun run, double? timeoutSeconds)
    {
        List<string> arguments = [Path.Combine(AppContext.BaseDirectory, "NasKit.Cli.dll"), "run", run.Notebook, "--output", run.Output];
        foreach (var (name, value) in run.Parameters)
            arguments.AddRange(["-p", $"{name}={value}"]);
        if (run.Page is not null)
            arguments.AddRange(["--html", run.Page]);
        if (timeoutSeconds is { } seconds)
            arguments.AddRange(["--timeout", seconds.ToString("R", CultureInfo.InvariantCulture)]);
        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        // Nothing to read: a cell that asks for input must not take it from the terminal that several runs share.
        return new ProcessStartInfo(host, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
    }

    private static async Task StopAsync(Process process)
    {
        try
        {
            await Task.Delay(BeforePassingOn).ConfigureAwait(false);
            if (!process.HasExited)
                _ = Kill(process.Id, 2);
            await Task.Delay(BeforeKilling).ConfigureAwait(false);
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended and been let go meanwhile.
        }
    }

    private static string Time(TimeSpan time) => time == TimeSpan.Zero ? "-"
        : time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s") : time.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
