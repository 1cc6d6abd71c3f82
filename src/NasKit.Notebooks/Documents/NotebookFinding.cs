namespace NasKit.Notebooks.Documents;

/// <summary>Something in a notebook that is not as it should be.</summary>
/// <param name="Cell">The cell: its id, else its place as <c>#3</c>; null where the whole document is meant.</param>
/// <param name="Message">What it is, and what to do.</param>
public sealed record NotebookFinding(string? Cell, string Message)
{
    /// <summary>One line without the file's name.</summary>
    public override string ToString() => Cell is null ? Message : $"cell {Cell}: {Message}";
}
