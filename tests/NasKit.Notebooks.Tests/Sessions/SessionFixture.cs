using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Tests.Sessions;

/// <summary>A session and everything its cells have put out.</summary>
public sealed class SessionFixture : IDisposable
{
    private readonly CSharpSession session;
    private int number;

    public SessionFixture(string? folder = null, TimeSpan? grace = null, TimeSpan? patience = null, bool unloads = false)
    {
        var options = new SessionOptions { Folder = folder ?? Path.GetTempPath(), StopPatience = patience ?? TimeSpan.FromMinutes(2), UnloadsHiddenCells = unloads };
        session = new CSharpSession(grace is { } given ? options with { StopGrace = given } : options);
    }

    public List<SessionEvent> Events { get; } = [];

    public string Stdout => string.Concat(Events.OfType<StreamWritten>().Where(e => e.Name == "stdout").Select(e => e.Text));

    public string? Result => Events.OfType<ResultReturned>().LastOrDefault()?.Data["text/plain"]?.GetValue<string>();

    public async Task<CellOutcome> Run(string code, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        Events.Clear();
        return await session.RunAsync(code, ++number, Events.Add, timeout, cancellation);
    }

    /// <summary>Runs a cell and stops it as soon as it has begun, however long compiling takes.</summary>
    public async Task<CellOutcome> RunAndStop(string code)
    {
        Events.Clear();
        using var stop = new CancellationTokenSource();
        return await session.RunAsync("Console.Write(\"started\");" + code, ++number, Take, null, stop.Token);

        void Take(SessionEvent happened)
        {
            if (happened is not StreamWritten { Text: "x" })
                Events.Add(happened);
            if (happened is StreamWritten { Text: "started" })
                stop.CancelAfter(10);
        }
    }

    public async Task<string?> Value(string code)
    {
        var outcome = await Run(code);
        Assert.True(outcome.Status == CellStatus.Succeeded, string.Join('\n', outcome.Error?.Traceback ?? []));
        return Result;
    }

    public async Task<CellError> Error(string code)
    {
        var outcome = await Run(code);
        Assert.True(outcome.Status == CellStatus.Failed, $"The cell {outcome.Status}:, {Result}");
        return outcome.Error!;
    }

    public void Dispose() => session.Dispose();
}
