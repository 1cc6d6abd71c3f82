using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using NasKit.Notebooks.Files;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary><c>naskit run NOTEBOOK...</c>: runs notebooks from top to bottom and writes them with their outputs.</summary>
internal static class RunCommand
{
    private const int MostJobs = 64;

    public static Command Create(TextWriter output, TextWriter error, bool isTerminal)
    {
        var notebooks = new Argument<string[]>("notebook") { Description = "The .ipynb files to run; a quoted pattern such as 'notebooks/*.ipynb' means all that fit.", Arity = ArgumentArity.OneOrMore };
        var parameters = new Option<string[]>("-p", "--parameter")
        {
            Description = "Overrides a literal of the parameters cell; may be repeated. seed=1..5 and seed=1,2,5 run once a value, several names in all combinations.", HelpName = "name=value",
        };
        var target = new Option<string?>("--output", "-o") { Description = "Where the executed notebook goes; default: NOTEBOOK with .run.ipynb. May be NOTEBOOK itself.", HelpName = "FILE" };
        var folder = new Option<string?>("--output-dir") { Description = "Folder for the executed notebooks, made where it is missing; parameters that vary are part of their names.", HelpName = "DIR" };
        var html = new Option<string?>("--html") { Description = "Also write one self-contained page; of several runs, one each into a folder of this name.", HelpName = "FILE" };
        var timeout = new Option<double?>("--timeout") { Description = "Longest time for one cell, in seconds; default: no limit.", HelpName = "SECONDS" };
        var jobs = new Option<int>("--jobs", "-j") { Description = "How many of several runs work at once, each in a process of its own; default: 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var resume = new Option<bool>("--resume") { Description = "Leave out what is complete in its output file, and repeat the rest with the parameters it had; steps in its run store are not computed again." };
        var junit = new Option<string?>("--junit") { Description = "Also write the results as JUnit XML.", HelpName = "FILE" };
        var command = new Command("run", "Runs notebooks from top to bottom and writes them with their outputs.") { notebooks, parameters, target, folder, html, timeout, jobs, resume, junit };
        command.SetAction((parsed, _) => RunAsync(
            new RunRequest
            {
                Notebooks = parsed.GetRequiredValue(notebooks), Parameters = parsed.GetValue(parameters) ?? [], Output = parsed.GetValue(target), OutputFolder = parsed.GetValue(folder),
                Html = parsed.GetValue(html), TimeoutSeconds = parsed.GetValue(timeout), Jobs = parsed.GetValue(jobs), Resume = parsed.GetValue(resume), JUnit = parsed.GetValue(junit),
            },
            output, error, isTerminal));
        return command;
    }

    private static async Task<int> RunAsync(RunRequest request, TextWriter output, TextWriter error, bool isTerminal)
    {
        if (request.TimeoutSeconds is { } seconds && !(seconds > 0 && seconds <= int.MaxValue / 1000))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--timeout is {seconds} s; it must be more than 0 and at most {int.MaxValue / 1000}."));
        if (request.Jobs is < 1 or > MostJobs)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--jobs is {request.Jobs}; it must be from 1 to {MostJobs}."));
        var single = request.Notebooks.Count == 1;
        if (single)
            SessionWarmUp.Start();
        var junit = request.JUnit is null ? null : Path.GetFullPath(request.JUnit);
        var runs = RunPlan.Of(request);
        if (junit is not null)
        {
            if (runs.Any(run => run.Notebook == junit || run.Output == junit || run.Page == junit))
                throw new ArgumentException($"--junit {request.JUnit} would overwrite a notebook or page; name another file.");
            AtomicFile.EnsureWritable(junit);
        }
        if (runs.Count > 1)
            return await BatchRun.RunAsync(runs, request, junit, output, error, isTerminal).ConfigureAwait(false);

        var only = runs[0];
        var ended = new EndedRun(only, ExitCode.Success, TimeSpan.Zero, "", Skipped: true);
        if (request.Resume && EarlierRun.Of(only) is { } earlier)
        {
            only = only with { Parameters = earlier.Parameters };
            if (earlier.IsComplete)
            {
                await output.WriteLineAsync($"{only.Output} is complete already; nothing was run.").ConfigureAwait(false);
                if (junit is not null)
                    JUnitReport.Write(junit, [ended]);
                return ExitCode.Success;
            }
        }
        var watch = Stopwatch.StartNew();
        using var complaint = new StringWriter();
        var code = await SingleRun.RunAsync(only, request.TimeoutSeconds, output, complaint, isTerminal).ConfigureAwait(false);
        await error.WriteAsync(complaint.ToString()).ConfigureAwait(false);
        if (junit is not null && code != ExitCode.Interrupted)
            JUnitReport.Write(junit, [new EndedRun(only, code, watch.Elapsed, complaint.ToString())]);
        return code;
    }
}
