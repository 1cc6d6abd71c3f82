using System.Diagnostics;

namespace NasKit.Notebooks.Tests.Jupyter;

/// <summary>Programs that see no network but the loopback interface, in a namespace of their own.</summary>
internal static class Networkless
{
    private static readonly Lazy<string?> missing = new(Find);

    /// <summary>Why there is no such thing here; null: there is.</summary>
    public static string? Missing => missing.Value;

    /// <summary>The same command, without a network.</summary>
    public static string[] Wrap(string[] command) => ["unshare", "--map-root-user", "--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh", .. command];

    private static string? Find()
    {
        var command = Wrap(["true"]);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
            var complaint = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"A namespace without a network cannot be made here: {complaint.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"A namespace without a network cannot be made here: {e.Message}";
        }
    }
}

/// <summary>A test of a live kernel without a network; skipped where namespaces cannot be made.</summary>
internal sealed class NetworklessFactAttribute : FactAttribute
{
    public NetworklessFactAttribute() => Skip = LiveKernel.Missing ?? Networkless.Missing;
}
