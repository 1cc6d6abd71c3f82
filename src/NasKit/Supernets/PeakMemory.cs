using System.Globalization;
using System.Runtime.InteropServices;

namespace NasKit.Supernets;

/// <summary>How much more memory of the machine a piece of work held at its worst moment than before it began.</summary>
public static class PeakMemory
{
    private const string Status = "/proc/self/status", Reset = "/proc/self/clear_refs";
    private static long forgotten;

    /// <summary>Bytes that the machine could still give out; null where it does not say.</summary>
    public static long? Available => Read("/proc/meminfo", "MemAvailable:");

    /// <summary>The most memory that this process has held so far, bytes; null where the system does not keep it (other than Linux).</summary>
    public static long? OfProcess => Read(Status, "VmHWM:") is { } since ? Math.Max(since, Interlocked.Read(ref forgotten)) : null;

    /// <summary>Does some work and measures it.</summary>
    /// <param name="work">The work. What others do in this process at the same time counts too.</param>
    /// <returns>Bytes; null where the system does not keep the highest size of a process (other than Linux).</returns>
    public static long? Of(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        long? before = null;
        if (OperatingSystem.IsLinux())
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            _ = Trim(0); // what was freed goes back to the system, so that it counts when it is taken again
            try
            {
                Interlocked.Exchange(ref forgotten, OfProcess ?? 0);
                File.WriteAllText(Reset, "5"); // the highest size so far is forgotten
                before = Read(Status, "VmRSS:");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
            }
        }

        work();
        return before is null ? null : Read(Status, "VmHWM:") - before;
    }

    private static long? Read(string file, string field)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line is null ? null : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Replace(field, "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "malloc_trim")]
    private static extern int Trim(nuint pad);
}
