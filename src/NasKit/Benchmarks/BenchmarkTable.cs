using System.Globalization;
using Microsoft.DotNet.Interactive.Formatting;
using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <summary>Measured architectures of one space: a row for each, columns of numbers.</summary>
[TypeFormatterSource(typeof(PlainText<BenchmarkTable>), PreferredMimeTypes = ["text/plain"])]
public sealed partial class BenchmarkTable
{
    private readonly RowIndex rows;
    private readonly Dictionary<string, TableColumn> columns;
    private readonly Func<string, string?>? elsewhere;

    private BenchmarkTable(string name, string file, SearchSpace space, RowIndex rows, IEnumerable<TableColumn> columns, Func<string, string?>? elsewhere = null)
    {
        (Name, File, Space, this.rows, this.elsewhere) = (name, file, space, rows, elsewhere);
        this.columns = columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
    }

    /// <summary>Name of the table: a known one, or that of its file.</summary>
    public string Name { get; }

    /// <summary>The file it was read from.</summary>
    public string File { get; }

    /// <summary>The space of its architectures.</summary>
    public SearchSpace Space { get; }

    /// <summary>Number of rows.</summary>
    public int Count => rows.Count;

    /// <summary>The columns besides that of the architectures, in the order of the file.</summary>
    public IReadOnlyCollection<TableColumn> Columns => columns.Values;

    /// <summary>A column.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="NasKitException">There is no such column; the message lists those that there are.</exception>
    public TableColumn Column(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return columns.TryGetValue(name, out var column) ? column
            : throw new NasKitException(
                $"{File} has no column '{name}'. It has: {string.Join(", ", columns.Keys)}.", elsewhere?.Invoke(name) ?? "Choose one of these.");
    }

    /// <summary>The architecture of a row.</summary>
    /// <param name="row">0…<see cref="Count"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Architecture Architecture(int row) => row >= 0 && row < Count ? rows.At(row)
        : throw new ArgumentOutOfRangeException(nameof(row), row, $"Rows of {Name} are numbered 0…{Count - 1}.");

    /// <summary>The row of an architecture, or -1 where it was not measured; takes the same time however many rows there are.</summary>
    /// <param name="architecture">An architecture of <see cref="Space"/>.</param>
    /// <exception cref="ArgumentException">It belongs to another space.</exception>
    public int RowOf(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        return architecture.Space.Name == Space.Name ? rows.Find(architecture)
            : throw new ArgumentException($"Architecture {architecture} belongs to space {architecture.Space.Name}, expected {Space.Name}.", nameof(architecture));
    }

    /// <summary>The value of an architecture in a column, NaN where nothing was measured.</summary>
    /// <param name="architecture">An architecture of <see cref="Space"/>.</param>
    /// <param name="column">Name of the column.</param>
    public double Value(Architecture architecture, string column) => RowOf(architecture) is >= 0 and var row ? Column(column).Values[row] : double.NaN;

    /// <summary>The same table with one more column, the mean of others: runs that only differ in their seed, for example.</summary>
    /// <param name="name">Name of the new column.</param>
    /// <param name="of">Names of the columns; the unit and epochs are those of the first.</param>
    /// <exception cref="ArgumentException">No columns are given, or there is a column of this name.</exception>
    /// <exception cref="NasKitException">A column is not there or holds something that is no number.</exception>
    /// <remarks>Adds decimal numbers, so that equal sums of the decimals in the file are equal numbers; NaN where a value is missing.</remarks>
    public BenchmarkTable WithMean(string name, params IReadOnlyList<string> of)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(of);
        if (of.Count == 0 || columns.ContainsKey(name))
        {
            throw new ArgumentException(of.Count == 0 ? "A mean needs at least one column." : $"{File} has a column '{name}' already.", nameof(of));
        }

        var parts = of.Select(Column).ToArray();
        var values = new double[Count];
        string? missing = null;
        for (var row = 0; row < values.Length; row++)
        {
            var sum = 0m;
            foreach (var part in parts)
            {
                var value = part.Values[row];
                const double decimals = 1e27; // what fits a decimal number
                sum = double.IsNaN(value) || Math.Abs(value) > decimals ? decimal.MaxValue : sum == decimal.MaxValue ? sum : sum + (decimal)value;
            }

            values[row] = sum == decimal.MaxValue ? double.NaN : (double)sum / parts.Length;
            missing ??= double.IsNaN(values[row]) ? $"{File} has no number in every column of {name} ({string.Join(", ", of)}) for architecture {Architecture(row)}." : null;
        }

        return With([new TableColumn(name, values, null, missing, parts[0].Unit, parts[0].Epochs)]);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Name}: {Count} architectures of {Space.Name}, columns {string.Join(", ", columns.Keys)}");

    internal BenchmarkTable With(IEnumerable<TableColumn> more) => new(Name, File, Space, rows, columns.Values.Concat(more), elsewhere);

    /// <summary>Names the table, says what its columns mean, and where columns are to be had that it lacks.</summary>
    internal BenchmarkTable Described(string name, Func<TableColumn, TableColumn> describe, Func<string, string?> elsewhere) =>
        new(name, File, Space, rows, columns.Values.Select(describe), elsewhere);
}
