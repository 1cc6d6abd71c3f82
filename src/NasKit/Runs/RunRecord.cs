using System.Globalization;
using System.Text.Json;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Runs;

/// <summary>What a run was and what it made, as written to its record file.</summary>
[TypeFormatterSource(typeof(PlainText<RunRecord>), PreferredMimeTypes = ["text/plain"])]
public sealed record RunRecord
{
    /// <summary>What the numbers depend on besides seed and config.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>The run's name.</summary>
    public required string Name { get; init; }

    /// <summary>The root of its seeds.</summary>
    public required long Seed { get; init; }

    /// <summary><c>smoke</c>, <c>laptop</c> or <c>paper</c>.</summary>
    public required string Scale { get; init; }

    /// <summary>The config, as JSON; JSON null where there is none.</summary>
    public required JsonElement Config { get; init; }

    /// <summary>The build of the library that ran last.</summary>
    public required string Build { get; init; }

    /// <summary>When the run was first opened, UTC.</summary>
    public required string Started { get; init; }

    /// <summary>When it was finished, UTC.</summary>
    public required string? Ended { get; init; }

    /// <summary><c>finished</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether an earlier session had begun it.</summary>
    public required bool Continued { get; init; }

    /// <summary>How long the session that finished it took from the opening to the end, s; earlier sessions of a run that was continued are not in it.</summary>
    public required double Seconds { get; init; }

    /// <summary>The most memory that the process of that session held, bytes; null where the system does not say.</summary>
    public required long? PeakBytes { get; init; }

    /// <summary>The steps of the session that finished it.</summary>
    public required IReadOnlyList<StepRecord> Steps { get; init; }

    /// <summary>How many evaluations are stored, by study.</summary>
    public required IReadOnlyDictionary<string, int> Evaluations { get; init; }

    /// <summary>The files made, this record's among them.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Header, steps and files, one line each; files as seen from the current folder.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Name}, seed {Seed}, scale {Scale}, {Status}\n{Environment}\n");
        text.Append(CultureInfo.InvariantCulture, $"took {TimeSpan.FromSeconds(Seconds):h\\:mm\\:ss}{(Continued ? " since it was continued" : "")}{(PeakBytes is { } peak ? $", at most {peak / (double)(1 << 30):0.00} GiB" : "")}\n");
        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"step {step.Name}: {step.Seconds:0.0} s{(step.FromStore ? " when it was computed, now read from the store" : "")}\n");
        }

        foreach (var (study, count) in Evaluations.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"study {study}: {count} evaluations\n");
        }

        foreach (var file in Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"file {Path.GetRelativePath(Directory.GetCurrentDirectory(), file)}\n");
        }

        return text.ToString().TrimEnd('\n');
    }
}
