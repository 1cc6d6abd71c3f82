using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Sessions;

/// <summary>Runs C# cells one after the other on one thread; later cells see what earlier ones declared.</summary>
/// <remarks>Console output of the cells, and of whatever they start, is reported as events. A session that is no longer needed should be disposed.</remarks>
public sealed class CSharpSession : IDisposable
{
    private static readonly AsyncLocal<CellScope?> Ambient = new();
    private static int created;

    private readonly SessionOptions options;
    private readonly string folder;
    private readonly LoadedCells loaded;
    private readonly CellChain chain;
    private readonly CellCompiler compiler;
    private readonly Lock sinkGate = new();
    private readonly ConcurrentDictionary<string, string> sources = new(StringComparer.Ordinal);
    private int displays;
    private volatile CellScope latest;
    private volatile SessionThread thread;

    /// <param name="options">Where the session stands; default: the current folder.</param>
    public CSharpSession(SessionOptions? options = null)
    {
        this.options = options ?? new SessionOptions();
        SessionWarmUp.Start();
        ProcessHooks.Install();
        folder = Path.GetFullPath(this.options.Folder);
        loaded = new LoadedCells(this.options.UnloadsHiddenCells);
        chain = new CellChain(loaded);
        compiler = new CellCompiler(folder, string.Create(CultureInfo.InvariantCulture, $"Cells{Interlocked.Increment(ref created)}"), chain);
        latest = new CellScope(this, null, default, default);
        thread = NewThread();
    }

    /// <summary>The session whose cell started the calling code, on whatever thread that runs.</summary>
    internal static CSharpSession? Current => Ambient.Value?.Session;

    /// <summary>Fires when the cell that started the calling code is asked to stop.</summary>
    internal static CancellationToken StopToken => Ambient.Value?.Stop ?? CancellationToken.None;

    /// <summary>Compiles and runs one cell, after those already asked for.</summary>
    /// <param name="code">The cell's text.</param>
    /// <param name="number">What errors call the cell: <c>Cell 3</c>.</param>
    /// <param name="sink">Is given what the cell puts out, at once, one event at a time, on the thread that caused it.</param>
    /// <param name="timeout">Longest time to let it run; null: no limit.</param>
    /// <param name="cancellation">Stops the cell; the session keeps its variables.</param>
    /// <returns>How the cell ended. Errors of the cell are in it; the task itself does not fail for them.</returns>
    public Task<CellOutcome> RunAsync(
        string code, int number, Action<SessionEvent> sink, TimeSpan? timeout = null, CancellationToken cancellation = default) =>
        RunAsync(code, CellName.Of(number), sink, timeout, cancellation);

    /// <summary>The same, for a cell of any name.</summary>
    internal async Task<CellOutcome> RunAsync(
        string code, string name, Action<SessionEvent> sink, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        ArgumentNullException.ThrowIfNull(sink);
        var watch = Stopwatch.StartNew();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var abort = new CancellationTokenSource(); // not disposed: a stuck cell's cancellation may still be under way
        if (timeout is { } limit)
            stop.CancelAfter(limit);
        var done = new TaskCompletionSource<CellError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var own = thread;
        var cell = new RunningCell(own);
        var scope = new CellScope(this, sink, stop.Token, abort.Token);
        own.Enqueue(() =>
        {
            var before = Ambient.Value;
            Ambient.Value = latest = scope;
            CellError? error = null;
            try
            {
                error = RunHere(code, name, cell, scope);
            }
            catch (Exception e)
            {
                error = new CellError(e.GetType().FullName!, e.Message, [e.ToString()]);
            }
            finally
            {
                Ambient.Value = before;
                done.TrySetResult(error);
            }
        });
        var asked = false;
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (stop.Token.Register(() =>
        {
            Volatile.Write(ref asked, true);
            cell.Stop(done.Task, abort, options, stopped);
        }))
            await Task.WhenAny(done.Task, stopped.Task).ConfigureAwait(false);
        if (!Volatile.Read(ref asked))
        {
            var error = await done.Task.ConfigureAwait(false);
            return new CellOutcome(error is null ? CellStatus.Succeeded : CellStatus.Failed, error, watch.Elapsed);
        }
        // From here on it counts as stopped, even if the cell saw its token and came to an orderly end.
        await stopped.Task.ConfigureAwait(false);
        var stuck = !done.Task.IsCompleted;
        if (stuck)
        {
            own.Dispose();
            thread = NewThread();
        }
        var where = stuck ? [] : (await done.Task.ConfigureAwait(false))?.Traceback.Skip(1) ?? [];
        var told = cancellation.IsCancellationRequested
            ? $"{name} was stopped."
            : string.Create(CultureInfo.InvariantCulture, $"{name} ran longer than the {timeout!.Value.TotalSeconds:0.###} s it was given and was stopped.");
        if (stuck)
            told += " It sits in a call that does not return, and ends when that does; until then it goes on behind the cells that follow.";
        var status = cancellation.IsCancellationRequested ? CellStatus.Cancelled : CellStatus.TimedOut;
        return new CellOutcome(status, new CellError(status.ToString(), told, [told, .. where]), watch.Elapsed);
    }

