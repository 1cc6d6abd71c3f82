namespace NasKit.Notebooks.Running;

/// <summary>How a notebook is run.</summary>
public sealed record RunOptions
{
    /// <summary>The notebook's folder: where <c>#r</c> and <c>#load</c> start.</summary>
    public required string Folder { get; init; }

    /// <summary>Longest time for one cell; null: no limit.</summary>
    public TimeSpan? CellTimeout { get; init; }
}
