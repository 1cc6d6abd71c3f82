namespace NasKit.Notebooks.Jupyter;

/// <summary>The five sockets of a kernel.</summary>
internal enum Channel
{
    /// <summary>Requests that are answered one after the other.</summary>
    Shell,

    /// <summary>Interrupt and shutdown, answered at once.</summary>
    Control,

    /// <summary>The kernel asks, the front end answers.</summary>
    Stdin,

    /// <summary>Echoes whatever comes.</summary>
    Heartbeat,

    /// <summary>Outputs and status, to everybody who listens.</summary>
    IoPub,
}
