namespace NasKit.Notebooks;

/// <summary>A notebook, parameter or file that cannot be used, told in one sentence with the place and what to do.</summary>
public sealed class NotebookException : Exception
{
    /// <param name="message">What was expected, what came, where, and what to do.</param>
    /// <param name="inner">The cause, where another exception brought it up.</param>
    public NotebookException(string message, Exception? inner = null) : base(message, inner) { }
}
