using System.Runtime;
using System.Runtime.ExceptionServices;

namespace NasKit.Notebooks.Sessions;

/// <summary>One cell at work on the session's thread, and the means to stop it.</summary>
internal sealed class RunningCell(Thread thread)
{
    private readonly Lock gate = new();
    private bool interruptible;

    /// <summary>Runs the cell on the calling thread until its task is done; stops it when the token fires.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public object? Run(SessionThread session, Func<Task<object?>> body, CancellationToken abort)
    {
        var context = new CellContext(session);
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        Task<object?>? task = null;
        ExceptionDispatchInfo? failure = null;
        lock (gate)
            interruptible = true;
        try
        {
#pragma warning disable SYSLIB0046 // The one way to end managed code that does not look at a token; a cell's thread holds nothing that an abort could tear.
            ControlledExecution.Run(
                () =>
                {
                    try
                    {
                        task = body();
                        session.RunUntil(task, abort);
                    }
                    catch (Exception e) when (!abort.IsCancellationRequested)
                    {
                        failure = ExceptionDispatchInfo.Capture(e);
                    }
                },
                abort);
#pragma warning restore SYSLIB0046
        }
        catch (ThreadInterruptedException)
        {
            throw new OperationCanceledException(abort);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
            Settle();
            if (abort.IsCancellationRequested)
                context.Abandon();
        }
        failure?.Throw();
        return task!.GetAwaiter().GetResult();
    }

    /// <summary>Asks the cell to stop: gives it time to see its token, then aborts loops and interrupts waits until it is done or patience ends.</summary>
    public async Task StopAsync(Task done, CancellationTokenSource abort, SessionOptions options)
    {
        await Task.WhenAny(done, Task.Delay(options.StopGrace)).ConfigureAwait(false);
        if (done.IsCompleted)
            return;
        // Cancelling waits for the abort to be delivered, which a native call can put off for ever.
        _ = Task.Run(abort.Cancel);
        for (var waited = TimeSpan.Zero; !done.IsCompleted && waited < options.StopPatience; waited += TimeSpan.FromMilliseconds(50))
        {
            lock (gate)
            {
                if (interruptible)
                    thread.Interrupt();
            }
            await Task.WhenAny(done, Task.Delay(50)).ConfigureAwait(false);
        }
    }

    // An interrupt that found no wait stays with the thread; it must not reach the next cell.
    private void Settle()
    {
        while (true)
        {
            try
            {
                lock (gate)
                    interruptible = false;
                Thread.CurrentThread.Join(0);
                return;
            }
            catch (ThreadInterruptedException)
            {
            }
        }
    }
}
