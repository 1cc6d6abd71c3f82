using System.Diagnostics;

namespace NasKit.Cli;

/// <summary>Progress for files and pipes: what a terminal would show in place becomes a line every few seconds.</summary>
internal sealed class LineProgress(TextWriter output) : RunProgress
{
    private static readonly TimeSpan StatusEvery = TimeSpan.FromSeconds(10);
    private readonly Stopwatch sinceStatus = new();
    private bool broken;

    protected override void Print(string line)
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
            // Whoever read the progress has gone; the run itself goes on.
            broken = true;
        }
    }

    protected override void Begin(string title) => sinceStatus.Restart();

    protected override void Status(string text)
    {
        if (sinceStatus.Elapsed < StatusEvery)
            return;
        sinceStatus.Restart();
        Print("      " + text);
    }

    protected override void End() => sinceStatus.Reset();
}
