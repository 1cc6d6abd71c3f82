using System.Runtime.InteropServices;

namespace NasKit.Notebooks.Jupyter;

/// <summary>What all sockets of a process share. Closing it waits until each socket is closed and has sent what its linger time allows.</summary>
internal sealed class ZmqContext : SafeHandle
{
    /// <exception cref="NotebookException">libzmq is not on this machine.</exception>
    public ZmqContext() : base(0, ownsHandle: true)
    {
        try
        {
            SetHandle(Zmq.NewContext());
        }
        catch (DllNotFoundException e)
        {
            throw new NotebookException("The kernel needs ZeroMQ (libzmq.so.5), which is not on this machine. On Debian: apt-get install libzmq5.", e);
        }
        if (IsInvalid)
            throw new NotebookException($"ZeroMQ did not start: {Zmq.Describe(Marshal.GetLastPInvokeError())}.");
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        int ended;
        do
            ended = Zmq.EndContext(handle);
        while (ended != 0 && Marshal.GetLastPInvokeError() == Zmq.Interrupted);
        return ended == 0;
    }
}
