namespace NasKit.Notebooks.Sessions;

/// <summary>One cell at work on the session's thread, and the means to stop it.</summary>
internal sealed class RunningCell(SessionThread session)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);
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
    /// <param name="done">Completes when the cell has ended.</param>
    /// <param name="abort">What stop points look at.</param>
    /// <param name="options">How long to wait.</param>
    /// <param name="told">Completes when it has ended, or is left behind.</param>
    /// <remarks>On a thread of its own: a cell may keep every thread of the pool busy, and a continuation would wait behind them.</remarks>
    public void Stop(Task done, CancellationTokenSource abort, SessionOptions options, TaskCompletionSource told) => new Thread(() =>
    {
        if (done.Wait(options.StopGrace))
        {
            told.SetResult();
            return;
        }
        StopPoint.Watch(begins: true);
        abort.Cancel();
        for (var waited = TimeSpan.Zero; !done.IsCompleted && waited < options.StopPatience; waited += Between)
        {
            Interrupt();
            done.Wait(Between);
        }
        told.SetResult();
        // A cell that sits in a call which does not return is left behind, and ends when that returns.
        while (!done.Wait(Behind))
            Interrupt();
        StopPoint.Watch(begins: false);
    })
    { IsBackground = true, Name = "NasKit stop" }.Start();

    private void Interrupt()
    {
        lock (gate)
        {
            if (interruptible)
                session.Thread.Interrupt();
        }
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
