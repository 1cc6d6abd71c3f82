namespace NasKit.Cost;

/// <summary>What was measured of one timed item.</summary>
/// <param name="Low">10th percentile over the rounds, in milliseconds: the value to use, since other work on the machine only ever adds.</param>
/// <param name="Minimum">Smallest time, in milliseconds.</param>
/// <param name="Median">Median, in milliseconds.</param>
/// <param name="Deviation">Standard deviation over the rounds, in milliseconds.</param>
/// <param name="Rounds">Rounds that counted.</param>
public sealed record Timing(double Low, double Minimum, double Median, double Deviation, int Rounds);

/// <summary>What was measured of all items.</summary>
/// <param name="Items">A timing for each item.</param>
/// <param name="SentinelVariation">Coefficient of variation of the first item over all rounds, before rounds were dropped.</param>
/// <param name="DroppedRounds">Rounds left out because the machine was slower than in the rest.</param>
public sealed record Timings(IReadOnlyList<Timing> Items, double SentinelVariation, int DroppedRounds);

/// <summary>Times many items against each other on a busy machine: in shuffled rounds, so that what slows the machine slows all of them alike.</summary>
/// <remarks>Measured one after the other, a table predicted whole networks with a rank correlation of 0.19; interleaved, with low percentiles,
/// with 0.94 and more.</remarks>
internal static class InterleavedTimer
{
    private const double Slow = 1.1;

    /// <param name="items">Number of items; item 0 is the sentinel that gauges the machine.</param>
    /// <param name="rounds">Rounds, at least 10.</param>
    /// <param name="rng">Source of the order within a round.</param>
    /// <param name="time">Runs an item once and returns its milliseconds.</param>
    /// <param name="progress">Told after each round.</param>
    public static Timings Measure(int items, int rounds, Rng rng, Func<int, double> time, Action<int>? progress = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 10);
        var samples = Enumerable.Range(0, items).Select(_ => new double[rounds]).ToArray();
        var order = Enumerable.Range(0, items).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            rng.Shuffle(order.AsSpan());
            foreach (var item in order)
            {
                samples[item][round] = Math.Min(time(item), time(item));
            }

            progress?.Invoke(round + 1);
        }

        // A round in which the typical item was slower than usual says more about the machine than about the items.
        var usual = samples.Select(Middle).ToArray();
        var slowness = Enumerable.Range(0, rounds)
            .Select(round => Middle(Enumerable.Range(0, items).Select(item => samples[item][round] / usual[item]))).ToArray();
        var kept = Enumerable.Range(0, rounds).Where(round => slowness[round] <= Slow).ToArray();
        if (kept.Length < rounds / 2)
        {
            kept = [.. Enumerable.Range(0, rounds).OrderBy(round => slowness[round]).Take(rounds / 2)];
        }

        var sentinel = samples[0];
        return new(
            [.. samples.Select(times => Summarise([.. kept.Select(round => times[round]).Order()]))],
            Deviation(sentinel) / sentinel.Average(),
            rounds - kept.Length);
    }

    private static Timing Summarise(double[] sorted) =>
        new(sorted[(sorted.Length - 1) / 10], sorted[0], sorted[sorted.Length / 2], Deviation(sorted), sorted.Length);

    private static double Middle(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private static double Deviation(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
