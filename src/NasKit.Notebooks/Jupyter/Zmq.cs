using System.Runtime.InteropServices;

namespace NasKit.Notebooks.Jupyter;

/// <summary>The functions of libzmq that a kernel needs, as its own header states them.</summary>
internal static partial class Zmq
{
    public const int Pub = 1, Router = 6;
    public const int Linger = 17, MaxMessageSize = 22, SendHighWater = 23, ReceiveHighWater = 24, RouterHandover = 56, Ipv6 = 42;
    public const int DontWait = 1, SendMore = 2;
    public const short PollIn = 1;
    public const int Interrupted = 4, Again = 11, AddressInUse = 98;

    private const string Library = "libzmq.so.5";

    [LibraryImport(Library, EntryPoint = "zmq_ctx_new", SetLastError = true)]
    public static partial nint NewContext();

    [LibraryImport(Library, EntryPoint = "zmq_ctx_term", SetLastError = true)]
    public static partial int EndContext(nint context);

    [LibraryImport(Library, EntryPoint = "zmq_socket", SetLastError = true)]
    public static partial nint NewSocket(ZmqContext context, int type);

    [LibraryImport(Library, EntryPoint = "zmq_close", SetLastError = true)]
    public static partial int Close(nint socket);

    [LibraryImport(Library, EntryPoint = "zmq_bind", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Bind(ZmqSocket socket, string address);

    [LibraryImport(Library, EntryPoint = "zmq_setsockopt", SetLastError = true)]
    public static unsafe partial int Set(ZmqSocket socket, int option, void* value, nuint size);

    [LibraryImport(Library, EntryPoint = "zmq_send", SetLastError = true)]
    public static unsafe partial int Send(ZmqSocket socket, byte* data, nuint size, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_init")]
    public static partial int Begin(ref Frame frame);

    [LibraryImport(Library, EntryPoint = "zmq_msg_recv", SetLastError = true)]
    public static partial int Receive(ref Frame frame, ZmqSocket socket, int flags);

    [LibraryImport(Library, EntryPoint = "zmq_msg_data")]
    public static partial nint Data(ref Frame frame);

    [LibraryImport(Library, EntryPoint = "zmq_msg_size")]
    public static partial nuint Size(ref Frame frame);

    [LibraryImport(Library, EntryPoint = "zmq_msg_more")]
    public static partial int More(ref Frame frame);

    [LibraryImport(Library, EntryPoint = "zmq_msg_close")]
    public static partial int End(ref Frame frame);

    [LibraryImport(Library, EntryPoint = "zmq_poll", SetLastError = true)]
    public static unsafe partial int Poll(PollItem* items, int count, nint timeoutMilliseconds);

    [LibraryImport(Library, EntryPoint = "zmq_strerror")]
    private static partial nint ErrorText(int error);

    /// <summary>What libzmq calls the last error.</summary>
    public static string Describe(int error) => Marshal.PtrToStringUTF8(ErrorText(error)) ?? $"error {error}";

    /// <summary>One frame of a message, in libzmq's own hands.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 64)]
    public struct Frame
    {
        private readonly long first;
    }

    /// <summary>A socket or a file descriptor to wait for.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollItem
    {
        public nint Socket;
        public int Descriptor;
        public short Events;
        public short Ready;
    }
}
