using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Running;

/// <summary>Says in a few words what a code cell does.</summary>
internal static class CellHeading
{
    private const int Longest = 80;

    /// <summary>The first line of the markdown cell just before the code, else the first line of the code; cut behind a word where it is long.</summary>
    public static string Of(IReadOnlyList<Cell> cells, int index)
    {
        if (index > 0 && cells[index - 1] is MarkdownCell text && FirstLine(text.Source) is { } line)
            return Cut(line.TrimStart('#', '>', '*', '-', ' ').Trim('*', '_', '`', ' '));
        return Cut(FirstLine(cells[index].Source) ?? "");
    }

    private static string Cut(string line)
    {
        if (line.Length <= Longest)
            return line;
        var end = line.LastIndexOf(' ', Longest - 1);
        return line[..(end > Longest / 2 ? end : Longest - 1)].TrimEnd(',', ';', ':', '.', ' ') + "…";
    }

    private static string? FirstLine(string source) => source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
}
