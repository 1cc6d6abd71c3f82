namespace NasKit.Notebooks.Jupyter;

/// <summary>What was run since the kernel started, and what came out; the oldest cells are forgotten.</summary>
internal sealed class History
{
    private const int Longest = 10_000;
    private const int LongestResult = 10_000; // characters

    private readonly Lock gate = new();
    private readonly List<HistoryEntry> entries = [];

    /// <summary>A cell begins.</summary>
    public void Add(int number, string code)
    {
        lock (gate)
        {
            if (entries.Count == Longest)
                entries.RemoveRange(0, Longest / 10);
            entries.Add(new HistoryEntry(number, code, null));
        }
    }

    /// <summary>A cell has given a result.</summary>
    public void Result(int number, string text)
    {
        lock (gate)
        {
            var at = entries.FindLastIndex(entry => entry.Number == number);
            if (at >= 0)
                entries[at] = entries[at] with { Result = text.Length <= LongestResult ? text : text[..LongestResult] + "…" };
        }
    }

    /// <summary>Everything that is remembered, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> All
    {
        get
        {
            lock (gate)
                return [.. entries];
        }
    }
}

/// <summary>One cell that was run.</summary>
/// <param name="Number">Its execution count.</param>
/// <param name="Code">Its text.</param>
/// <param name="Result">The text of its result; null: it gave none.</param>
internal sealed record HistoryEntry(int Number, string Code, string? Result);
