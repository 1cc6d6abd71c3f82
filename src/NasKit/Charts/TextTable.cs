using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Charts;

/// <summary>A small table of texts that prints aligned, as markdown or as HTML; numbers stand to the right, unknown values are <c>NA</c>.</summary>
[TypeFormatterSource(typeof(TableFormatterSource), PreferredMimeTypes = ["text/html", "text/plain"])]
public sealed class TextTable
{
    /// <summary>What an unknown value prints as.</summary>
    public const string Unknown = "NA";

    private readonly bool[] right;

    /// <summary>Makes a table; every row has one cell a column.</summary>
    /// <param name="columns">Column heads, at least one.</param>
    /// <param name="rows">Rows of cells: texts, numbers (six significant digits), booleans (yes, no) or <see langword="null"/> (NA).</param>
    /// <exception cref="ArgumentException">No column, or a row of another length.</exception>
    public TextTable(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        if (columns.Count == 0) throw new ArgumentException("A table needs at least one column.", nameof(columns));
        var texts = new List<IReadOnlyList<string>>();
        right = [.. columns.Select(_ => true)];
        foreach (var row in rows)
        {
            if (row.Count != columns.Count)
            {
                throw new ArgumentException($"Row {texts.Count} has {row.Count} cells, but the table has {columns.Count} columns.", nameof(rows));
            }
            for (var c = 0; c < row.Count; c++) right[c] &= row[c] is null or (IFormattable and not Enum);
            texts.Add([.. row.Select(Cell)]);
        }
        if (texts.Count == 0) Array.Fill(right, false);
        Columns = [.. columns.Select(OneLine)];
        Rows = texts;
    }

    /// <summary>The column heads.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The cells as they print, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows { get; }

    /// <summary>A number as tables and figures print it, in the invariant culture.</summary>
    /// <param name="value">The number; <see langword="null"/> and not-a-number give <c>NA</c>.</param>
    /// <param name="digits">Significant digits, 1…15.</param>
    public static string Number(double? value, int digits = 6)
    {
        if (value is not { } number || double.IsNaN(number)) return Unknown;
        if (double.IsInfinity(number)) return number > 0 ? "∞" : "-∞";
        var text = number.ToString("G" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        // Large counts read better in full than as 1.2E+07; only magnitudes that no axis here reaches keep the exponent.
        return text.Contains('E') && Math.Abs(number) is >= 1 and < 1e15
            ? double.Parse(text, CultureInfo.InvariantCulture).ToString("F0", CultureInfo.InvariantCulture)
            : text;
    }

    /// <summary>The table with columns padded by spaces, as a terminal or a screen reader shows it; lines end with a line feed.</summary>
    public override string ToString()
    {
        var widths = Columns.Select((head, c) => Rows.Aggregate(head.Length, (width, row) => Math.Max(width, row[c].Length))).ToArray();
        var text = new StringBuilder();
        Line(Columns);
        Line([.. widths.Select(width => new string('-', width))]);
        foreach (var row in Rows) Line(row);
        return text.ToString();

        void Line(IReadOnlyList<string> cells)
        {
            var line = new StringBuilder();
            for (var c = 0; c < cells.Count; c++)
            {
                if (c > 0) line.Append("  ");
                line.Append(right[c] ? cells[c].PadLeft(widths[c]) : cells[c].PadRight(widths[c]));
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }
    }

    /// <summary>The table as a GitHub-flavoured markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        Line(Columns);
        Line([.. right.Select(isRight => isRight ? "---:" : "---")]);
        foreach (var row in Rows) Line(row);
        return text.ToString();

        void Line(IEnumerable<string> cells)
            => text.Append("| ").AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|"))).Append(" |\n");
    }

    /// <summary>The table as an HTML <c>table</c> element; every text is escaped.</summary>
    public string ToHtml()
    {
        var text = new StringBuilder("<table>\n<thead><tr>");
        for (var c = 0; c < Columns.Count; c++) Cell("th", c, Columns[c]);
        text.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in Rows)
        {
            text.Append("<tr>");
            for (var c = 0; c < row.Count; c++) Cell("td", c, row[c]);
            text.Append("</tr>\n");
        }
        return text.Append("</tbody>\n</table>").ToString();

        void Cell(string tag, int column, string cell)
            => text.Append('<').Append(tag).Append(" style=\"text-align:").Append(right[column] ? "right" : "left").Append("\">")
                .Append(WebUtility.HtmlEncode(cell)).Append("</").Append(tag).Append('>');
    }

    private static string Cell(object? value) => value switch
    {
        null => Unknown,
        string text => OneLine(text),
        bool truth => truth ? "yes" : "no",
        double number => Number(number),
        float number => Number(number),
        IFormattable other => OneLine(other.ToString(null, CultureInfo.InvariantCulture)),
        _ => OneLine(value.ToString() ?? Unknown),
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
