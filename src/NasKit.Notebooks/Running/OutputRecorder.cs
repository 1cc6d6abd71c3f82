using System.Text;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Running;

/// <summary>Makes the outputs of a notebook's cells out of what the session reports.</summary>
internal sealed class OutputRecorder
{
    private readonly List<List<Slot>> cells = [];
    private bool clearsAtNext;

    /// <summary>What comes from now on belongs to a new cell.</summary>
    public void Begin()
    {
        cells.Add([]);
        clearsAtNext = false;
    }

    /// <summary>Takes one event.</summary>
    public void Accept(SessionEvent happened, int number)
    {
        var outputs = cells[^1];
        if (clearsAtNext && happened is (StreamWritten or ValueDisplayed or ResultReturned))
        {
            outputs.Clear();
            clearsAtNext = false;
        }
        switch (happened)
        {
            case OutputCleared { Wait: var waits }:
                clearsAtNext = waits;
                if (!waits)
                    outputs.Clear();
                break;
            case StreamWritten { Name: var name, Text: var text }:
                if (outputs is not [.., { Stream: { } stream }] || stream.Name != name)
                    outputs.Add(new Slot { Stream = stream = (name, new StringBuilder()) });
                stream.Text.Append(text);
                break;
            case ValueDisplayed shown:
                outputs.Add(new Slot { DisplayId = shown.DisplayId, Output = new DisplayOutput(shown.Data, []) });
                break;
            case DisplayUpdated update:
                foreach (var slot in cells.SelectMany(cell => cell).Where(slot => slot.DisplayId == update.DisplayId))
                    slot.Output = new DisplayOutput((JsonObject)update.Data.DeepClone(), []);
                break;
            case ResultReturned result:
                outputs.Add(new Slot { Output = new ResultOutput(result.Data, [], number) });
                break;
        }
    }

    /// <summary>Adds the error that ended the cell.</summary>
    public void Fail(CellError error)
    {
        if (clearsAtNext)
            cells[^1].Clear();
        cells[^1].Add(new Slot { Output = error.ToOutput() });
    }

    /// <summary>The outputs of the cell that was begun as the n-th, from 0.</summary>
    public IReadOnlyList<Output> Outputs(int cell) =>
        [.. cells[cell].Select(slot => slot.Stream is { } stream ? new StreamOutput(stream.Name, stream.Text.ToString()) : slot.Output!)];

    private sealed class Slot
    {
        public (string Name, StringBuilder Text)? Stream { get; init; }

        public string? DisplayId { get; init; }

        public Output? Output { get; set; }
    }
}
