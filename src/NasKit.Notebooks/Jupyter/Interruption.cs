namespace NasKit.Notebooks.Jupyter;

/// <summary>Stops the request that runs when the stop is asked for, and no later one.</summary>
internal sealed class Interruption
{
    private readonly Lock gate = new();
    private Run? running;

    /// <summary>A request begins to run; it has run when the result is disposed.</summary>
    public Run Begin()
    {
        var run = new Run(this);
        lock (gate)
            running = run;
        return run;
    }

    /// <summary>Asks the running request to stop; does nothing where none runs. Does not wait.</summary>
    public void Interrupt()
    {
        lock (gate)
        {
            // Callbacks of the token may be a cell's; they must not hold up the sockets' thread.
            _ = running?.CancelAsync();
        }
    }

    /// <summary>One request at work.</summary>
    public sealed class Run(Interruption owner) : IDisposable
    {
        private readonly CancellationTokenSource stop = new();

        /// <summary>Fires when the request is to stop.</summary>
        public CancellationToken Token => stop.Token;

        public Task CancelAsync() => stop.CancelAsync();

        public void Dispose()
        {
            // The source itself is left to the collector: its cancellation may still be under way.
            lock (owner.gate)
                owner.running = null;
        }
    }
}
