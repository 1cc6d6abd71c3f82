using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Sessions;

namespace NasKit.Notebooks.Running;

/// <summary>A notebook after its run.</summary>
/// <param name="Executed">The document with the new outputs; cells after a failed one have none.</param>
/// <param name="Status">How the last cell that ran ended.</param>
/// <param name="Error">Why the run stopped early; null where every cell ran.</param>
public sealed record RunResult(Notebook Executed, CellStatus Status, CellError? Error);
