namespace NasKit.Notebooks.Sessions;

/// <summary>Where the output of one cell goes, and of whatever it started: it flows along to threads, tasks and timers.</summary>
/// <param name="Session">The session the cell belongs to.</param>
/// <param name="Sink">Is given what is put out; null: nobody listens yet.</param>
internal sealed record CellScope(CSharpSession Session, Action<SessionEvent>? Sink);
