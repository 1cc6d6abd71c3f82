using System.Globalization;

namespace NasKit.Runs;

/// <summary>Prints progress as plain lines, at most one a second, and always the last of a step.</summary>
/// <param name="output">Where to print, asked for at each line: a notebook has another writer in each cell.</param>
/// <param name="clock">Measures the second.</param>
internal sealed class ProgressPrinter(Func<TextWriter> output, TimeProvider clock)
{
    private readonly Lock turn = new();
    private long? printed;

    public void Report(Progress progress)
    {
        lock (turn)
        {
            var now = clock.GetTimestamp();
            var last = progress.Total > 0 && progress.Done >= progress.Total;
            if (!last && printed is { } before && clock.GetElapsedTime(before, now) < TimeSpan.FromSeconds(1))
            {
                return;
            }

            printed = now;
            var message = (progress.Message ?? "").ReplaceLineEndings(" ");
            output().WriteLine(progress.Total > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{progress.Done}/{progress.Total} {message}")
                : string.Create(CultureInfo.InvariantCulture, $"{progress.Done} {message}"));
        }
    }
}
