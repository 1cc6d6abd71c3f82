using NasKit.Spaces;

namespace NasKit.Charts;

public sealed partial record HeatMapData
{
    /// <summary>A matrix with a label for each row and column.</summary>
    /// <param name="value">What the numbers are.</param>
    /// <param name="rows">Labels of the rows, from above.</param>
    /// <param name="columns">Labels of the columns, from the left.</param>
    /// <param name="values">The numbers, row by row; not-a-number is not known.</param>
    public static HeatMapData Matrix(ChartAxis value, IReadOnlyList<string> rows, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<double>> values)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(values);
        return rows.Count != values.Count
            ? throw new ArgumentException($"There are {rows.Count} labels for {values.Count} rows of values; give one a row.", nameof(values))
            : new() { Value = value, Columns = columns, Rows = [.. rows.Select((label, row) => new HeatMapRow(label, Known(values[row])))] };
    }

    /// <summary>A number for each choice of each decision over time: a group of rows a decision, a row a choice, a column a moment.</summary>
    /// <param name="value">What the numbers are, as probabilities.</param>
    /// <param name="space">The space whose decisions they are of.</param>
    /// <param name="columns">Labels of the moments, as the numbers of epochs.</param>
    /// <param name="values">For each moment, for each decision, a number for each choice; not-a-number is not known.</param>
    /// <exception cref="ArgumentException">A moment has not as many decisions, or a decision not as many numbers, as the space has.</exception>
    public static HeatMapData OverChoices(ChartAxis value, SearchSpace space, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<IReadOnlyList<double>>> values)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        if (columns.Count != values.Count) throw new ArgumentException($"There are {columns.Count} labels for {values.Count} columns of values; give one a column.", nameof(values));
        foreach (var moment in values) Fits(space, moment);
        return new()
        {
            Value = value,
            Columns = columns,
            Rows = [.. space.Decisions.SelectMany((decision, d) => decision.Labels.Select((label, choice) => new HeatMapRow(label, Known([.. values.Select(moment => moment[d][choice])]), decision.Name)))],
        };
    }

    /// <summary>A number for each choice of each decision: a row a decision, a column a choice. Decisions named as <c>normal.edge0</c> stand in groups by what is before the point.</summary>
    /// <param name="value">What the numbers are, as weights of operators.</param>
    /// <param name="space">The space whose decisions they are of; all of one set of choices.</param>
    /// <param name="values">For each decision a number for each choice; not-a-number is not known.</param>
    /// <exception cref="ArgumentException">The decisions have different choices, or the numbers are not as many.</exception>
    public static HeatMapData OfDecisions(ChartAxis value, SearchSpace space, IReadOnlyList<IReadOnlyList<double>> values)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(values);
        Fits(space, values);
        var labels = space.Decisions[0].Labels;
        if (space.Decisions.FirstOrDefault(decision => !decision.Labels.SequenceEqual(labels)) is { } other)
        {
            throw new ArgumentException($"Decision {other.Name} of {space.Name} has other choices than {space.Decisions[0].Name}, so that they have no columns in common; use {nameof(OverChoices)}.", nameof(space));
        }
        var names = space.Decisions.Select(decision => decision.Name.Split('.', 2)).ToArray();
        var grouped = names.All(name => name.Length == 2 && name[0].Length > 0 && name[1].Length > 0);
        return new()
        {
            Value = value,
            Columns = labels,
            Rows = [.. values.Select((row, d) => grouped ? new HeatMapRow(names[d][1], Known(row), names[d][0]) : new HeatMapRow(space.Decisions[d].Name, Known(row)))],
        };
    }

    private static double?[] Known(IReadOnlyList<double> values) => [.. values.Select(value => double.IsNaN(value) ? (double?)null : value)];

    private static void Fits(SearchSpace space, IReadOnlyList<IReadOnlyList<double>> values)
    {
        if (values.Count != space.Decisions.Length) throw new ArgumentException($"There are values for {values.Count} decisions, but {space.Name} has {space.Decisions.Length}.", nameof(values));
        for (var d = 0; d < values.Count; d++)
        {
            if (values[d].Count != space.Decisions[d].Count) throw new ArgumentException($"There are {values[d].Count} values for {space.Decisions[d].Name}, which has {space.Decisions[d].Count} choices.", nameof(values));
        }
    }
}
