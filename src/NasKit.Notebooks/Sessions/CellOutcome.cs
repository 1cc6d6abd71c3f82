using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Sessions;

/// <summary>How a cell ended.</summary>
public enum CellStatus
{
    /// <summary>It ran to its end.</summary>
    Succeeded,

    /// <summary>It did not compile, or ended in an exception.</summary>
    Failed,

    /// <summary>It was stopped by its cancellation token.</summary>
    Cancelled,

    /// <summary>It was stopped because it ran longer than allowed.</summary>
    TimedOut,
}

/// <summary>What became of one cell.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Error">What to show for it; null where it succeeded.</param>
/// <param name="Elapsed">Wall time of compiling and running it.</param>
public sealed record CellOutcome(CellStatus Status, CellError? Error, TimeSpan Elapsed);

/// <summary>An error of a cell, in the words of the cell rather than of the engine.</summary>
/// <param name="Name">Full name of the exception's type, or <c>CompilationError</c>.</param>
/// <param name="Message">Its message.</param>
/// <param name="Traceback">The message and where in the cells it came from, line by line.</param>
public sealed record CellError(string Name, string Message, IReadOnlyList<string> Traceback)
{
    /// <summary>Whether the cell's own code rejected its input or data, as against failing at work: a wrong argument or a <c>NasKitException</c>.</summary>
    public bool IsBadInput { get; init; }

    /// <summary>The error as a notebook stores it.</summary>
    public ErrorOutput ToOutput() => new(Name, Message, Traceback);
}
