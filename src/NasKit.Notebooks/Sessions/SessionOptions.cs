namespace NasKit.Notebooks.Sessions;

/// <summary>Where a session stands and how patient it is.</summary>
public sealed record SessionOptions
{
    /// <summary>Folder that <c>#r</c> and <c>#load</c> start from, usually the notebook's; default: the current one.</summary>
    public string Folder { get; init; } = Directory.GetCurrentDirectory();

    /// <summary>How long a cell that was asked to stop may poll its token before it is stopped from outside; default 250 ms.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long after that a cell may sit in native code before it is left behind and the next cell gets a thread of its own; default 5 s.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether the code of cells that later ones hide is unloaded, so that a session of thousands of cells does not grow by them; default false.
    /// Such code is optimised from its first call on, and errors in it show fewer frames.
    /// </summary>
    public bool UnloadsHiddenCells { get; init; }

    /// <summary>Address space reserved for the stack of the thread all cells run on, in bytes; default 256 MiB.</summary>
    public int StackBytes { get; init; } = 256 << 20;

    /// <summary>
    /// Asks somebody for a line of input: is given the prompt, whether the input is hidden, and a token that fires when the cell is to stop.
    /// null: nobody is there, and reading is an error.
    /// </summary>
    public Func<string, bool, CancellationToken, string>? Input { get; init; }
}
