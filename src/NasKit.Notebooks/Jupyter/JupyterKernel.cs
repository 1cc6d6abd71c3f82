using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Jupyter;

/// <summary>A C# session behind the Jupyter protocol.</summary>
public sealed class JupyterKernel : IDisposable
{
    // A front end that runs several cells sends them one after the other; this long a failed one waits for those still on their way.
    private static readonly TimeSpan OnTheirWay = TimeSpan.FromMilliseconds(30);
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    private readonly BlockingCollection<Message> queue = [];
    private readonly Interruption interruption = new();
    private readonly InputExchange input = new();
    private readonly CSharpSession session;
    private readonly Wire wire;
    private readonly ExecuteRequest execute;
    private readonly Dictionary<string, RequestHandler> shell;
    private readonly Dictionary<string, RequestHandler> control;
    private readonly HashSet<Message> aborted = [];
    private readonly ManualResetEventSlim over = new();

    /// <summary>Listens where the front end expects the kernel.</summary>
    /// <param name="connection">The front end's connection file.</param>
    /// <param name="folder">Where relative paths of <c>#r</c> and <c>#load</c> start: the notebook's folder.</param>
    /// <exception cref="NotebookException">libzmq is missing, or an address is taken.</exception>
    public JupyterKernel(ConnectionFile connection, string folder)
    {
        ArgumentNullException.ThrowIfNull(connection);
        wire = new Wire(connection, Take);
        session = new CSharpSession(new SessionOptions { Folder = folder, Input = input.Ask, UnloadsHiddenCells = true });
        var history = new History();
        var info = new KernelInfoRequest();
        var shutdown = new ShutdownRequest(End);
        var interrupt = new InterruptRequest(interruption);
        execute = new ExecuteRequest(session, history, interruption, input);
        shell = ByType(
            info, execute, new CompleteRequest(session, interruption), new InspectRequest(session, interruption), new IsCompleteRequest(), new HistoryRequest(history), new CommInfoRequest(), new CommOpen(), new CommMessage(), new CommClose(),
            interrupt, shutdown);
        control = ByType(info, interrupt, shutdown);
    }

    /// <summary>Serves the front end until it shuts the kernel down.</summary>
    public void Run()
    {
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interruption.Interrupt();
        });
        using var parent = ParentWatch.Start(End);
        wire.Outbox.Post(new OutgoingMessage(Channel.IoPub, Topics.Of("status"), "status", null, new JsonObject { ["execution_state"] = "starting" }));
        wire.Start();
        var worker = new Thread(ServeQueue) { IsBackground = true, Name = "NasKit requests" };
        worker.Start();
        over.Wait();
        // A cell that sits in a call that does not return must not keep the kernel alive.
        worker.Join(Farewell);
        wire.Dispose();
    }

    /// <summary>Closes the sockets.</summary>
    public void Dispose()
    {
        wire.Dispose();
        session.Dispose();
    }

    private void ServeQueue()
    {
        foreach (var message in queue.GetConsumingEnumerable())
        {
            if (over.IsSet)
                break;
            Serve(message, shell);
        }
    }

    // On the sockets' thread.
    private void Take(Message message)
    {
        switch (message.Channel)
        {
            case Channel.Shell:
                Queue(message);
                break;
            case Channel.Control:
                Serve(message, control);
                break;
            case Channel.Stdin:
                input.Accept(message);
                break;
        }
    }

    private void Queue(Message message)
    {
        lock (queue)
        {
            if (!queue.IsAddingCompleted)
                queue.Add(message);
        }
    }

    private void Serve(Message message, Dictionary<string, RequestHandler> handlers)
    {
        var request = new Request(message, wire.Outbox);
        var known = handlers.GetValueOrDefault(message.Type);
        if (known is null && !message.Type.EndsWith("_request", StringComparison.Ordinal))
            return;
        request.Status("busy");
        try
        {
            var reply = known is null ? RequestHandler.Error("UnknownMessage", $"This kernel knows no {message.Type} on the {message.Channel} channel.")
                : known == execute && aborted.Remove(message) ? execute.Aborted()
                : Answer(known, request);
            if (reply is not null)
                request.Reply(reply);
        }
        finally
        {
            request.Status("idle");
        }
    }

    private JsonObject? Answer(RequestHandler handler, Request request)
    {
        JsonObject? reply;
        try
        {
            reply = handler.Answer(request);
        }
        catch (BadRequestException e)
        {
            reply = RequestHandler.Error("BadRequest", e.Message);
        }
        catch (Exception e)
        {
            reply = RequestHandler.Error(e.GetType().FullName!, e.Message, e.ToString().Split('\n'));
        }
        if (handler == execute && reply is not null)
        {
            reply["execution_count"] ??= execute.ExecutionCount;
            if (StopsOthers(request, reply))
                AbortQueued();
        }
        return reply;
    }

    private static bool StopsOthers(Request request, JsonObject reply) =>
        reply["status"]!.GetValue<string>() == "error" && !(request.Message.Content["stop_on_error"] is JsonValue stop && stop.TryGetValue(out bool stops) && !stops);

    private void AbortQueued()
    {
        Thread.Sleep(OnTheirWay);
        aborted.UnionWith(queue.Where(message => message.Type == execute.MessageType));
    }

    private void End()
    {
        interruption.Interrupt();
        lock (queue)
            queue.CompleteAdding();
        over.Set();
    }

    private static Dictionary<string, RequestHandler> ByType(params RequestHandler[] handlers) => handlers.ToDictionary(handler => handler.MessageType, StringComparer.Ordinal);
}
