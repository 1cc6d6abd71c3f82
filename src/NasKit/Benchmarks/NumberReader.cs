using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace NasKit.Benchmarks;

/// <summary>Collects the cells of a table in columns of numbers.</summary>
internal sealed class NumberReader
{
    private readonly string[] names;
    private readonly int key;
    private readonly string file;
    private readonly double[][] values;
    private readonly string?[] notNumeric;
    private readonly string?[] missing;
    private int capacity;
    private int count;

    /// <param name="names">Names of all columns.</param>
    /// <param name="key">The column that is not collected.</param>
    /// <param name="file">What to call the file in messages.</param>
    /// <param name="capacity">About how many rows will come.</param>
    public NumberReader(string[] names, int key, string file, int capacity)
    {
        (this.names, this.key, this.file, this.capacity) = (names, key, file, capacity);
        values = [.. names.Select((_, column) => column == key ? [] : new double[capacity])];
        (notNumeric, missing) = (new string?[names.Length], new string?[names.Length]);
    }

    /// <summary>Says that a row has too few or too many cells.</summary>
    public void CheckWidth(CsvCursor cursor)
    {
        if (cursor.Count != names.Length)
        {
            throw new NasKitException(
                string.Create(CultureInfo.InvariantCulture, $"{file}, line {cursor.Line}, has {cursor.Count} cells, expected {names.Length} as in the header."),
                "Check that the whole file is there; cells with commas stand in quotes.");
        }
    }

    /// <summary>Adds the present record as the next row.</summary>
    public void Add(CsvCursor cursor)
    {
        if (count == capacity)
        {
            capacity *= 2;
            for (var column = 0; column < names.Length; column++)
            {
                Array.Resize(ref values[column], values[column].Length == 0 ? 0 : capacity);
            }
        }

        Set(count++, cursor);
    }

    /// <summary>Makes rows of which nothing is known until they are set.</summary>
    public void FillMissing(int rows)
    {
        count = rows;
        foreach (var column in values)
        {
            column.AsSpan().Fill(double.NaN);
        }
    }

    /// <summary>Sets a row from the present record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set(int row, CsvCursor cursor)
    {
        for (var column = 0; column < names.Length; column++)
        {
            if (column == key || notNumeric[column] is not null)
            {
                continue;
            }

            var cell = cursor[column];
            if (cell.IsEmpty)
            {
                values[column][row] = double.NaN;
                missing[column] ??= string.Create(CultureInfo.InvariantCulture, $"{file} has no value in line {cursor.Line}, column {names[column]}.");
            }
            else if (DecimalNumber.TryRead(cell, out var value))
            {
                values[column][row] = value;
            }
            else
            {
                const int shown = 40;
                var text = Encoding.UTF8.GetString(cell.Length > shown ? cell[..shown] : cell);
                notNumeric[column] = string.Create(
                    CultureInfo.InvariantCulture, $"{file} has '{text}' in line {cursor.Line}, column {names[column]}, expected a finite number.");
                values[column] = [];
            }
        }
    }

    /// <summary>The finished columns.</summary>
    /// <param name="absent">Why rows were not set, without the full stop; null where all were.</param>
    public IEnumerable<TableColumn> Columns(string? absent = null)
    {
        for (var column = 0; column < names.Length; column++)
        {
            if (column != key)
            {
                if (notNumeric[column] is null)
                {
                    Array.Resize(ref values[column], count);
                }

                yield return new TableColumn(names[column], values[column], notNumeric[column], missing[column] ?? (absent is null ? null : $"{absent}, column {names[column]}."));
            }
        }
    }
}
