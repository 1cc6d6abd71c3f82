using System.Text.Json.Nodes;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>execute_request</c>: runs a cell.</summary>
internal sealed class ExecuteRequest(CSharpSession session, History history, Interruption interruption, InputExchange input) : RequestHandler
{
    public override string MessageType => "execute_request";

    /// <summary>The number of the last cell that was counted.</summary>
    public int ExecutionCount { get; private set; }

    public override JsonObject Answer(Request request)
    {
        var code = request.Text("code");
        var silent = request.Flag("silent", false);
        var counted = !silent && request.Flag("store_history", true);
        var expressions = request.Message.Content["user_expressions"] switch
        {
            null => [],
            JsonObject named when named.All(one => one.Value is JsonValue value && value.TryGetValue(out string? _)) => named,
            _ => throw new BadRequestException("execute_request: user_expressions must be an object of texts."),
        };
        request.Flag("stop_on_error", true);
        if (counted)
            history.Add(++ExecutionCount, code);
        var count = ExecutionCount;
        if (!silent)
            request.Publish("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = count });
        using var reading = input.Begin(request, request.Flag("allow_stdin", false));
        using var running = interruption.Begin();
        var outcome = Run(code, count, counted, silent ? _ => { } : new OutputPublisher(request, count, history).Accept, running.Token);
        JsonObject reply;
        if (outcome.Error is { } error)
        {
            var (name, value, traceback) = Told(outcome.Status, error);
            reply = Error(name, value, traceback);
            if (!silent)
                request.Publish("error", new JsonObject { ["ename"] = name, ["evalue"] = value, ["traceback"] = reply["traceback"]!.DeepClone() });
        }
        else
        {
            reply = new JsonObject { ["status"] = "ok", ["user_expressions"] = Evaluate(expressions, count, running.Token) };
        }
        reply["execution_count"] = count;
        reply["payload"] = new JsonArray();
        return reply;
    }

    /// <summary>The reply to a cell that does not run because one before it failed.</summary>
    public JsonObject Aborted() => new() { ["status"] = "aborted", ["execution_count"] = ExecutionCount };

    private CellOutcome Run(string code, int count, bool counted, Action<SessionEvent> sink, CancellationToken stop) =>
        session.RunAsync(code, counted ? CellName.Of(count) : CellName.Unnumbered, sink, null, stop).GetAwaiter().GetResult();

    private static (string Name, string Value, IEnumerable<string> Traceback) Told(CellStatus status, CellError error) =>
        (status == CellStatus.Cancelled ? "Interrupted" : error.Name, error.Message, error.Traceback);

    private JsonObject Evaluate(JsonObject expressions, int count, CancellationToken stop)
    {
        var values = new JsonObject();
        foreach (var (name, expression) in expressions)
        {
            JsonObject? data = null;
            var outcome = Run(expression!.GetValue<string>(), count, false, happened => data = (happened as ResultReturned)?.Data ?? data, stop);
            var (error, value, traceback) = outcome.Error is null ? ("NoValue", "The expression has no value.", []) : Told(outcome.Status, outcome.Error);
            values[name] = outcome.Error is null && data is not null
                ? new JsonObject { ["status"] = "ok", ["data"] = data, ["metadata"] = new JsonObject() }
                : Error(error, value, traceback);
        }
        return values;
    }
}
