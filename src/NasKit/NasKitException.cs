namespace NasKit;

/// <summary>A wrong state, file or data set, told in one sentence with what to do about it.</summary>
/// <remarks>Wrong arguments are reported by the <see cref="ArgumentException"/> family instead.</remarks>
public sealed class NasKitException : Exception
{
    /// <param name="message">What was expected, what came, and where.</param>
    /// <param name="hint">What to do: a command, a setting, a place to look.</param>
    /// <param name="inner">The cause, where another exception brought it up.</param>
    public NasKitException(string message, string hint, Exception? inner = null)
        : base(hint.Length == 0 ? message : $"{message} {hint}", inner) => Hint = hint;

    /// <summary>What to do about it; also the end of <see cref="Exception.Message"/>.</summary>
    public string Hint { get; }
}
