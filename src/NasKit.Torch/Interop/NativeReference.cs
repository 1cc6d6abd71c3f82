namespace TorchSharp.Interop;

/// <summary>
/// Counts who uses a native handle, so that disposing it on one thread while another is inside a call cannot free it too early.
/// </summary>
internal struct NativeReference(nint handle)
{
    private readonly nint handle = handle;
    private int users = 1; // the owner; 0 once freed
    private int disposed;

    internal readonly bool IsDisposed => disposed != 0;

    /// <summary>The handle, which stays valid until <see cref="Release"/>; 0 if it was disposed.</summary>
    internal nint Acquire()
    {
        for (var seen = users; seen > 0 && disposed == 0;)
        {
            var found = Interlocked.CompareExchange(ref users, seen + 1, seen);
            if (found == seen)
            {
                return handle;
            }
            seen = found;
        }
        return 0;
    }

    /// <summary>Ends one use; the handle is returned to whom has to free it, else 0.</summary>
    internal nint Release() => Interlocked.Decrement(ref users) == 0 ? handle : 0;

    /// <summary>Ends the owner's use, once.</summary>
    /// <param name="first">True at the first call.</param>
    internal nint Dispose(out bool first)
    {
        first = Interlocked.Exchange(ref disposed, 1) == 0;
        return first ? Release() : 0;
    }
}
