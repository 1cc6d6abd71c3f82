using System.IO.Pipes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>The five sockets and the one thread that touches them: reads what comes, checks it, sends what is queued, echoes heartbeats.</summary>
internal sealed class Wire : IDisposable
{
    private const int TurnsPerRound = 64; // so that neither side waits for a flood of the other
    private const int MostComplaints = 20;
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly ZmqContext context = new();
    private readonly ZmqSocket[] sockets = new ZmqSocket[5];
    private readonly MessageCodec codec;
    private readonly Action<Message> received;
    private readonly AnonymousPipeServerStream wakeEnd = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream sleepEnd;
    private readonly Thread thread;
    private int woken;
    private int complaints;
    private volatile bool ending;

    /// <summary>Listens at the connection file's ports.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="received">Is given each message that is signed and whole, on the sockets' thread; must not wait.</param>
    /// <exception cref="NotebookException">libzmq is missing, or an address is taken.</exception>
    public Wire(ConnectionFile connection, Action<Message> received)
    {
        this.received = received;
        codec = new MessageCodec(connection.Key);
        sleepEnd = new AnonymousPipeClientStream(PipeDirection.In, wakeEnd.ClientSafePipeHandle);
        Outbox = new Outbox(Wake);
        try
        {
            Listen(Channel.Heartbeat, Zmq.Router, connection.HeartbeatPort);
            Listen(Channel.Shell, Zmq.Router, connection.ShellPort);
            Listen(Channel.Control, Zmq.Router, connection.ControlPort);
            Listen(Channel.Stdin, Zmq.Router, connection.StdinPort);
            Listen(Channel.IoPub, Zmq.Pub, connection.IoPubPort);
        }
        catch
        {
            foreach (var socket in sockets)
                socket?.Dispose();
            context.Dispose();
            throw;
        }
        thread = new Thread(Loop) { IsBackground = true, Name = "NasKit sockets" };

        void Listen(Channel channel, int type, int port) => sockets[(int)channel] = ZmqSocket.Listen(context, type, connection.Address(port));
    }

    /// <summary>What is to be sent.</summary>
    public Outbox Outbox { get; }

    /// <summary>Begins to read and send.</summary>
    public void Start() => thread.Start();

    /// <summary>Sends what is queued and closes the sockets.</summary>
    public void Dispose()
    {
        if (ending)
            return;
        ending = true;
        Outbox.Close();
        if (thread.IsAlive && Thread.CurrentThread != thread)
            thread.Join(LongestFarewell);
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref woken, 1) == 0)
            wakeEnd.WriteByte(1);
    }

    private unsafe void Loop()
    {
        var items = stackalloc Zmq.PollItem[5];
        for (var i = 0; i < 4; i++)
            items[i] = new Zmq.PollItem { Socket = sockets[i].DangerousGetHandle(), Events = Zmq.PollIn };
        items[4] = new Zmq.PollItem { Descriptor = (int)sleepEnd.SafePipeHandle.DangerousGetHandle(), Events = Zmq.PollIn };
        var due = -1;
        while (true)
        {
            Zmq.Poll(items, 5, due);
            if ((items[4].Ready & Zmq.PollIn) != 0)
            {
                sleepEnd.ReadByte();
                Interlocked.Exchange(ref woken, 0);
            }
            for (var i = 0; i < 4; i++)
            {
                if ((items[i].Ready & Zmq.PollIn) != 0)
                    Take((Channel)i);
            }
            due = SendDue();
            if (due == -1 && ending)
                break;
        }
        foreach (var socket in sockets)
            socket.Dispose();
        context.Dispose();
        // The pipe stays: threads of cells may still post, and what they post is dropped.
    }

    private void Take(Channel channel)
    {
        var socket = sockets[(int)channel];
        for (var i = 0; i < TurnsPerRound && socket.Receive() is { } frames; i++)
        {
            if (channel == Channel.Heartbeat)
                socket.Send(frames);
            else if (codec.Read(channel, frames, out var why) is { } message)
                received(message);
            else if (++complaints <= MostComplaints)
                Console.Error.WriteLine($"naskit kernel: dropped a message on {channel}: {why}.{(complaints == MostComplaints ? " No more of these are told." : "")}");
        }
    }

    private int SendDue()
    {
        for (var i = 0; i < TurnsPerRound; i++)
        {
            if (!Outbox.TryTake(out var message, out var due))
                return due;
            sockets[(int)message.Channel].Send(codec.Write(message));
        }
        return 0;
    }
}
