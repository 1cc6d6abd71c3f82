using System.Globalization;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Running;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary>Tells in lines how a run goes on: each cell, what it puts out, how long it took.</summary>
internal abstract class RunProgress : IRunObserver
{
    private const int MostLinesOfAValue = 12;
    private const string Indent = "      ";
    private readonly Dictionary<string, string> updated = [];
    private string partial = "";

    public void CellStarted(int number, int count, string heading)
    {
        updated.Clear();
        partial = "";
        var title = string.Create(CultureInfo.InvariantCulture, $"[{number}/{count}] {heading}");
        Print(title);
        Begin(title);
    }

    public void CellPutOut(SessionEvent happened)
    {
        switch (happened)
        {
            case StreamWritten stream:
                var lines = (partial + stream.Text).Split('\n');
                foreach (var line in lines[..^1])
                    Print(Indent + Overwritten(line));
                partial = lines[^1];
                if (partial.Contains('\r', StringComparison.Ordinal))
                {
                    partial = partial.TrimEnd('\r').Split('\r')[^1] + "\r";
                    Status(Overwritten(partial));
                }
                break;
            case ValueDisplayed shown:
                PrintValue(shown.Data);
                break;
            case ResultReturned result:
                PrintValue(result.Data);
                break;
            case DisplayUpdated update when Text(update.Data) is { } text:
                updated[update.DisplayId] = text;
                Status(text.TrimEnd().Split('\n')[^1]);
                break;
        }
    }

    public void CellEnded(CellOutcome outcome)
    {
        End();
        if (partial.Length > 0)
            Print(Indent + Overwritten(partial));
        foreach (var text in updated.Values)
            PrintLines(text);
        var time = outcome.Elapsed.TotalSeconds < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{outcome.Elapsed.TotalSeconds:0.0} s")
            : outcome.Elapsed.ToString(@"h\:mm\:ss", CultureInfo.InvariantCulture);
        Print(Indent + outcome.Status switch
        {
            CellStatus.Succeeded => time,
            CellStatus.Failed => "failed after " + time,
            _ => "stopped after " + time,
        });
    }

    /// <summary>Prints a line that stays.</summary>
    protected abstract void Print(string line);

    /// <summary>A cell is at work from now on.</summary>
    protected abstract void Begin(string title);

    /// <summary>The cell's own word on how far it is; each replaces the one before.</summary>
    protected abstract void Status(string text);

    /// <summary>The cell is done.</summary>
    protected abstract void End();

    private void PrintValue(JsonObject data)
    {
        if (Text(data) is { } text)
            PrintLines(text);
    }

    private void PrintLines(string text)
    {
        var lines = text.TrimEnd().Split('\n');
        foreach (var line in lines.Take(MostLinesOfAValue))
            Print(Indent + line.TrimEnd('\r'));
        if (lines.Length > MostLinesOfAValue)
            Print(string.Create(CultureInfo.InvariantCulture, $"{Indent}… {lines.Length - MostLinesOfAValue} more lines"));
    }

    private static string Overwritten(string line) => line.TrimEnd('\r').Split('\r')[^1];

    private static string? Text(JsonObject data) => data[MimeTypes.Text] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
