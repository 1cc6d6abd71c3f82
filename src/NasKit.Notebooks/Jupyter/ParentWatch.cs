using System.Diagnostics;
using System.Globalization;

namespace NasKit.Notebooks.Jupyter;

/// <summary>Ends a kernel whose front end has died without a word, as Jupyter's own kernels do.</summary>
internal static class ParentWatch
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>Watches the process that <c>JPY_PARENT_PID</c> names; without the variable the kernel outlives whoever started it.</summary>
    /// <param name="gone">Is called once, when that process is no more.</param>
    public static IDisposable? Start(Action gone)
    {
        if (!int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), NumberStyles.None, CultureInfo.InvariantCulture, out var id) || id <= 1)
            return null;
        var told = 0;
        return new Timer(
            _ =>
            {
                if (!IsThere(id) && Interlocked.Exchange(ref told, 1) == 0)
                    gone();
            },
            null, Every, Every);
    }

    private static bool IsThere(int id)
    {
        try
        {
            using var parent = Process.GetProcessById(id);
            return !parent.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
