using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Running;

/// <summary>Watches a notebook run, cell by cell.</summary>
public interface IRunObserver
{
    /// <summary>A cell begins.</summary>
    /// <param name="number">1 … <paramref name="count"/>.</param>
    /// <param name="count">Code cells that will run.</param>
    /// <param name="heading">The heading or first line that says what the cell does.</param>
    void CellStarted(int number, int count, string heading);

    /// <summary>The running cell puts something out; called on the thread that caused it, one at a time.</summary>
    /// <param name="happened">What it put out.</param>
    void CellPutOut(SessionEvent happened);

    /// <summary>The cell ended.</summary>
    /// <param name="outcome">How it ended.</param>
    void CellEnded(CellOutcome outcome);
}
