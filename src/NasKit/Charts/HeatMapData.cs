using System.Globalization;

namespace NasKit.Charts;

/// <summary>One row of a heat map.</summary>
/// <param name="Label">What stands beside it; not empty, unique in its group.</param>
/// <param name="Values">As many as there are columns; null and not-a-number are not known and stay hollow.</param>
/// <param name="Group">The group of rows that it belongs to, whose name stands above its first row; null for none.</param>
public sealed record HeatMapRow(string Label, IReadOnlyList<double?> Values, string? Group = null);

/// <summary>How marked cells look.</summary>
public enum HeatMapLook
{
    /// <summary>A frame around them; cells side by side share one.</summary>
    Frame,

    /// <summary>A dot in each.</summary>
    Dot,
}

/// <summary>Cells that something is said of.</summary>
/// <param name="Name">Name in the legend, as in <c>frozen</c>; not empty, unique in the chart.</param>
/// <param name="Cells">Their indexes, from 0.</param>
/// <param name="Look">How they are marked.</param>
public sealed record HeatMapMark(string Name, IReadOnlyList<(int Row, int Column)> Cells, HeatMapLook Look = HeatMapLook.Frame);

/// <summary>The data of a heat map: a number in each cell of rows and columns, shown as a colour.</summary>
public sealed partial record HeatMapData
{
    /// <summary>The most cells of a map: of more no reader sees any.</summary>
    internal const int MostCells = 10_000;

    /// <summary>Title above the chart; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>What the numbers are, with their unit; not logarithmic.</summary>
    public required ChartAxis Value { get; init; }

    /// <summary>Labels of the columns from the left, all different.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows from above; those of one group follow one another.</summary>
    public required IReadOnlyList<HeatMapRow> Rows { get; init; }

    /// <summary>What the columns are, as in <c>epoch</c>; may be empty.</summary>
    public string ColumnTitle { get; init; } = "";

    /// <summary>What the rows are, as in <c>edge</c>; may be empty.</summary>
    public string RowTitle { get; init; } = "";

    /// <summary>The number from which colours run both ways; null for colours that run one way.</summary>
    public double? Centre { get; init; }

    /// <summary>The numbers at the ends of the colours, as in (0, 1) for probabilities; null for those of the data, or as far on both sides of the centre as they reach.</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>Cells that something is said of.</summary>
    public IReadOnlyList<HeatMapMark> Marks { get; init; } = [];

    /// <summary>Whether the numbers stand in the cells; null where there are few and they are short.</summary>
    public bool? Written { get; init; }

    /// <summary>Over how many seeds each cell is a mean; null where it is none. The caption says it.</summary>
    public int? Seeds { get; init; }

    /// <summary>Index of a row.</summary>
    /// <param name="group">Its group; null for none.</param>
    /// <param name="label">Its label.</param>
    /// <exception cref="ArgumentException">There is no such row.</exception>
    public int RowOf(string? group, string label)
    {
        for (var row = 0; row < Rows.Count; row++) if (Rows[row].Group == group && Rows[row].Label == label) return row;
        throw new ArgumentException($"The heat map has no row '{label}'{(group is null ? " without a group" : $" in group '{group}'")}.", nameof(label));
    }

    /// <summary>Checks names, lengths and numbers.</summary>
    /// <exception cref="ArgumentException">Something is wrong; the message lists all of it.</exception>
    public void Validate()
    {
        var problems = new ChartProblems("Heat map");
        problems.Axis(nameof(Value), Value);
        problems.Require(Value is not { Log: true }, "Value must not be logarithmic; give the logarithms as values.");
        if (Centre is { } centre) problems.Number(nameof(Centre), centre);
        if (Range is var (low, high)) problems.Require(double.IsFinite(low) && double.IsFinite(high) && low < high, $"Range must go from a lower to a higher finite number (it is {low} to {high}).");
        problems.Require(Centre is null || Range is not var (from, to) || (from <= Centre && Centre <= to), $"Centre {Centre} must lie in Range {Range}.");
        problems.Require(Seeds is null or >= 1, $"Seeds must be at least 1 (it is {Seeds}).");
        if (problems.List(nameof(Columns), Columns) & problems.List(nameof(Rows), Rows))
        {
            problems.Names(nameof(Columns), Columns);
            problems.Require((long)Columns.Count * Rows.Count <= MostCells, $"{Rows.Count} rows of {Columns.Count} columns are more than {MostCells} cells; draw a part of them.");
            CheckRows(problems);
            if (problems.List(nameof(Marks), Marks)) CheckMarks(problems);
        }
        problems.Throw();
    }

