using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary>What is to be sent, in order. Text that a cell writes in a burst is joined; a cell that writes faster than can be sent waits.</summary>
/// <param name="wake">Tells the thread that sends that there is something; must not wait.</param>
internal sealed class Outbox(Action wake)
{
    private const int LongestText = 1 << 18; // characters of one stream message
    private const long Full = 32L << 20; // characters; a cell that has so many unsent waits
    private const int TextEvery = 25; // ms between two messages of text that nothing else follows

    private readonly object gate = new();
    private readonly Queue<Entry> entries = new();
    private Entry? last;
    private long waiting;
    private long textSent;
    private bool closed;

    /// <summary>Queues a message.</summary>
    public void Post(OutgoingMessage message)
    {
        lock (gate)
            Add(new Entry { Message = message });
        wake();
    }

    /// <summary>Queues an output of a cell; waits where too much is queued already.</summary>
    /// <exception cref="ThreadInterruptedException">The cell was stopped while it waited.</exception>
    public void PostOutput(OutgoingMessage message)
    {
        lock (gate)
        {
            WaitForRoom();
            Add(new Entry { Message = message });
        }
        wake();
    }

    /// <summary>Queues text of a cell, joined to that before it; waits where too much is queued already.</summary>
    /// <exception cref="ThreadInterruptedException">The cell was stopped while it waited.</exception>
    public void PostText(byte[] parentHeader, string name, string text)
    {
        lock (gate)
        {
            for (var start = 0; start < text.Length;)
            {
                WaitForRoom();
                if (last is not { Text: { } joined } || last.Name != name || !ReferenceEquals(last.ParentHeader, parentHeader) || joined.Length >= LongestText)
                    Add(new Entry { Text = joined = new StringBuilder(), Name = name, ParentHeader = parentHeader });
                var length = Math.Min(text.Length - start, LongestText - joined.Length);
                joined.Append(text, start, length);
                waiting += length;
                start += length;
            }
        }
        wake();
    }

    /// <summary>The next message that is due.</summary>
    /// <param name="message">The message.</param>
    /// <param name="dueMilliseconds">Where none is due: how long until one will be; -1: there is none.</param>
    public bool TryTake(out OutgoingMessage message, out int dueMilliseconds)
    {
        lock (gate)
        {
            message = null!;
            dueMilliseconds = -1;
            if (!entries.TryPeek(out var next))
                return false;
            if (next.Text is null)
            {
                entries.Dequeue();
                message = next.Message!;
            }
            else
            {
                var age = Stopwatch.GetElapsedTime(textSent).TotalMilliseconds;
                if (entries.Count == 1 && !closed && textSent != 0 && age < TextEvery && next.Text.Length < LongestText)
                {
                    dueMilliseconds = Math.Max(1, (int)(TextEvery - age));
                    return false;
                }
                var text = next.Text.ToString();
                // Half a character waits for its other half.
                if (char.IsHighSurrogate(text[^1]) && !closed)
                {
                    if (entries.Count == 1 && text.Length == 1)
                        return false;
                    var joins = entries.Count > 1 && entries.ElementAt(1) is { Text: not null } following && following.Name == next.Name && ReferenceEquals(following.ParentHeader, next.ParentHeader);
                    if (joins)
                        entries.ElementAt(1).Text!.Insert(0, text[^1]);
                    if (joins || entries.Count == 1)
                        text = text[..^1];
                }
                textSent = Stopwatch.GetTimestamp();
                waiting -= text.Length;
                if (entries.Count == 1 && text.Length < next.Text.Length)
                    next.Text.Remove(0, text.Length);
                else
                    entries.Dequeue();
                message = new OutgoingMessage(
                    Channel.IoPub, Topics.Stream, "stream", next.ParentHeader, new JsonObject { ["name"] = next.Name, ["text"] = text });
            }
            if (entries.Count == 0)
                last = null;
            if (waiting <= Full)
                Monitor.PulseAll(gate);
            return true;
        }
    }

    /// <summary>Nothing waits any more; what is queued is due at once.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            Monitor.PulseAll(gate);
        }
        wake();
    }

    private void WaitForRoom()
    {
        while (waiting > Full && !closed)
            Monitor.Wait(gate);
    }

    private void Add(Entry entry)
    {
        entries.Enqueue(entry);
        last = entry;
    }

    private sealed class Entry
    {
        public OutgoingMessage? Message { get; init; }

        public StringBuilder? Text { get; init; }

        public string Name { get; init; } = "";

        public byte[]? ParentHeader { get; init; }
    }
}
