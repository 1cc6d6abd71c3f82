using System.Globalization;
using System.Text;
using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <content>Reading of CSV files.</content>
public sealed partial class BenchmarkTable
{
    private static readonly string[] UsualNames = ["arch", "architecture"];

    /// <summary>Reads a CSV file, plain or gzip-compressed: a header, then a row for each architecture.</summary>
    /// <param name="path">The file.</param>
    /// <param name="space">The space of its architectures.</param>
    /// <param name="architectureColumn">Name of the column that holds them; by default <c>arch</c> or <c>architecture</c>, or else the first.</param>
    /// <exception cref="NasKitException">The file is not there or damaged, an architecture is malformed or occurs twice, a row has too few or too
    /// many cells, or there is no row: the message names file, line and column. Cells that are no numbers only matter in columns that are used.</exception>
    public static BenchmarkTable Read(string path, SearchSpace space, string? architectureColumn = null)
    {
        ArgumentNullException.ThrowIfNull(space);
        return Parse(TableFile.Read(path), path, space, architectureColumn);
    }

    internal static BenchmarkTable Parse(byte[] text, string path, SearchSpace space, string? architectureColumn)
    {
        var cursor = new CsvCursor(text, path);
        var names = Header(cursor, path);
        var key = KeyColumn(names, architectureColumn, path);
        var rows = new RowIndex(space);
        var lines = new List<int>();
        var numbers = new NumberReader(names, key, path, cursor.RecordsLeft);
        while (cursor.Next())
        {
            numbers.CheckWidth(cursor);
            var earlier = rows.Add(Architecture(cursor, key, names[key], path, space));
            if (earlier >= 0)
            {
                throw new NasKitException(
                    string.Create(CultureInfo.InvariantCulture, $"{path}, line {cursor.Line}, column {names[key]}: architecture {Encoding.UTF8.GetString(cursor[key])} stands in line {lines[earlier]} already."),
                    "Every architecture has one row; join the rows or leave one out.");
            }

            lines.Add(cursor.Line);
            numbers.Add(cursor);
        }

        if (rows.Count == 0)
        {
            throw new NasKitException($"{path} has a header but no rows.", "Check that the whole file is there.");
        }

        return new BenchmarkTable(System.IO.Path.GetFileName(path), path, space, rows, numbers.Columns());
    }

    /// <summary>The columns of another file whose rows are those of this table by the number in a column that both have.</summary>
    /// <param name="text">Text of the other file.</param>
    /// <param name="path">The other file.</param>
    /// <param name="key">Name of the column.</param>
    internal IEnumerable<TableColumn> Joined(byte[] text, string path, string key)
    {
        var rowOf = new Dictionary<double, int>();
        var own = Column(key).CompleteValues;
        for (var row = 0; row < own.Length; row++)
        {
            rowOf[own[row]] = row;
        }

        var cursor = new CsvCursor(text, path);
        var names = Header(cursor, path);
        var at = KeyColumn(names, key, path);
        var numbers = new NumberReader(names, at, path, Count);
        numbers.FillMissing(Count);
        var known = new bool[Count];
        while (cursor.Next())
        {
            numbers.CheckWidth(cursor);
            if (!double.TryParse(cursor[at], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !rowOf.Remove(number, out var row))
            {
                throw new NasKitException(
                    string.Create(CultureInfo.InvariantCulture, $"{path}, line {cursor.Line}, column {key}: '{Encoding.UTF8.GetString(cursor[at])}' is no {key} of {File}, or stands there twice."),
                    "Take both files from one source.");
            }

            numbers.Set(row, cursor);
            known[row] = true;
        }

        var unknown = Array.IndexOf(known, false);
        return numbers.Columns(unknown < 0 ? null : $"{path} has no row for {key} {own[unknown].ToString(CultureInfo.InvariantCulture)}").Where(column => !columns.ContainsKey(column.Name));
    }

    private static string[] Header(CsvCursor cursor, string path)
    {
        if (!cursor.Next())
        {
            throw new NasKitException($"{path} is empty.", "A table begins with the names of its columns.");
        }

        var names = new string[cursor.Count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = Encoding.UTF8.GetString(cursor[i]).Trim();
        }

        var duplicate = names.GroupBy(name => name).FirstOrDefault(group => group.Key.Length == 0 || group.Count() > 1);
        return duplicate is null ? names : throw new NasKitException(
            duplicate.Key.Length == 0 ? $"{path}, line {cursor.Line}: column {Array.IndexOf(names, "") + 1} has no name." : $"{path}, line {cursor.Line}: {duplicate.Count()} columns are named {duplicate.Key}.",
            "Give every column a name of its own.");
    }

    private static int KeyColumn(string[] names, string? wanted, string path)
    {
        if (wanted is null)
        {
            return Math.Max(0, Array.FindIndex(names, name => UsualNames.Contains(name, StringComparer.OrdinalIgnoreCase)));
        }

        var index = Array.IndexOf(names, wanted);
        return index >= 0 ? index : throw new NasKitException($"{path} has no column '{wanted}'. It has: {string.Join(", ", names)}.", "Choose one of these.");
    }

    private static Architecture Architecture(CsvCursor cursor, int key, string column, string path, SearchSpace space)
    {
        try
        {
            return space.Parse(Encoding.UTF8.GetString(cursor[key]));
        }
        catch (Exception error) when (error is FormatException or ArgumentException)
        {
            throw new NasKitException(
                string.Create(CultureInfo.InvariantCulture, $"{path}, line {cursor.Line}, column {column}: {error.Message}"),
                $"Architectures of this table are read for the space {space.Name}.", error);
        }
    }
}
