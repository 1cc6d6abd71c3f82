using System.Globalization;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Documents;

/// <summary>Says how two notebooks differ, cell by cell, cells being matched by their ids.</summary>
public static class NotebookDiff
{
    private const int MostLines = 20;

    /// <summary>The differences as lines of text; none where the notebooks say the same.</summary>
    /// <param name="before">The one notebook.</param>
    /// <param name="after">The other.</param>
    /// <param name="outputs">Whether outputs count; execution counts never do.</param>
    public static IReadOnlyList<string> Lines(Notebook before, Notebook after, bool outputs = true)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var lines = new List<string>();
        if (!JsonNode.DeepEquals(before.Metadata, after.Metadata))
            lines.Add($"~ notebook: metadata ({Keys(before.Metadata, after.Metadata)})");
        var old = before.Cells.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        var now = after.Cells.ToDictionary(cell => cell.Id, StringComparer.Ordinal);
        var kept = after.Cells.Where(cell => old.ContainsKey(cell.Id)).Select(cell => cell.Id).ToList();
        // Those that keep their order are not moved; the rest are.
        var still = LongestCommon([.. before.Cells.Select(cell => cell.Id)], [.. kept], StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in before.Cells.Where(cell => !now.ContainsKey(cell.Id)))
        {
            lines.Add($"- cell {gone.Id}: removed ({Kind(gone)})");
            Quote(gone.Source.Split('\n').Select(line => (' ', line)), '-');
        }
        foreach (var cell in after.Cells)
        {
            if (!old.TryGetValue(cell.Id, out var was))
            {
                lines.Add($"+ cell {cell.Id}: added ({Kind(cell)})");
                Quote(cell.Source.Split('\n').Select(line => (' ', line)), '+');
                continue;
            }
            if (!still.Contains(cell.Id))
                lines.Add($"~ cell {cell.Id}: moved");
            if (was.GetType() != cell.GetType())
                lines.Add($"~ cell {cell.Id}: {Kind(was)} became {Kind(cell)}");
            if (was.Source != cell.Source)
            {
                lines.Add($"~ cell {cell.Id}: source");
                Quote(Changes(was.Source.Split('\n'), cell.Source.Split('\n')), null);
            }
            if (!JsonNode.DeepEquals(was.Metadata, cell.Metadata))
                lines.Add($"~ cell {cell.Id}: metadata ({Keys(was.Metadata, cell.Metadata)})");
            if (outputs && was is CodeCell { Outputs: var first } && cell is CodeCell { Outputs: var second })
                Outputs(cell.Id, first, second);
        }
        return lines;

