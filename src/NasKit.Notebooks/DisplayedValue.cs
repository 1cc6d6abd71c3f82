using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks;

/// <summary>A value that is shown below a cell and can be replaced there.</summary>
public sealed class DisplayedValue
{
    private readonly CSharpSession session;
    private readonly string[] mimeTypes;

    internal DisplayedValue(CSharpSession session, string displayId, string[] mimeTypes)
    {
        this.session = session;
        this.mimeTypes = mimeTypes;
        DisplayId = displayId;
    }

    /// <summary>Names the display, unique in its session.</summary>
    public string DisplayId { get; }

    /// <summary>Shows another value in the same place, from whatever cell or thread.</summary>
    /// <param name="value">Anything; formatted as the first value was.</param>
    /// <exception cref="OperationCanceledException">The cell was asked to stop.</exception>
    public void Update(object? value)
    {
        // Libraries report progress through here, so a long call into one can be stopped here too.
        StopPoint.Check();
        session.Emit(new DisplayUpdated(DisplayId, ValueBundle.Of(value, mimeTypes)));
    }
}
