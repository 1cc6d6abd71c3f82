namespace NasKit.Studies;

/// <summary>When each search of a study ends: at the first limit that it reaches.</summary>
public sealed record StudyBudget
{
    /// <summary>Most evaluations a seed, failed and repeated ones included; null for no limit.</summary>
    public int? Evaluations { get; init; }

    /// <summary>Most simulated seconds of training a seed; an evaluation that would end later is not counted. Null for no limit.</summary>
    public double? SimulatedSeconds { get; init; }

    /// <summary>Most seconds of real time a seed in this session; the number of evaluations then depends on the machine. Null for no limit.</summary>
    public double? WallSeconds { get; init; }

    /// <summary>A number of evaluations.</summary>
    /// <param name="evaluations">1 or more.</param>
    public static StudyBudget OfEvaluations(int evaluations) => new() { Evaluations = evaluations };

    /// <summary>Reports all that is wrong.</summary>
    /// <exception cref="ArgumentException">There is no limit, or one is not positive.</exception>
    public void Validate() => Require.That(nameof(StudyBudget),
        (Evaluations is not null || SimulatedSeconds is not null || WallSeconds is not null, "It has no limit; set Evaluations, SimulatedSeconds or WallSeconds"),
        (Evaluations is null or > 0, $"Evaluations = {Evaluations} must be at least 1"),
        (SimulatedSeconds is null or > 0, $"SimulatedSeconds = {SimulatedSeconds} must be positive"),
        (WallSeconds is null or > 0, $"WallSeconds = {WallSeconds} must be positive"));
}
