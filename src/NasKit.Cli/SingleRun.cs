using System.Runtime.InteropServices;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Html;
using NasKit.Notebooks.Parameters;
using NasKit.Notebooks.Running;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary>Runs one notebook in this process.</summary>
internal static class SingleRun
{
    public static async Task<int> RunAsync(PlannedRun run, double? timeoutSeconds, TextWriter output, TextWriter error, bool isTerminal)
    {
        var notebook = ParametersCell.Override(Notebook.Read(run.Notebook), run.Parameters);
        var folder = Path.GetDirectoryName(run.Notebook)!;
        Directory.SetCurrentDirectory(folder);

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var options = new RunOptions { Folder = folder, CellTimeout = timeoutSeconds is { } limit ? TimeSpan.FromSeconds(limit) : null };
        RunResult result;
        AppDomain.CurrentDomain.ProcessExit += EndedByCell;
        try
        {
            result = await (isTerminal ? TerminalProgress.RunAsync(output, Run) : Run(new LineProgress(output))).ConfigureAwait(false);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= EndedByCell;
        }
        switch (result)
        {
            case { Status: CellStatus.Cancelled }:
                await error.WriteLineAsync("Stopped; nothing was written.").ConfigureAwait(false);
                return ExitCode.Interrupted;
            case { Error: { IsBadInput: true } wrong }:
                await error.WriteLineAsync(wrong.Message).ConfigureAwait(false);
                return ExitCode.BadInput;
        }
        result.Executed.Write(run.Output);
        if (run.Page is not null)
        {
            var plotly = PageOptions.FindPlotlyScript(AppContext.BaseDirectory);
            NotebookPage.Write(result.Executed, run.Page, new PageOptions { Title = Path.GetFileName(run.Notebook), Folder = folder, PlotlyScript = plotly });
        }
        if (result.Error is { } failure)
        {
            foreach (var line in failure.Traceback)
                await error.WriteLineAsync(line).ConfigureAwait(false);
            await error.WriteLineAsync($"The notebook so far is in {run.Output}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        await output.WriteLineAsync($"Wrote {run.Output}{(run.Page is null ? "" : $" and {run.Page}")}").ConfigureAwait(false);
        return ExitCode.Success;

        void EndedByCell(object? sender, EventArgs e)
        {
            // Nobody reads the writer any more.
            Console.Error.WriteLine("A cell ended the process (Environment.Exit); nothing was written.");
            Environment.ExitCode = ExitCode.Failed;
        }

        Task<RunResult> Run(RunProgress progress) => NotebookRunner.RunAsync(notebook, options, progress, stop.Token);

        void Stop(PosixSignalContext context)
        {
            // The second Ctrl-C does what it does everywhere else.
            context.Cancel = !stop.IsCancellationRequested;
            stop.Cancel();
        }
    }
}
