namespace NasKit.Cli;

/// <summary>One notebook with one combination of parameters, and where its results go.</summary>
/// <param name="Notebook">The notebook's full path.</param>
/// <param name="Label">What it is called in progress and tables: the notebook's name and the parameters that vary.</param>
/// <param name="Parameters">Name and value of each parameter to override.</param>
/// <param name="Output">Where the executed notebook goes, full path.</param>
/// <param name="Page">Where its page goes, full path; null for none.</param>
internal sealed record PlannedRun(string Notebook, string Label, IReadOnlyList<KeyValuePair<string, string>> Parameters, string Output, string? Page);

/// <summary>How a planned run ended.</summary>
/// <param name="Planned">What was to be run.</param>
/// <param name="ExitCode">As the command's own; see <see cref="Cli.ExitCode"/>.</param>
/// <param name="Elapsed">Wall time.</param>
/// <param name="Error">What it complained of; empty where it did not.</param>
/// <param name="Skipped">Whether its output was there and complete already.</param>
internal sealed record EndedRun(PlannedRun Planned, int ExitCode, TimeSpan Elapsed, string Error, bool Skipped = false)
{
    /// <summary>The result in a word or two.</summary>
    public string Result => (Skipped, ExitCode) switch
    {
        (true, _) => "done before",
        (_, Cli.ExitCode.Success) => "ok",
        (_, Cli.ExitCode.BadInput) => "bad input",
        (_, Cli.ExitCode.Interrupted) => "stopped",
        _ => "failed",
    };
}
