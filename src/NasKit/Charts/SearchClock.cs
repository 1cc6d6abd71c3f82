namespace NasKit.Charts;

/// <summary>What the horizontal axis of a chart of searches counts.</summary>
public enum SearchClock
{
    /// <summary>Evaluations, failed and repeated ones included.</summary>
    Evaluations,

    /// <summary>Simulated seconds of training.</summary>
    SimulatedSeconds,
}
