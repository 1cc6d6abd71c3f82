namespace NasKit.Runs;

/// <summary>One step of a run, as listed in the run record.</summary>
/// <param name="Name">The step's name.</param>
/// <param name="Seconds">How long it took when it was computed.</param>
/// <param name="FromStore">Whether its result was read from the store instead of computed.</param>
public sealed record StepRecord(string Name, double Seconds, bool FromStore);
