namespace NasKit.Runs;

/// <summary>Experiments that continue instead of repeating, and the record of what they did.</summary>
/// <remarks>
/// A notebook starts with <see cref="Run.Open"/>. Then
/// <list type="bullet">
/// <item><see cref="Run.Seed"/> gives each source of randomness a seed of its own;</item>
/// <item><see cref="Run.Step{T}"/> computes a result once and reads it the next time;</item>
/// <item><see cref="Run.Checkpoint"/> is where a long training keeps how far it has come;</item>
/// <item><see cref="Run.Artefact{T}"/> keeps what was measured, such as a latency table, by name and for every run;</item>
/// <item><see cref="Run.Append"/> and <see cref="Run.Evaluations"/> keep the evaluations of a search in their order;</item>
/// <item>the run itself takes the <see cref="Progress"/> that trainings report, and prints it;</item>
/// <item><see cref="Run.Finish"/> writes the run record and names the files made.</item>
/// </list>
/// Everything lies in one folder, the <see cref="RunStore"/>. <see cref="Safetensors"/> reads and writes weights apart from any run.
/// </remarks>
internal static class NamespaceDoc;
