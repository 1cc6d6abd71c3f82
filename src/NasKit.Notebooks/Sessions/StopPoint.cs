using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NasKit.Notebooks.Sessions;

/// <summary>Where a cell can be stopped: the session puts a call of <see cref="Check"/> or <see cref="Enter"/> into every loop and function of a cell.</summary>
/// <remarks>
/// The runtime's own means, <c>ControlledExecution</c>, is no choice: on Linux it does not reach a loop without a call, and now and then
/// ends the process (.NET 10.0: one loop in three did not end, and a loop that allocates killed the process within seconds).
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StopPoint
{
    private static volatile int stopping;

    [ThreadStatic]
    private static nint deepest;

    /// <summary>Goes on, or ends the cell that was asked to stop. Costs one read of memory.</summary>
    /// <exception cref="OperationCanceledException">The cell that started the calling code is to stop.</exception>
    public static void Check()
    {
        if (stopping != 0)
            CSharpSession.ThrowIfAborted();
    }

    /// <summary>The same where a function begins, which may call itself without end.</summary>
    /// <exception cref="OperationCanceledException">The cell that started the calling code is to stop.</exception>
    /// <exception cref="InsufficientExecutionStackException">There is hardly any stack left; running out of it would end the process.</exception>
    public static void Enter()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (Depth() < deepest)
            throw new InsufficientExecutionStackException("A function of the cell calls itself without end, or too deep.");
        Check();
    }

    /// <summary>The calling thread's cells may use so much stack from here on; the rest is for what they call.</summary>
    internal static void Allow(int stackBytes) => deepest = Depth() - stackBytes;

    private static unsafe nint Depth()
    {
        byte here;
        return (nint)(&here);
    }

    /// <summary>Counts the sessions that are being stopped, so that <see cref="Check"/> need not look while there are none.</summary>
    internal static void Watch(bool begins)
    {
        if (begins)
            Interlocked.Increment(ref stopping);
        else
            Interlocked.Decrement(ref stopping);
    }
}
