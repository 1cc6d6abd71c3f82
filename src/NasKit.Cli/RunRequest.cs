namespace NasKit.Cli;

/// <summary>What the command line asks <c>naskit run</c> for.</summary>
internal sealed record RunRequest
{
    public required IReadOnlyList<string> Notebooks { get; init; }

    public required IReadOnlyList<string> Parameters { get; init; }

    public string? Output { get; init; }

    public string? OutputFolder { get; init; }

    public string? Html { get; init; }

    public double? TimeoutSeconds { get; init; }

    public int Jobs { get; init; } = 1;

    public bool Resume { get; init; }

    public string? JUnit { get; init; }
}
