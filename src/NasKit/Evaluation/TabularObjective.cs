using System.Collections.Immutable;
using System.Globalization;

namespace NasKit.Evaluation;

/// <summary>Columns of a table that hold one objective at one budget.</summary>
/// <param name="Epochs">The budget in epochs; null where there is only one and it does not matter.</param>
/// <param name="Columns">One column, or several of which an evaluation draws one: runs that only differ in their seed.</param>
public sealed record TabularLevel(double? Epochs, ImmutableArray<string> Columns);

/// <summary>An objective and the columns of a table that hold it.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="Levels">The budgets at which it was measured, rising, the last being the full one; one for an objective that no budget changes.</param>
public sealed record TabularObjective(Objective Objective, ImmutableArray<TabularLevel> Levels)
{
    private const string Form = "max:COLUMN or min:COLUMN, max:NAME=COLUMN|COLUMN for several runs, max:NAME=EPOCHS:COLUMN,EPOCHS:COLUMN for several budgets";

    /// <summary>An objective that is a column.</summary>
    /// <param name="objective">The objective, named like the column.</param>
    public static TabularObjective Of(Objective objective)
    {
        ArgumentNullException.ThrowIfNull(objective);
        return new(objective, [new(null, [objective.Name])]);
    }

    /// <summary>An objective of which every evaluation draws one of several runs.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="columns">The columns of the runs.</param>
    public static TabularObjective OneRunOf(Objective objective, params IEnumerable<string> columns) => new(objective, [new(null, [.. columns])]);

    /// <summary>An objective that was measured at several budgets.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="levels">Epochs and column of each, rising.</param>
    public static TabularObjective AtBudgets(Objective objective, params IEnumerable<(double Epochs, string Column)> levels) =>
        new(objective, [.. levels.Select(level => new TabularLevel(level.Epochs, [level.Column]))]);

    /// <summary>Reads an objective as it stands on a command line.</summary>
    /// <param name="text"><c>max:COLUMN</c>, <c>min:COLUMN</c>; <c>max:NAME=COLUMN|COLUMN</c> for several runs, of which an evaluation draws one;
    /// <c>max:NAME=EPOCHS:COLUMN,EPOCHS:COLUMN</c> for several budgets.</param>
    /// <exception cref="ArgumentException">It is not of this form.</exception>
    public static TabularObjective Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var direction = colon < 0 ? "" : text[..colon].Trim();
        if (direction is not ("max" or "min") || text[(colon + 1)..].Trim().Length == 0)
        {
            throw new ArgumentException($"The objective '{text}' cannot be read, expected {Form}.", nameof(text));
        }

        var parts = text[(colon + 1)..].Split('=', 2, StringSplitOptions.TrimEntries);
        var objective = direction == "max" ? Objective.Maximise(parts[0]) : Objective.Minimise(parts[0]);
        return parts.Length == 1 ? Of(objective) : new(objective, [.. parts[1].Split(',', StringSplitOptions.TrimEntries).Select(level => Level(text, level))]);
    }

    private static TabularLevel Level(string text, string level)
    {
        double? epochs = null;
        var colon = level.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            epochs = double.TryParse(level[..colon], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number) ? number
                : throw new ArgumentException($"The budget '{level[..colon]}' in the objective '{text}' is no number above 0, expected {Form}.", nameof(text));
        }

        var columns = level[(colon + 1)..].Split('|', StringSplitOptions.TrimEntries);
        return columns.All(column => column.Length > 0) ? new(epochs, [.. columns])
            : throw new ArgumentException($"The objective '{text}' lacks the name of a column, expected {Form}.", nameof(text));
    }
}