    /// <summary>What could be typed at a position of a cell that is being written.</summary>
    internal Completions Complete(string code, int position, CancellationToken token) => CellCompletion.At(compiler, code, position, token);

    /// <summary>What stands at a position of a cell that is being written; null: nothing that has a name.</summary>
    internal SymbolDescription? Inspect(string code, int position, CancellationToken token) => CellInspection.At(compiler, code, position, token);

    /// <summary>Ends the session's thread after the cells already asked for.</summary>
    public void Dispose() => thread.Dispose();

    /// <summary>Ends the calling code where its cell is to stop and has had its time to do so by itself.</summary>
    internal static void ThrowIfAborted() => Ambient.Value?.Abort.ThrowIfCancellationRequested();

    internal string NewDisplayId() => string.Create(CultureInfo.InvariantCulture, $"display-{Interlocked.Increment(ref displays)}");

    /// <summary>Tells of something that the calling code puts out, to whoever listens to the cell that started it.</summary>
    internal void Emit(SessionEvent happened)
    {
        var scope = Ambient.Value is { } own && own.Session == this && own.Sink is not null ? own : latest;
        lock (sinkGate)
            scope.Sink?.Invoke(happened);
    }

    /// <summary>Reads a line from whoever sits at the front end.</summary>
    /// <exception cref="NotSupportedException">There is none, or it takes no input.</exception>
    internal string ReadInput(string prompt, bool hidden)
    {
        if (options.Input is null)
            throw new NotSupportedException("A notebook that runs without a front end cannot read from the keyboard; make it a parameter.");
        return options.Input(prompt, hidden, StopToken);
    }

    /// <summary>Tells of an exception that no cell waits for.</summary>
    internal void TellStray(Exception error, string when) =>
        Emit(new StreamWritten("stderr", $"Exception {when}: {string.Join('\n', CellErrors.Runtime(error, sources).Traceback)}\n"));

    // The thread itself belongs to the session, so that what strays on it is told there.
    private SessionThread NewThread()
    {
        var outer = Ambient.Value;
        Ambient.Value = latest;
        try
        {
            return new SessionThread(options.StackBytes, e => TellStray(e, "after its cell had ended"));
        }
        finally
        {
            Ambient.Value = outer;
        }
    }

    private CellError? RunHere(string code, string path, RunningCell cell, CellScope scope)
    {
        var watch = Stopwatch.StartNew();
        CellText text;
        try
        {
            sources[path] = code;
            text = CellText.Read(code, path, lenient: false, scope.Stop);
        }
        catch (Exception e) when (e is NotebookException or OperationCanceledException)
        {
            return CellErrors.Engine(e);
        }
        CellError? error = null;
        foreach (var part in text.Parts)
        {
            error = part.Language == "csharp" ? RunCSharp(part.Code, path, cell, scope) : ShowOther(part);
            if (error is not null)
                break;
        }
        if (text.IsTimed)
            Emit(new StreamWritten("stdout", string.Create(CultureInfo.InvariantCulture, $"Wall time: {watch.Elapsed.TotalMilliseconds:0.0} ms\n")));
        return error;
    }

    private CellError? ShowOther(CellPart part)
    {
        Emit(new ValueDisplayed(NewDisplayId(), part.Language == "about" ? About.Bundle(folder) : ValueBundle.Of(part.Code, [MimeTypes.OfLanguage(part.Language), MimeTypes.Text])));
        return null;
    }

    private CellError? RunCSharp(string code, string path, RunningCell cell, CellScope scope)
    {
        CompiledCell compiled;
        try
        {
            var tree = CellCompiler.Parse(code, path, scope.Stop);
            compiled = compiler.Compile(tree, CellText.Libraries(tree, folder, scope.Stop), scope.Stop);
        }
        catch (Exception e) when (e is NotebookException or OperationCanceledException)
        {
            return CellErrors.Engine(e);
        }
        if (compiled.Errors.Count > 0)
            return CellErrors.Compilation(compiled.Errors);
        if (compiled.Assembly is null)
        {
            // Only directives, usings or comments: nothing to run, but later cells see them.
            chain.Add(compiled);
            return null;
        }
        try
        {
            var run = compiled.Load(loaded);
            ProcessHooks.RouteKeyboard();
            chain.Add(compiled);
            var submissions = chain.Submissions;
            cell.Run(() => run(submissions), Show, scope.Abort);
            return null;
        }
        catch (Exception e)
        {
            return CellErrors.Runtime(e, sources);
        }

        // Part of the cell's run: a value's own code may loop or throw while it is formatted.
        void Show(object? value)
        {
            if ((compiled.HasResult || value is not null) && value is not DisplayedValue)
                Emit(new ResultReturned(ValueBundle.Of(value)));
        }
    }
}
