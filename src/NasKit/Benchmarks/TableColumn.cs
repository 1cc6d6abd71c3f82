namespace NasKit.Benchmarks;

/// <summary>A column of numbers of a <see cref="BenchmarkTable"/>.</summary>
public sealed class TableColumn
{
    private readonly double[] values;
    private readonly string? notNumeric;
    private readonly string? missing;

    /// <param name="name">Name of the column.</param>
    /// <param name="values">A number for every row, NaN where nothing was measured.</param>
    /// <param name="notNumeric">A sentence about the first cell that is no number; null where all are.</param>
    /// <param name="missing">A sentence about the first row without a number; null where all have one.</param>
    /// <param name="unit">Unit of its numbers.</param>
    /// <param name="epochs">Epochs of training behind them.</param>
    internal TableColumn(string name, double[] values, string? notNumeric, string? missing, string unit = "", double? epochs = null) =>
        (Name, this.values, this.notNumeric, this.missing, Unit, Epochs) = (name, values, notNumeric, missing, unit, epochs);

    /// <summary>Name of the column.</summary>
    public string Name { get; }

    /// <summary>Unit of its numbers; empty where it is not known or there is none.</summary>
    public string Unit { get; }

    /// <summary>Epochs of training behind its numbers; null where that is not known or has no meaning.</summary>
    public double? Epochs { get; }

    /// <summary>Whether every row has a finite number.</summary>
    public bool IsComplete => notNumeric is null && missing is null;

    /// <summary>A number for every row, NaN where nothing was measured.</summary>
    /// <exception cref="NasKitException">The column holds something that is no finite number.</exception>
    public ReadOnlySpan<double> Values => notNumeric is null ? values
        : throw new NasKitException(notNumeric, "Correct the cell, leave it empty where nothing was measured, or choose another column.");

    /// <summary>The numbers, one for every row.</summary>
    /// <exception cref="NasKitException">A cell is empty or holds something that is no finite number: the message names file, line and column.</exception>
    public ReadOnlySpan<double> CompleteValues => missing is null || notNumeric is not null ? Values
        : throw new NasKitException(missing, "A column that is searched needs a number in every row: leave out such rows, or choose another column.");

    internal TableColumn With(string unit, double? epochs) => new(Name, values, notNumeric, missing, unit, epochs);
}
