namespace NasKit.Runs;

/// <summary>Shows progress: in a notebook as a bar for each step, elsewhere as plain lines, at most one a second. The last of a step is always shown.</summary>
/// <param name="output">Where to print, asked for at each line: a notebook has another writer in each cell.</param>
/// <param name="clock">Measures the time between two.</param>
/// <param name="display">Shows a value where there is a notebook, and gives what replaces it; see <see cref="NotebookDisplay.Show"/>.</param>
internal sealed class ProgressPrinter(Func<TextWriter> output, TimeProvider clock, Func<object, Action<object>?> display)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromSeconds(0.25);

    private readonly Lock turn = new();
    private Action<object>? bar;
    private Progress before;
    private long? shown;

    public void Report(Progress progress)
    {
        lock (turn)
        {
            var isLast = progress.Total > 0 && progress.Done >= progress.Total;
            if (progress.Total != before.Total || progress.Done <= before.Done)
            {
                bar = null; // another step, whose cell may be another too
            }

            before = progress;
            var now = clock.GetTimestamp();
            if (!isLast && shown is { } then && clock.GetElapsedTime(then, now) < (bar is null ? BetweenLines : BetweenUpdates))
            {
                return;
            }

            shown = now;
            var value = new ProgressBar(progress);
            if (bar is not null)
            {
                bar(value);
            }
            else if ((bar = display(value)) is null)
            {
                output().WriteLine(value);
            }
        }
    }
}