        void Outputs(string id, IReadOnlyList<Output> first, IReadOnlyList<Output> second)
        {
            if (first.Count != second.Count)
                lines.Add($"~ cell {id}: outputs ({Count(first)} before, {Count(second)} after)");
            for (var i = 0; i < Math.Min(first.Count, second.Count); i++)
            {
                if (Same(first[i], second[i]))
                    continue;
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"~ cell {id}: output {i + 1} ({What(first[i], second[i])})"));
                var (one, other) = (Text(first[i]).TrimEnd('\n'), Text(second[i]).TrimEnd('\n'));
                if (one != other)
                    Quote(Changes(one.Split('\n'), other.Split('\n')), null);
            }
        }

        void Quote(IEnumerable<(char Mark, string Line)> content, char? mark)
        {
            var all = content.ToList();
            foreach (var (own, line) in all.Take(MostLines))
                lines.Add($"    {mark ?? own} {(line.Length <= 160 ? line : line[..159] + "…")}");
            if (all.Count > MostLines)
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"    … {all.Count - MostLines} more lines"));
        }
    }

    /// <summary>Lines that are only in the one or only in the other text, in order.</summary>
    private static IEnumerable<(char, string)> Changes(string[] before, string[] after)
    {
        var common = LongestCommon(before, after, StringComparer.Ordinal);
        var (i, j) = (0, 0);
        foreach (var line in common.Append(null))
        {
            for (; i < before.Length && before[i] != line; i++)
                yield return ('-', before[i]);
            for (; j < after.Length && after[j] != line; j++)
                yield return ('+', after[j]);
            (i, j) = (i + 1, j + 1);
        }
    }

    private static List<string> LongestCommon(string[] one, string[] other, StringComparer comparer)
    {
        // What both begin and end with is common anyway; the table is only for the middle, and a middle of any size stays affordable.
        var start = 0;
        while (start < one.Length && start < other.Length && comparer.Equals(one[start], other[start]))
            start++;
        var end = 0;
        while (end < one.Length - start && end < other.Length - start && comparer.Equals(one[^(end + 1)], other[^(end + 1)]))
            end++;
        var (a, b) = (one[start..(one.Length - end)], other[start..(other.Length - end)]);
        var middle = new List<string>();
        if ((long)a.Length * b.Length <= 4_000_000)
        {
            var best = new int[a.Length + 1, b.Length + 1];
            for (var i = a.Length - 1; i >= 0; i--)
                for (var j = b.Length - 1; j >= 0; j--)
                    best[i, j] = comparer.Equals(a[i], b[j]) ? best[i + 1, j + 1] + 1 : Math.Max(best[i + 1, j], best[i, j + 1]);
            for (var (i, j) = (0, 0); i < a.Length && j < b.Length;)
            {
                if (comparer.Equals(a[i], b[j]))
                {
                    middle.Add(a[i]);
                    (i, j) = (i + 1, j + 1);
                }
                else if (best[i + 1, j] >= best[i, j + 1])
                {
                    i++;
                }
                else
                {
                    j++;
                }
            }
        }
        return [.. one[..start], .. middle, .. one[(one.Length - end)..]];
    }

    private static bool Same(Output one, Output other) => (one, other) switch
    {
        (StreamOutput a, StreamOutput b) => a.Name == b.Name && a.Text == b.Text,
        (ErrorOutput a, ErrorOutput b) => a.Name == b.Name && a.Value == b.Value && a.Traceback.SequenceEqual(b.Traceback),
        (BundleOutput a, BundleOutput b) => a.GetType() == b.GetType() && JsonNode.DeepEquals(a.Data, b.Data) && JsonNode.DeepEquals(a.Metadata, b.Metadata),
        _ => false,
    };

    private static string What(Output one, Output other)
    {
        if (one is BundleOutput a && other is BundleOutput b)
        {
            var types = a.Data.Select(entry => entry.Key).Union(b.Data.Select(entry => entry.Key)).Where(type => !JsonNode.DeepEquals(a.Data[type], b.Data[type])).ToList();
            return types.Count > 0 ? string.Join(", ", types) : "its metadata or kind";
        }
        return Kind(one) == Kind(other) ? Kind(one) : $"{Kind(one)} became {Kind(other)}";
    }

    private static string Text(Output output) => output switch
    {
        StreamOutput stream => stream.Text,
        ErrorOutput error => $"{error.Name}: {error.Value}",
        BundleOutput { Data: var data } => data[MimeTypes.Text] is JsonValue value && value.TryGetValue(out string? text) ? text : "",
        _ => "",
    };

    private static string Kind(Output output) => output switch { StreamOutput stream => stream.Name, ErrorOutput => "an error", ResultOutput => "a result", _ => "a display" };

    private static string Kind(Cell cell) => cell switch { CodeCell => "code", MarkdownCell => "markdown", _ => "raw" };

    private static string Count(IReadOnlyList<Output> outputs) => outputs.Count == 0 ? "none" : outputs.Count.ToString(CultureInfo.InvariantCulture);

    private static string Keys(JsonObject one, JsonObject other) =>
        string.Join(", ", one.Select(entry => entry.Key).Union(other.Select(entry => entry.Key)).Where(key => !JsonNode.DeepEquals(one[key], other[key])));
}
