using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <content>Tables of one's own measurements.</content>
public sealed partial class BenchmarkTable
{
    /// <summary>A table of measurements that are in memory.</summary>
    /// <param name="name">Name of the table.</param>
    /// <param name="space">The space of its architectures.</param>
    /// <param name="architectures">The architectures, at least one, each once.</param>
    /// <param name="columns">Name, unit (empty for none) and numbers of each column, one number for every architecture; NaN where nothing was measured.</param>
    /// <exception cref="ArgumentException">There is no architecture, one occurs twice, a column has another length, or a name is empty or occurs twice.</exception>
    public static BenchmarkTable Of(
        string name, SearchSpace space, IReadOnlyList<Architecture> architectures, params IReadOnlyList<(string Name, string Unit, IReadOnlyList<double> Values)> columns)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(architectures);
        ArgumentNullException.ThrowIfNull(columns);
        var rows = new RowIndex(space);
        var twice = architectures.FirstOrDefault(architecture => rows.Add(architecture) >= 0);
        var uneven = columns.FirstOrDefault(column => column.Values.Count != architectures.Count);
        Require.That($"Table {name}",
            (architectures.Count > 0, "It has no architectures"),
            (twice is null, $"Architecture {twice} occurs twice"),
            (uneven.Name is null, $"Column {uneven.Name} has {uneven.Values?.Count} numbers for {architectures.Count} architectures"),
            (columns.All(column => !string.IsNullOrWhiteSpace(column.Name)), "A column has no name"),
            (columns.DistinctBy(column => column.Name).Count() == columns.Count, "Two columns have the same name"));
        return new BenchmarkTable(name, name, space, rows, columns.Select(column =>
        {
            var missing = column.Values.ToList().FindIndex(value => !double.IsFinite(value));
            return new TableColumn(
                column.Name, [.. column.Values.Select(value => double.IsFinite(value) ? value : double.NaN)], null,
                missing < 0 ? null : $"{name} has no number in column {column.Name} for architecture {architectures[missing]}.", column.Unit);
        }));
    }
}
