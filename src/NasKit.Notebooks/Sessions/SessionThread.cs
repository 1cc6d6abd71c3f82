namespace NasKit.Notebooks.Sessions;

/// <summary>The one thread that all cells of a session run on, and the queue that brings their continuations back to it.</summary>
internal sealed class SessionThread : IDisposable
{
    // An exception that passes millions of frames takes minutes.
    private const int RecursionBytes = 16 << 20;

    private readonly object gate = new();
    private readonly Queue<Action> cells = new();
    private readonly Queue<Continuation> continuations = new();
    private readonly Action<Exception> strayFailure;
    private bool disposed;

    /// <param name="stackBytes">Stack to reserve.</param>
    /// <param name="strayFailure">Is told of an exception of a continuation that no cell waits for.</param>
    public SessionThread(int stackBytes, Action<Exception> strayFailure)
    {
        this.strayFailure = strayFailure;
        Thread = new Thread(Loop, stackBytes) { IsBackground = true, Name = "NasKit cells" };
        Thread.Start();
    }

    public Thread Thread { get; }

    /// <summary>Queues a whole cell; it starts when the cells before it are done.</summary>
    public void Enqueue(Action cell)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, typeof(CSharpSession));
            cells.Enqueue(cell);
            Monitor.PulseAll(gate);
        }
    }

    public void Post(Continuation continuation)
    {
        lock (gate)
        {
            continuations.Enqueue(continuation);
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Runs continuations on this thread until the task is done or the token fires.</summary>
    public void RunUntil(Task task, CancellationToken token)
    {
        task.ContinueWith(_ => Wake(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        using var registration = token.Register(Wake);
        while (true)
        {
            Continuation next;
            lock (gate)
            {
                while (!continuations.TryDequeue(out next))
                {
                    if (task.IsCompleted)
                        return;
                    token.ThrowIfCancellationRequested();
                    Monitor.Wait(gate);
                }
            }
            next.Run();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            Monitor.PulseAll(gate);
        }
    }

    private void Wake()
    {
        lock (gate)
            Monitor.PulseAll(gate);
    }

    private void Loop()
    {
        StopPoint.Allow(RecursionBytes);
        while (true)
        {
            try
            {
                Action? cell = null;
                Continuation next = default;
                lock (gate)
                {
                    while (!continuations.TryDequeue(out next) && !cells.TryDequeue(out cell))
                    {
                        if (disposed)
                            return;
                        Monitor.Wait(gate);
                    }
                }
                if (cell is not null)
                    cell();
                else
                    next.Run();
            }
            catch (ThreadInterruptedException)
            {
                // A late interrupt of a cell that has already ended.
            }
            catch (Exception e)
            {
                strayFailure(e);
            }
        }
    }
}

/// <summary>Work that a cell awaited, to go on with on the session's thread.</summary>
internal readonly record struct Continuation(CellContext Context, SendOrPostCallback Callback, object? State)
{
    public void Run()
    {
        if (Context.IsAbandoned)
            return;
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(Context);
        try
        {
            Callback(State);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }
}

/// <summary>Brings the continuations of one cell back to the session's thread, unless the cell was stopped.</summary>
internal sealed class CellContext(SessionThread thread) : SynchronizationContext
{
    private volatile bool abandoned;

    public bool IsAbandoned => abandoned;

    /// <summary>What the stopped cell still awaits is dropped when it comes back.</summary>
    public void Abandon() => abandoned = true;

    public override void Post(SendOrPostCallback d, object? state) => thread.Post(new Continuation(this, d, state));

    public override void Send(SendOrPostCallback d, object? state)
    {
        if (Thread.CurrentThread == thread.Thread)
            d(state);
        else
            throw new NotSupportedException("Code of a cell cannot be called from another thread while that thread waits; use Post.");
    }

    public override SynchronizationContext CreateCopy() => this;
}
