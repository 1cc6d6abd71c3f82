namespace NasKit.Cli.Tests.Reproduction;

/// <summary>A test on published tables; skipped where those are not beside the project.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryWithTablesAttribute : TheoryAttribute
{
    public TheoryWithTablesAttribute() => Skip = Missing is null ? null : $"needs {Missing} in {Tables}";

    /// <summary>The first of them that is not there; null where all are.</summary>
    public static string? Missing => new[] { "nas-bench-201.csv.gz", "nas-bench-201-latency.csv.gz", "nas-bench-macro.csv.gz" }.FirstOrDefault(file => !File.Exists(Path.Combine(Tables, file)));

    /// <summary>Their folder.</summary>
    public static string Tables { get; } = Path.GetFullPath(Path.Combine(NotebookProcess.Root, "..", "shared", "data"));
}
