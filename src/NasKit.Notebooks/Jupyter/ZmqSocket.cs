using System.Runtime.InteropServices;

namespace NasKit.Notebooks.Jupyter;

/// <summary>One socket; to be used by one thread only.</summary>
internal sealed class ZmqSocket : SafeHandle
{
    private const long LargestMessage = 256L << 20;
    private const int LingerMilliseconds = 1000;

    public ZmqSocket() : base(0, ownsHandle: true) { }

    public override bool IsInvalid => handle == 0;

    /// <summary>Opens a socket and listens at an address.</summary>
    /// <exception cref="NotebookException">The address is taken or no address of this machine.</exception>
    public static unsafe ZmqSocket Listen(ZmqContext context, int type, string address)
    {
        var socket = new ZmqSocket();
        socket.SetHandle(Zmq.NewSocket(context, type));
        if (socket.IsInvalid)
            throw new NotebookException($"ZeroMQ gave no socket: {Zmq.Describe(Marshal.GetLastPInvokeError())}.");
        int linger = LingerMilliseconds, none = 0, yes = 1;
        var largest = LargestMessage;
        Zmq.Set(socket, Zmq.Linger, &linger, sizeof(int));
        Zmq.Set(socket, Zmq.MaxMessageSize, &largest, sizeof(long));
        // A front end that reads slowly is waited for rather than cut off; a dropped idle would leave it waiting for ever.
        Zmq.Set(socket, Zmq.SendHighWater, &none, sizeof(int));
        if (address.Contains('[', StringComparison.Ordinal))
            Zmq.Set(socket, Zmq.Ipv6, &yes, sizeof(int));
        // A front end that died and came back under its old identity takes the place of its dead connection.
        if (type == Zmq.Router)
            Zmq.Set(socket, Zmq.RouterHandover, &yes, sizeof(int));
        if (Zmq.Bind(socket, address) == 0)
            return socket;
        var error = Marshal.GetLastPInvokeError();
        socket.Dispose();
        throw new NotebookException($"The kernel cannot listen at {address}: {Zmq.Describe(error)}. Another kernel may be running with this connection file.");
    }

    /// <summary>The next message, all its frames; null where none has come.</summary>
    public List<byte[]>? Receive()
    {
        var frames = new List<byte[]>(8);
        var frame = new Zmq.Frame();
        bool more;
        do
        {
            Zmq.Begin(ref frame);
            int received;
            do
                received = Zmq.Receive(ref frame, this, frames.Count == 0 ? Zmq.DontWait : 0);
            while (received < 0 && Marshal.GetLastPInvokeError() == Zmq.Interrupted);
            if (received < 0)
            {
                Zmq.End(ref frame);
                return null;
            }
            var bytes = new byte[(int)Zmq.Size(ref frame)];
            if (bytes.Length > 0)
                Marshal.Copy(Zmq.Data(ref frame), bytes, 0, bytes.Length);
            more = Zmq.More(ref frame) != 0;
            Zmq.End(ref frame);
            frames.Add(bytes);
        }
        while (more);
        return frames;
    }

    /// <summary>Sends a message; one to a front end that has gone is dropped.</summary>
    public unsafe void Send(IReadOnlyList<byte[]> frames)
    {
        for (var i = 0; i < frames.Count; i++)
        {
            var flags = i < frames.Count - 1 ? Zmq.SendMore : 0;
            fixed (byte* data = frames[i])
            {
                while (Zmq.Send(this, data, (nuint)frames[i].Length, flags) < 0)
                {
                    if (Marshal.GetLastPInvokeError() != Zmq.Interrupted)
                        return;
                }
            }
        }
    }

    protected override bool ReleaseHandle() => Zmq.Close(handle) == 0;
}
