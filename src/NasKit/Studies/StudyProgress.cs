using System.Globalization;

namespace NasKit.Studies;

/// <summary>Adds up what the searches of a study have done and says how long the rest will take.</summary>
internal sealed class StudyProgress(string strategy, int seeds, StudyBudget budget, IProgress<Progress>? progress, TimeProvider? clock = null)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly long started = (clock ?? TimeProvider.System).GetTimestamp();
    private readonly long total = budget.Evaluations is { } evaluations ? (long)evaluations * seeds : 0;
    private readonly Lock turn = new();
    private long replayed;
    private long done;
    private int finished;

    /// <summary>One more evaluation; one that was read from the store takes no time.</summary>
    public void Evaluated(bool stored)
    {
        if (progress is null)
        {
            return;
        }

        lock (turn)
        {
            done++;
            replayed += stored ? 1 : 0;
            Report();
        }
    }

    /// <summary>A search has ended, perhaps before its budget did.</summary>
    public void Finished(int evaluations)
    {
        if (progress is null)
        {
            return;
        }

        lock (turn)
        {
            finished++;
            done += budget.Evaluations is { } all ? all - evaluations : 0;
            Report();
        }
    }

    private void Report()
    {
        var computed = done - replayed;
        var left = total > 0 && computed > 0 ? clock.GetElapsedTime(started) * ((double)(total - done) / computed) : (TimeSpan?)null;
        progress!.Report(new(done, total, string.Create(
            CultureInfo.InvariantCulture, $"{strategy}, {finished}/{seeds} seeds{(left is { } time && done < total ? $", {Duration(time)} left" : "")}")));
    }

    private static string Duration(TimeSpan time) => time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : time.TotalMinutes < 60 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.0} h");
}
