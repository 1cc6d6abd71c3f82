namespace NasKit.Data;

/// <summary>Makes numbered things in order, some ahead of the one that is taken, on other threads.</summary>
/// <typeparam name="T">What is made.</typeparam>
internal sealed class AheadOfTime<T> : IDisposable
    where T : class
{
    private readonly Func<int, CancellationToken, T?, T> make;
    private readonly CancellationTokenSource stop = new();
    private readonly Queue<Task<T>> coming = new();
    private readonly Queue<T> spares = new();
    private readonly int ahead;
    private readonly int end;
    private int next;

    /// <param name="ahead">How many are made ahead; 0 makes each when it is taken, on the caller's thread.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="end">Number after the last.</param>
    /// <param name="make">Makes one of a number; also gets a thing that was given back, or null, to work in its memory.</param>
    public AheadOfTime(int ahead, int first, int end, Func<int, CancellationToken, T?, T> make) => (this.ahead, next, this.end, this.make) = (ahead, first, end, make);

    /// <summary>The next one; throws what went wrong while it was made.</summary>
    public T Take()
    {
        if (ahead == 0)
        {
            return make(next++, default, Spare());
        }

        while (coming.Count <= ahead && next < end)
        {
            var (number, spare) = (next++, Spare());
            coming.Enqueue(Task.Run(() => make(number, stop.Token, spare)));
        }

        return coming.Dequeue().GetAwaiter().GetResult();
    }

    /// <summary>Gives one back whose memory may be used again.</summary>
    public void GiveBack(T made) => spares.Enqueue(made);

    /// <summary>Ends what is under way, and waits for it.</summary>
    public void Dispose()
    {
        stop.Cancel();
        foreach (var task in coming)
        {
            // What went wrong with something that nobody takes is nobody's concern.
            task.ContinueWith(_ => _.Exception, TaskContinuationOptions.ExecuteSynchronously).Wait();
        }

        stop.Dispose();
    }

    private T? Spare() => spares.TryDequeue(out var spare) ? spare : null;
}
