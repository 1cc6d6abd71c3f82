using System.Diagnostics;
using System.Globalization;

namespace NasKit.Notebooks.Sessions;

/// <summary>Runs C# cells one after the other on one thread; later cells see what earlier ones declared.</summary>
/// <remarks>Console output of the cells, and of whatever they start, is reported as events. A session that is no longer needed should be disposed.</remarks>
public sealed class CSharpSession : IDisposable
{
    private static readonly AsyncLocal<CSharpSession?> Ambient = new();
    private static int created;

    private readonly SessionOptions options;
    private readonly SessionThread thread;
    private readonly CellCompiler compiler;
    private readonly CellLoadContext context = new();
    private readonly Lock sinkGate = new();
    private readonly Dictionary<string, string> sources = new(StringComparer.Ordinal);
    private object?[] submissions = new object?[4];
    private int kept;
    private int displays;
    private Action<SessionEvent>? sink;
    private CancellationTokenSource? running;
    private volatile bool stuck;

    /// <param name="options">Where the session stands; default: the current folder.</param>
    public CSharpSession(SessionOptions? options = null)
    {
        this.options = options ?? new SessionOptions();
        SessionWarmUp.Start();
        ConsoleRouter.Install();
        compiler = new CellCompiler(
            Path.GetFullPath(this.options.Folder), string.Create(CultureInfo.InvariantCulture, $"Cells{Interlocked.Increment(ref created)}"));
        var outer = Ambient.Value;
        Ambient.Value = this;
        thread = new SessionThread(this.options.StackBytes, e => Emit(new StreamWritten("stderr", $"An exception after its cell had ended: {e.Message}\n")));
        Ambient.Value = outer;
    }

    /// <summary>The session whose cell started the calling code, on whatever thread that runs.</summary>
    internal static CSharpSession? Current => Ambient.Value;

    internal CancellationToken RunningToken => running?.Token ?? CancellationToken.None;

    /// <summary>Compiles and runs one cell, after those already asked for.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="number">What errors call the cell: <c>Cell 3</c>.</param>
    /// <param name="sink">Is given what the cell puts out, at once, one event at a time, on the thread that caused it.</param>
    /// <param name="timeout">Longest time to let it run; null: no limit.</param>
    /// <param name="cancellation">Stops the cell; the session keeps its variables.</param>
    /// <returns>How the cell ended. Errors of the cell are in it; the task itself does not fail for them.</returns>
    /// <exception cref="InvalidOperationException">An earlier cell could not be stopped and still holds the thread.</exception>
    public async Task<CellOutcome> RunAsync(
        string code, int number, Action<SessionEvent> sink, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(sink);
        if (stuck)
            throw new InvalidOperationException("An earlier cell could not be stopped; this session cannot run another.");
        var watch = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var abort = new CancellationTokenSource();
        if (timeout is { } limit)
            stop.CancelAfter(limit);
        var done = new TaskCompletionSource<CellError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var cell = new RunningCell(thread.Thread);
        thread.Enqueue(() =>
        {
            lock (sinkGate)
                this.sink = sink;
            running = stop;
            CellError? error = null;
            try
            {
                error = RunHere(code, number, cell, stop.Token, abort.Token);
            }
            catch (Exception e)
            {
                error = new CellError(e.GetType().FullName!, e.Message, [e.ToString()]);
            }
            finally
            {
                running = null;
                done.TrySetResult(error);
            }
        });
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Token.Register(() => stopped.TrySetResult()))
            await Task.WhenAny(done.Task, stopped.Task).ConfigureAwait(false);
        if (!done.Task.IsCompleted)
            await cell.StopAsync(done.Task, abort, options).ConfigureAwait(false);
        var status = CellStatus.Succeeded;
        CellError? outcome;
        if (!done.Task.IsCompleted)
        {
            stuck = true;
            outcome = new CellError("Stuck", $"Cell {number} was asked to stop, but its native call does not return.", []);
        }
        else
        {
            outcome = await done.Task.ConfigureAwait(false);
        }
        if (outcome is not null)
            status = !stop.IsCancellationRequested ? CellStatus.Failed : cancellation.IsCancellationRequested ? CellStatus.Cancelled : CellStatus.TimedOut;
        if (status is CellStatus.TimedOut)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"Cell {number} ran longer than the {timeout!.Value.TotalSeconds:0.###} s it was given and was stopped.");
            outcome = new CellError("Timeout", message, [message, .. outcome!.Traceback.Skip(1)]);
        }
        else if (status is CellStatus.Cancelled)
        {
            outcome = new CellError("Cancelled", $"Cell {number} was stopped.", [$"Cell {number} was stopped.", .. outcome!.Traceback.Skip(1)]);
        }
        return new CellOutcome(status, outcome, watch.Elapsed);
    }

    /// <summary>Ends the session's thread after the cells already asked for.</summary>
    public void Dispose() => thread.Dispose();

    internal string NewDisplayId() => string.Create(CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref displays)}");

    internal void Emit(SessionEvent happened)
    {
        // A cell is never stopped inside a finally block, so the sink sees whole events only.
        try
        {
        }
        finally
        {
            lock (sinkGate)
                sink?.Invoke(happened);
        }
    }

    private CellError? RunHere(string code, int number, RunningCell cell, CancellationToken stop, CancellationToken abort)
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"Cell {number}");
        var watch = Stopwatch.StartNew();
        CellText text;
        CompiledCell compiled;
        try
        {
            sources[path] = code;
            text = CellText.Read(code, path, stop);
            compiled = compiler.Compile(text.Tree, stop);
        }
        catch (NotebookException e)
        {
            return new CellError("NotebookError", e.Message, [e.Message]);
        }
        catch (OperationCanceledException)
        {
            return new CellError("Cancelled", "", [""]);
        }
        if (compiled.Errors.Count > 0)
            return CellErrors.Compilation(compiled.Errors);
        try
        {
            var run = compiled.Load(context);
            compiler.Keep(compiled);
            if (submissions.Length < kept + 3)
                Array.Resize(ref submissions, submissions.Length * 2);
            var value = cell.Run(thread, () => run(submissions), abort);
            if (compiled.HasResult && value is not DisplayedValue)
                Emit(new ResultReturned(ValueBundle.Of(value)));
            return null;
        }
        catch (Exception e)
        {
            return CellErrors.Runtime(e, sources);
        }
        finally
        {
            kept++;
            if (text.IsTimed)
                Emit(new StreamWritten("stdout", string.Create(CultureInfo.InvariantCulture, $"Wall time: {watch.Elapsed.TotalMilliseconds:0.0} ms\n")));
        }
    }
}
