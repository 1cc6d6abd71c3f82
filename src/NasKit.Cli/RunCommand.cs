using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using NasKit.Notebooks;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Files;
using NasKit.Notebooks.Html;
using NasKit.Notebooks.Parameters;
using NasKit.Notebooks.Running;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary><c>naskit run NOTEBOOK</c>: runs a notebook from top to bottom and writes it with its outputs.</summary>
internal static class RunCommand
{
    public static Command Create(TextWriter output, TextWriter error, bool isTerminal)
    {
        var notebook = new Argument<string>("notebook") { Description = "The .ipynb file to run." };
        var parameters = new Option<string[]>("-p", "--parameter") { Description = "Overrides a literal of the parameters cell; may be repeated.", HelpName = "name=value" };
        var target = new Option<string?>("--output", "-o") { Description = "Where the executed notebook goes; default: NOTEBOOK with .run.ipynb. May be NOTEBOOK itself.", HelpName = "FILE" };
        var html = new Option<string?>("--html") { Description = "Also write one self-contained page.", HelpName = "FILE" };
        var timeout = new Option<double?>("--timeout") { Description = "Longest time for one cell, in seconds; default: no limit.", HelpName = "SECONDS" };
        var command = new Command("run", "Runs a notebook from top to bottom and writes it with its outputs.") { notebook, parameters, target, html, timeout };
        command.SetAction((parsed, _) => RunAsync(
            new Request(
                parsed.GetRequiredValue(notebook), parsed.GetValue(parameters) ?? [], parsed.GetValue(target), parsed.GetValue(html), parsed.GetValue(timeout)),
            output, error, isTerminal));
        return command;
    }

    private static async Task<int> RunAsync(Request request, TextWriter output, TextWriter error, bool isTerminal)
    {
        SessionWarmUp.Start();
        var path = Path.GetFullPath(request.Notebook);
        if (request.TimeoutSeconds is { } seconds && !(seconds > 0 && seconds <= int.MaxValue / 1000))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--timeout is {seconds} s; it must be more than 0 and at most {int.MaxValue / 1000}."));
        var notebook = ParametersCell.Override(Notebook.Read(request.Notebook), Pairs(request.Parameters));
        var target = Path.GetFullPath(request.Output ?? Path.ChangeExtension(path, ".run.ipynb"));
        var page = request.Html is null ? null : Path.GetFullPath(request.Html);
        if (page == path || page == target)
            throw new ArgumentException($"--html {request.Html} would overwrite a notebook; name another file.");
        AtomicFile.EnsureWritable(target);
        if (page is not null)
            AtomicFile.EnsureWritable(page);
        var folder = Path.GetDirectoryName(path)!;
        Directory.SetCurrentDirectory(folder);

        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var options = new RunOptions
        {
            Folder = folder, CellTimeout = request.TimeoutSeconds is { } limit ? TimeSpan.FromSeconds(limit) : null,
        };
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
        result.Executed.Write(target);
        if (page is not null)
        {
            var plotly = PageOptions.FindPlotlyScript(AppContext.BaseDirectory);
            NotebookPage.Write(result.Executed, page, new PageOptions { Title = Path.GetFileName(path), Folder = folder, PlotlyScript = plotly });
        }
        if (result.Error is { } failure)
        {
            foreach (var line in failure.Traceback)
                await error.WriteLineAsync(line).ConfigureAwait(false);
            await error.WriteLineAsync($"The notebook so far is in {target}").ConfigureAwait(false);
            return ExitCode.Failed;
        }
        await output.WriteLineAsync($"Wrote {target}{(page is null ? "" : $" and {page}")}").ConfigureAwait(false);
        return ExitCode.Success;

        void EndedByCell(object? sender, EventArgs e)
        {
            error.WriteLine("A cell ended the process (Environment.Exit); nothing was written.");
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

    private static List<KeyValuePair<string, string>> Pairs(string[] parameters) =>
    [
        .. parameters.Select(text => text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at
            ? KeyValuePair.Create(text[..at].Trim(), text[(at + 1)..])
            : throw new NotebookException($"-p {text}: expected name=value, as in -p seed=2."))
    ];

    private sealed record Request(string Notebook, string[] Parameters, string? Output, string? Html, double? TimeoutSeconds);
}
