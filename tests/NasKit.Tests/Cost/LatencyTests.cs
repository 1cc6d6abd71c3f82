using NasKit.Cost;
using NasKit.Spaces;

namespace NasKit.Tests.Cost;

public sealed class LatencyTests
{
    [Fact]
    public void Known_times_are_recovered_from_noise_within_2_percent()
    {
        var truth = Enumerable.Range(0, 40).Select(i => 0.1 + 0.05 * i).ToArray();
        var noise = new Rng(5);
        // Exponential noise of a tenth of each time, as other work on a machine adds it.
        var timings = InterleavedTimer.Measure(truth.Length, 200, new Rng(1), item => truth[item] * (1 - 0.1 * Math.Log(1 - noise.NextDouble())));
        Assert.All(timings.Items.Zip(truth), pair => Assert.InRange(pair.First.Low / pair.Second, 1.0, 1.02));
    }

    [Fact]
    public void Rounds_in_which_the_machine_was_slow_are_dropped()
    {
        var calls = 0;
        // 10 items timed twice a round: rounds 20 to 39 of 100 take half as long again.
        var timings = InterleavedTimer.Measure(10, 100, new Rng(1), item => (1 + item) * (calls++ / 20 is >= 20 and < 40 ? 1.5 : 1));
        Assert.Equal(20, timings.DroppedRounds);
        Assert.All(timings.Items, (timing, item) => Assert.Equal(1 + item, timing.Median));
    }

    [Fact]
    public void A_table_is_fitted_to_whole_networks_and_predicts_the_others()
    {
        var (space, table) = Synthetic();
        var cost = table.For(space);
        Assert.Equal(0.8, table.Calibration.Slope, 6);
        Assert.Equal(0.3, table.Calibration.OffsetMs, 6);
        Assert.Equal(1, table.Metrics.Spearman!.Value, 9);
        Assert.True(table.Metrics.MedianRelativeError < 1e-9);
        var architecture = space.Sample(new Rng(9));
        Assert.Equal(0.8 * space.Operators(architecture).Sum(spec => Time(spec)) + 0.3, cost.Cost(architecture), 9);
        Assert.Equal("latencyMs", cost.Name);
    }

    [Fact]
    public void A_table_survives_json()
    {
        var (space, table) = Synthetic();
        var read = LatencyTable.FromJson(table.ToJson(), "test");
        Assert.Equal(table.ToJson(), read.ToJson());
        Assert.Equal(table.For(space).Cost(space.Sample(new Rng(2))), read.For(space).Cost(space.Sample(new Rng(2))));
    }

    [Fact]
    public void A_table_of_another_space_is_refused()
    {
        var (_, table) = Synthetic();
        var error = Assert.Throws<NasKitException>(() => table.For(MobileNetV3Space.OnceForAll()));
        Assert.Contains("was measured for space FM-MB-3, expected OFA-MobileNetV3-w1.2", error.Message);
    }

    [Theory]
    [InlineData("{", "no latency table")]
    [InlineData("{}", "no latency table")]
    [InlineData("null", "schema")]
    public void Text_that_is_no_table_is_refused(string json, string message) =>
        Assert.Contains(message, Assert.Throws<NasKitException>(() => LatencyTable.FromJson(json, "latency.json")).Message);

    [Fact]
    public void A_missing_operator_is_an_error_and_no_constant()
    {
        var (space, table) = Synthetic();
        var without = table with { Operators = table.Operators.Skip(1).ToDictionary() };
        Assert.Contains("has no entry for operator", Assert.Throws<NasKitException>(() => without.For(space)).Message);
    }

    private static double Time(OperatorSpec spec) => 0.01 + spec.Macs * 1e-6;

    // As measured on a busy machine: three networks, the cheaper the slower.
    [Fact]
    public void A_calibration_that_would_give_times_below_zero_goes_through_zero()
    {
        var (space, table) = Synthetic(sum => 3 / sum, 3);
        var model = table.For(space);
        Assert.Equal(0, table.Calibration.OffsetMs);
        Assert.True(table.Calibration.Slope > 0 && model.Cost(model.Cheapest) > 0);
    }

    private static (SearchSpace Space, LatencyTable Table) Synthetic(Func<double, double>? whole = null, int calibrating = 10)
    {
        var space = MobileNetV3Space.Laptop;
        var operators = space.Graph.DistinctOperators().ToArray();
        var rng = new Rng(4);
        var networks = Enumerable.Range(0, 20).Select(_ => space.Sample(rng)).ToArray();
        static Timing Exactly(double ms) => new(ms, ms, ms, 0, 100);
        var timings = new Timings(
            [.. operators.Select(spec => Exactly(Time(spec))), .. networks.Select(network => Exactly((whole ?? (sum => 0.8 * sum + 0.3))(space.Operators(network).Sum(Time))))], 0, 0);
        return (space, LatencyTable.Fit(space, new("test", "none", 1, 1, "none"), DateTime.UnixEpoch, operators, networks, calibrating, timings));
    }
}
