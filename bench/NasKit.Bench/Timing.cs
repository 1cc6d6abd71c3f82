using System.Diagnostics;

namespace NasKit.Bench;

/// <summary>Measures how long a call takes.</summary>
internal static class Timing
{
    private const double WarmUpMs = 300; // long enough for the compiler's last tier
    private const int WarmUpCalls = 100;
    private const double BatchMs = 0.5; // short calls are timed in batches of at least this length
    private const double BudgetMs = 1500;

    /// <summary>The median time of one call, after warming up.</summary>
    /// <param name="call">What is measured.</param>
    /// <returns>Milliseconds: the median over about 1.5 s of repetitions, at least 3.</returns>
    public static double MedianMs(Action call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var warmUp = Stopwatch.StartNew();
        var calls = 0;
        double once;
        do
        {
            once = Ms(call, 1);
            calls++;
        }
        while (warmUp.Elapsed.TotalMilliseconds < WarmUpMs || (calls < WarmUpCalls && warmUp.Elapsed.TotalMilliseconds < 5 * WarmUpMs));

        var batch = Math.Max(1, (int)(BatchMs / Math.Max(once, 1e-6)));
        var times = new List<double>();
        var all = Stopwatch.StartNew();
        while (times.Count < 3 || all.Elapsed.TotalMilliseconds < BudgetMs)
        {
            times.Add(Ms(call, batch) / batch);
        }

        return Median(times);
    }

    /// <summary>The time of some calls together, in milliseconds.</summary>
    public static double Ms(Action call, int times)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < times; i++)
        {
            call();
        }

        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The middle of some numbers; of an even count, the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
