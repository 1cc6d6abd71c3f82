namespace NasKit.Cli;

/// <summary>What the command tells the shell.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>A cell, or whatever else was asked to run, failed at its work.</summary>
    public const int Failed = 1;

    /// <summary>The input was wrong; nothing was written.</summary>
    public const int BadInput = 2;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Interrupted = 130;
}
