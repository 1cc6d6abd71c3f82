using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>input_request</c> and <c>input_reply</c>: lets a cell read what somebody types.</summary>
internal sealed class InputExchange
{
    private readonly Lock gate = new();
    private Reading? current;

    /// <summary>A cell begins that may read input, or may not; it has ended when the result is disposed.</summary>
    public Reading Begin(Request request, bool allowed)
    {
        var reading = new Reading(this, request, allowed);
        lock (gate)
            current = reading;
        return reading;
    }

    /// <summary>Asks whoever runs the current cell for a line.</summary>
    /// <exception cref="NotSupportedException">The front end takes no input, or no cell runs.</exception>
    /// <exception cref="OperationCanceledException">The cell was stopped while it waited.</exception>
    public string Ask(string prompt, bool hidden, CancellationToken stop)
    {
        Reading? reading;
        lock (gate)
            reading = current;
        if (reading is null)
            throw new NotSupportedException("No cell is running, so there is nobody to ask for input.");
        if (!reading.Allowed)
            throw new NotSupportedException("This front end takes no input from the keyboard (allow_stdin is false); put the value into a variable.");
        return reading.Ask(prompt, hidden, stop);
    }

    /// <summary>Takes an <c>input_reply</c>; one that nobody waits for is dropped.</summary>
    public void Accept(Message message)
    {
        if (message.Type != "input_reply" || message.Content["value"] is not JsonValue value || !value.TryGetValue(out string? text))
            return;
        lock (gate)
            current?.Accept(text);
    }

    /// <summary>What one cell reads.</summary>
    public sealed class Reading(InputExchange owner, Request request, bool allowed) : IDisposable
    {
        private readonly BlockingCollection<string> replies = [];
        private bool waiting;

        public bool Allowed => allowed;

        public string Ask(string prompt, bool hidden, CancellationToken stop)
        {
            lock (owner.gate)
            {
                while (replies.TryTake(out _))
                {
                }
                waiting = true;
            }
            request.AskForInput(new JsonObject { ["prompt"] = prompt, ["password"] = hidden });
            return replies.Take(stop);
        }

        /// <summary>Takes an answer, if one is waited for; the owner's gate is held.</summary>
        public void Accept(string text)
        {
            if (!waiting)
                return;
            waiting = false;
            replies.Add(text);
        }

        public void Dispose()
        {
            lock (owner.gate)
                owner.current = null;
        }
    }
}
