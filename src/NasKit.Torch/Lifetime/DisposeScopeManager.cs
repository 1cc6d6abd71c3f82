namespace TorchSharp;

/// <summary>The dispose scopes of one thread, and its counts of what was created and disposed.</summary>
public sealed class DisposeScopeManager
{
    [ThreadStatic]
    private static DisposeScopeManager? forThread;

    /// <summary>The innermost open scope of this thread.</summary>
    internal DisposeScope? Current { get; set; }

    internal ThreadDisposeScopeStatistics Counts { get; } = new();

    internal static DisposeScopeManager OfThread => forThread ??= new DisposeScopeManager();

    /// <summary>The counts of the calling thread.</summary>
    public static ThreadDisposeScopeStatistics Statistics => OfThread.Counts;
}

/// <summary>How many tensors one thread created and disposed, inside and outside of dispose scopes.</summary>
public sealed class ThreadDisposeScopeStatistics
{
    public long CreatedInScopeCount { get; internal set; }
    public long CreatedOutsideScopeCount { get; internal set; }
    public long DisposedInScopeCount { get; internal set; }
    public long DisposedOutsideScopeCount { get; internal set; }
    public long AttachedToScopeCount { get; internal set; }
    public long DetachedFromScopeCount { get; internal set; }

    /// <summary>What this thread created less what it disposed.</summary>
    public long ThreadTotalLiveCount => CreatedInScopeCount + CreatedOutsideScopeCount - DisposedInScopeCount - DisposedOutsideScopeCount;

    public void Reset() =>
        CreatedInScopeCount = CreatedOutsideScopeCount = DisposedInScopeCount = DisposedOutsideScopeCount = AttachedToScopeCount = DetachedFromScopeCount = 0;

    public override string ToString() =>
        $"live {ThreadTotalLiveCount}; in scopes created {CreatedInScopeCount}, disposed {DisposedInScopeCount}; outside created {CreatedOutsideScopeCount}, disposed {DisposedOutsideScopeCount}; attached {AttachedToScopeCount}, detached {DetachedFromScopeCount}";
}
