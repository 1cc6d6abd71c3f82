using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Running;

/// <summary>Says in a few words what a code cell does.</summary>
internal static class CellHeading
{
    /// <summary>The first line of the markdown cell just before the code, else the first line of the code.</summary>
    public static string Of(IReadOnlyList<Cell> cells, int index)
    {
        if (index > 0 && cells[index - 1] is MarkdownCell text && FirstLine(text.Source) is { } line)
            return line.TrimStart('#', '>', '*', '-', ' ').Trim('*', '_', '`', ' ');
        return FirstLine(cells[index].Source) ?? "";
    }

    private static string? FirstLine(string source) => source.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0);
}