    /// <summary>What the chart shows, in words, with the number of cells.</summary>
    public string Caption
    {
        get
        {
            var groups = Groups.Count(group => group.Name is not null);
            var of = string.Create(CultureInfo.InvariantCulture, $"{Count(Rows.Count, "row")}{(groups > 0 ? $" in {Count(groups, "group")}" : "")}{(RowTitle.Length > 0 ? $" ({RowTitle})" : "")} and {Count(Columns.Count, "column")}{(ColumnTitle.Length > 0 ? $" ({ColumnTitle})" : "")}");
            var lead = ChartAxis.Opening(Title, $"heat map of {Value.Label} over {of}");
            var known = Numbers.ToArray();
            if (known.Length == 0) return $"{lead}. No data.";
            var missing = (Rows.Count * Columns.Count) - known.Length;
            return $"{lead}, n = {Count(known.Length, "cell")}{(Seeds is { } seeds ? $", each a mean over n = {Count(seeds, "seed")}" : "")}"
                + $", {Value.Quantity(known.Min())} to {Value.Quantity(known.Max())}"
                + $"{(Centre is { } centre ? $"; blue is below and orange above {Value.Quantity(centre)}" : "; darker is more")}."
                + $"{(missing > 0 ? $" {Count(missing, "cell")} {(missing == 1 ? "is" : "are")} not known (NA, hollow)." : "")}"
                + string.Concat(Marks.Select(mark => $" {char.ToUpperInvariant(mark.Name[0])}{mark.Name[1..]} ({(mark.Look == HeatMapLook.Frame ? "frame" : "dot")}): {Count(mark.Cells.Distinct().Count(), "cell")}."));
        }
    }

    /// <summary>The numbers at both ends of the colours.</summary>
    internal (double Low, double High) Ends()
    {
        if (Range is { } given) return given;
        var (low, high) = (Numbers.DefaultIfEmpty(0).Min(), Numbers.DefaultIfEmpty(0).Max());
        if (Centre is { } centre)
        {
            var reach = Math.Max(high - centre, centre - low);
            (low, high) = (centre - reach, centre + reach);
        }
        var least = Math.Max(Math.Abs(low) * 1e-9, 1e-300);
        // One number has one colour, that of the middle.
        return high - low > least ? (low, high) : (low - Math.Max(Math.Abs(low) * 0.05, 1e-9), high + Math.Max(Math.Abs(high) * 0.05, 1e-9));
    }

    /// <summary>The colour of a number. On both sides of a centre equal distances are equally dark.</summary>
    internal string Colour(double value)
    {
        var (low, high) = Ends();
        return Centre is { } centre ? ColourScale.Diverging((value - centre) / Math.Max(high - centre, centre - low)) : ColourScale.Sequential((value - low) / (high - low));
    }

    /// <summary>Rows that follow one another in one group.</summary>
    internal IReadOnlyList<(string? Name, int First, int Count)> Groups
    {
        get
        {
            var groups = new List<(string? Name, int First, int Count)>();
            for (var row = 0; row < Rows.Count; row++)
            {
                if (row > 0 && Rows[row].Group == Rows[row - 1].Group) groups[^1] = groups[^1] with { Count = groups[^1].Count + 1 };
                else groups.Add((Rows[row].Group, row, 1));
            }
            return groups;
        }
    }

    /// <summary>A cell's number; null where it is not known.</summary>
    internal double? At(int row, int column) => Rows[row].Values[column] is { } value && !double.IsNaN(value) ? value : null;

    private IEnumerable<double> Numbers => Rows.SelectMany(row => row.Values).OfType<double>().Where(value => !double.IsNaN(value));

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private void CheckRows(ChartProblems problems)
    {
        foreach (var group in Rows.GroupBy(row => row.Group ?? "")) problems.Names(group.Key.Length == 0 ? nameof(Rows) : $"rows of '{group.Key}'", group.Select(row => row.Label));
        problems.Require(!Rows.Any(row => row.Group is not null && string.IsNullOrWhiteSpace(row.Group)), "a group of rows needs a name; give null for no group.");
        foreach (var again in Groups.GroupBy(group => group.Name).Where(same => same.Count() > 1))
        {
            problems.Require(false, $"the rows {(again.Key is null ? "without a group" : $"of group '{again.Key}'")} must follow one another; rows of another group stand between them.");
        }
        foreach (var row in Rows)
        {
            if (row.Values is null || row.Values.Count != Columns.Count)
            {
                problems.Require(false, $"row '{row.Label}' has {row.Values?.Count ?? 0} values for {Columns.Count} columns.");
                continue;
            }
            for (var column = 0; column < Columns.Count; column++)
            {
                if (row.Values[column] is not { } value || double.IsNaN(value)) continue;
                var where = $"row '{row.Label}', column '{Columns[column]}'";
                problems.Number(where, value);
                if (Range is var (low, high)) problems.Require(!(value < low || value > high), $"{where} is {value}, outside Range {low} to {high}.");
            }
        }
    }

    private void CheckMarks(ChartProblems problems)
    {
        problems.Names(nameof(Marks), Marks.Select(mark => mark.Name));
        foreach (var mark in Marks)
        {
            problems.Require(Enum.IsDefined(mark.Look), $"mark '{mark.Name}': there is no look {mark.Look}.");
            if (!problems.List($"mark '{mark.Name}'", mark.Cells)) continue;
            foreach (var (row, column) in mark.Cells)
            {
                problems.Require(row >= 0 && row < Rows.Count && column >= 0 && column < Columns.Count, $"mark '{mark.Name}': there is no cell ({row}, {column}) among {Rows.Count} rows and {Columns.Count} columns.");
            }
        }
    }
}
