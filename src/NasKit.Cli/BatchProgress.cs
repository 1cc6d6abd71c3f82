using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace NasKit.Cli;

/// <summary>Tells how several runs go on at once: a line that stays for each that ended and, in a terminal, a bar for each at work.</summary>
internal abstract partial class BatchProgress
{
    private readonly Lock turn = new();
    private readonly int count;
    private int done;

    private BatchProgress(int count) => this.count = count;

    public static BatchProgress Create(TextWriter output, bool isTerminal, int count) => isTerminal ? new Bars(output, count) : new Lines(output, count);

    /// <summary>Does the work with the progress on show.</summary>
    public abstract Task ShowAsync(Func<Task> work);

    /// <summary>A run begins.</summary>
    public abstract void Started(PlannedRun run);

    /// <summary>A run's own process printed a line.</summary>
    public void Said(PlannedRun run, string line)
    {
        if (CellStart().Match(line) is { Success: true } cell)
            lock (turn)
                AtCell(run, int.Parse(cell.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(cell.Groups[2].Value, CultureInfo.InvariantCulture), cell.Groups[3].Value);
    }

    /// <summary>A run ended, or was left out.</summary>
    public void Ended(EndedRun run)
    {
        lock (turn)
        {
            done++;
            Finish(run, string.Create(CultureInfo.InvariantCulture, $"({done}/{count}) {run.Planned.Label}: {run.Result}{(run.Skipped ? "" : $", {run.Elapsed.TotalSeconds:0.0} s")}"));
        }
    }

    protected abstract void AtCell(PlannedRun run, int number, int cells, string heading);

    protected abstract void Finish(EndedRun run, string line);

    [GeneratedRegex(@"^\[(\d{1,6})/(\d{1,6})\] (.*)$")]
    private static partial Regex CellStart();

    private sealed class Lines(TextWriter output, int count) : BatchProgress(count)
    {
        private bool broken;

        public override Task ShowAsync(Func<Task> work) => work();

        public override void Started(PlannedRun run) => Print($"{run.Label}: started");

        protected override void AtCell(PlannedRun run, int number, int cells, string heading) => Print(string.Create(CultureInfo.InvariantCulture, $"{run.Label}: [{number}/{cells}] {heading}"));

        protected override void Finish(EndedRun run, string line) => Print(line);

        private void Print(string line)
        {
            lock (output)
            {
                if (broken)
                    return;
                try
                {
                    output.WriteLine(line);
                    output.Flush();
                }
                catch (IOException)
                {
                    // Whoever read the progress has gone; the runs go on.
                    broken = true;
                }
            }
        }
    }

    private sealed class Bars(TextWriter output, int count) : BatchProgress(count)
    {
        private readonly IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        private readonly ConcurrentDictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);
        private ProgressContext? shown;

        public override Task ShowAsync(Func<Task> work) =>
            console.Progress().AutoClear(true).HideCompleted(true)
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 16 }, new ElapsedTimeColumn())
                .StartAsync(context =>
                {
                    shown = context;
                    return work();
                });

        public override void Started(PlannedRun run) => bars[run.Output] = shown!.AddTask(Markup.Escape(run.Label), maxValue: 1);

        protected override void AtCell(PlannedRun run, int number, int cells, string heading)
        {
            if (!bars.TryGetValue(run.Output, out var bar))
                return;
            bar.MaxValue = cells;
            bar.Value = number - 1;
            var text = string.Create(CultureInfo.InvariantCulture, $"{run.Label}  {number}/{cells} {heading}");
            var width = Math.Max(20, console.Profile.Width - 32);
            bar.Description = Markup.Escape(text.Length <= width ? text : text[..(width - 1)] + "…");
        }

        protected override void Finish(EndedRun run, string line)
        {
            if (bars.TryRemove(run.Planned.Output, out var bar))
                bar.StopTask();
            console.MarkupLine(run.ExitCode == ExitCode.Success ? Markup.Escape(line) : $"[red]{Markup.Escape(line)}[/]");
        }
    }
}
