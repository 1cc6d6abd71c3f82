using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace NasKit.Cli;

/// <summary>Progress for a terminal: below the lines that stay, one that lives, with the time the cell has taken and its own progress.</summary>
internal sealed class TerminalProgress : RunProgress
{
    private readonly IAnsiConsole console;
    private readonly StatusContext line;
    private readonly Stopwatch watch = new();
    private volatile string status = "";

    private TerminalProgress(IAnsiConsole console, StatusContext line)
    {
        this.console = console;
        this.line = line;
    }

    /// <summary>Runs work with a living line at the bottom of the terminal.</summary>
    public static async Task<T> RunAsync<T>(TextWriter terminal, Func<RunProgress, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal) });
        return await console.Status().Spinner(Spinner.Known.Dots).StartAsync("starting", async line =>
        {
            var progress = new TerminalProgress(console, line);
            using var tick = new Timer(_ => progress.Refresh(), null, 0, 500);
            return await work(progress).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    protected override void Print(string line) => console.WriteLine(line);

    protected override void Begin(string title)
    {
        status = "";
        watch.Restart();
        Refresh();
    }

    protected override void Status(string text) => status = text;

    protected override void End() => watch.Reset();

    private void Refresh()
    {
        var elapsed = watch.Elapsed.ToString(watch.Elapsed.TotalHours < 1 ? @"m\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
        var text = status.Length == 0 ? elapsed : $"{elapsed}  {status}";
        var width = Math.Max(20, console.Profile.Width - 6);
        line.Status(Markup.Escape(text.Length <= width ? text : text[..(width - 1)] + "…"));
    }
}
