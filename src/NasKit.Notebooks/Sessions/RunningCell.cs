namespace NasKit.Notebooks.Sessions;

/// <summary>One cell at work on the session's thread, and the means to stop it.</summary>
internal sealed class RunningCell(SessionThread session)
{
    private static readonly TimeSpan Behind = TimeSpan.FromMilliseconds(500);
    private readonly Lock gate = new();
    private bool interruptible;

    /// <summary>Runs the cell on the calling thread until its task is done, and shows its value.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    /// <exception cref="ThreadInterruptedException">It was stopped while it waited.</exception>
    public void Run(Func<Task<object?>> body, Action<object?> show, CancellationToken abort)
    {
        var context = new CellContext(session);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        lock (gate)
            interruptible = true;
        try
        {
            var task = body();
            session.RunUntil(task, abort);
            show(task.GetAwaiter().GetResult());
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            Settle();
            if (abort.IsCancellationRequested)
                context.Abandon();
        }
    }

    /// <summary>Asks the cell to stop: gives it time to see its token, then ends loops at their stop points and interrupts waits until it is done or patience ends.</summary>
    public async Task StopAsync(Task done, CancellationTokenSource abort, SessionOptions options)
    {
        await Task.WhenAny(done, Task.Delay(options.StopGrace)).ConfigureAwait(false);
        if (done.IsCompleted)
            return;
        StopPoint.Watch(begins: true);
        await abort.CancelAsync().ConfigureAwait(false);
        for (var waited = TimeSpan.Zero; !done.IsCompleted && waited < options.StopPatience; waited += TimeSpan.FromMilliseconds(50))
        {
            lock (gate)
            {
                if (interruptible)
                    session.Thread.Interrupt();
            }
            await Task.WhenAny(done, Task.Delay(50)).ConfigureAwait(false);
        }
        _ = EndLaterAsync(done);
    }

    // A cell that sits in a call which does not return is left behind, and ends when that returns.
    private async Task EndLaterAsync(Task done)
    {
        while (!done.IsCompleted)
        {
            await Task.WhenAny(done, Task.Delay(Behind)).ConfigureAwait(false);
            lock (gate)
            {
                if (interruptible)
                    session.Thread.Interrupt();
            }
        }
        StopPoint.Watch(begins: false);
    }

    // An interrupt that found no wait stays with the thread; it must not reach the next cell.
    private void Settle()
    {
        var settled = false;
        while (!settled)
        {
            try
            {
                lock (gate)
                    interruptible = false;
                Thread.CurrentThread.Join(0);
                settled = true;
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }
}
