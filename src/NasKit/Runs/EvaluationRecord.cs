namespace NasKit.Runs;

/// <summary>One evaluated architecture, as appended to the run store.</summary>
/// <param name="Study">Which search of the run it belongs to, such as <c>random-search/seed-3</c>.</param>
/// <param name="Number">Its place in that search, from 0; each number is stored once.</param>
/// <param name="Architecture">The architecture's canonical string.</param>
/// <param name="Objectives">What was measured, by objective name; null where a value is not known.</param>
/// <param name="Budget">What was spent on it (epochs, seconds: the study says which); null where it has no meaning.</param>
/// <param name="Worker">Who evaluated it; null where there is only one.</param>
/// <param name="Error">Why the evaluation failed; null where it succeeded.</param>
/// <param name="Seconds">Simulated seconds of training that it stands for; null where not known.</param>
public sealed record EvaluationRecord(
    string Study,
    int Number,
    string Architecture,
    IReadOnlyDictionary<string, double?> Objectives,
    double? Budget = null,
    string? Worker = null,
    string? Error = null,
    double? Seconds = null);
