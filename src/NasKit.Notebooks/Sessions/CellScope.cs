namespace NasKit.Notebooks.Sessions;

/// <summary>One run of one cell, as everything that it started knows it: it flows along to threads, tasks and timers.</summary>
/// <param name="Session">The session the cell belongs to.</param>
/// <param name="Sink">Is given what is put out; null: nobody listens yet.</param>
/// <param name="Stop">Fires when the cell is asked to stop.</param>
/// <param name="Abort">Fires when its time to do so by itself is over.</param>
internal sealed record CellScope(CSharpSession Session, Action<SessionEvent>? Sink, CancellationToken Stop, CancellationToken Abort);
