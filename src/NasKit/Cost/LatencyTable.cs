using System.Text.Json;
using NasKit.Spaces;
using NasKit.Statistics;

namespace NasKit.Cost;

/// <summary>What a latency table was measured on; tables of different devices are never compared.</summary>
/// <param name="Name">A name of one's own, for example the machine's.</param>
/// <param name="Processor">Model of the processor.</param>
/// <param name="Threads">Threads that one operator may use.</param>
/// <param name="Batch">Images in a batch.</param>
/// <param name="Engine">What computed the operators, with its version.</param>
public sealed record DeviceInfo(string Name, string Processor, int Threads, int Batch, string Engine);

/// <summary>A straight line from the sum of an architecture's operators to the time of its whole network, whole ≈ Slope · sum + Offset.</summary>
/// <param name="Slope">Below 1 where operators timed alone are slower than in a network.</param>
/// <param name="OffsetMs">Time between the operators, in milliseconds.</param>
/// <param name="Networks">Whole networks that the line was fitted to.</param>
public sealed record Calibration(double Slope, double OffsetMs, int Networks);

/// <summary>One whole network, predicted and measured.</summary>
/// <param name="Architecture">Its string.</param>
/// <param name="PredictedMs">What the calibrated table says, in milliseconds.</param>
/// <param name="MeasuredMs">What was measured end to end, in milliseconds.</param>
public sealed record NetworkLatency(string Architecture, double PredictedMs, double MeasuredMs);

/// <summary>The measured time of every distinct operator of a space on one device, calibrated and checked against whole networks.</summary>
/// <param name="Schema">Version of this form.</param>
/// <param name="Space">Name of the space.</param>
/// <param name="Device">What it was measured on.</param>
/// <param name="Measured">When, in universal time.</param>
/// <param name="Operators">Times by <see cref="OperatorSpec.Key"/>.</param>
/// <param name="Calibration">The line from sums to whole networks.</param>
/// <param name="Check">Networks that took no part in the calibration.</param>
/// <param name="SentinelVariation">Coefficient of variation of one operator over all rounds: the noise of the machine.</param>
/// <param name="DroppedRounds">Rounds left out because the machine was slower than in the rest.</param>
public sealed record LatencyTable(
    int Schema, string Space, DeviceInfo Device, DateTime Measured, IReadOnlyDictionary<string, Timing> Operators, Calibration Calibration,
    IReadOnlyList<NetworkLatency> Check, double SentinelVariation, int DroppedRounds)
{
    private const int CurrentSchema = 1;
    private const string Again = "Measure it again (RunStore.DeleteArtefact forgets one that is kept in a run store)";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    /// <summary>How well the table predicts whole networks that took no part in its calibration.</summary>
    public PredictionMetrics Metrics => PredictionMetrics.Of([.. Check.Select(network => network.PredictedMs)], [.. Check.Select(network => network.MeasuredMs)]);

    /// <summary>The cost model that this table is.</summary>
    /// <param name="space">The space it was measured for.</param>
    /// <exception cref="NasKitException">It was measured for another space, lacks an operator of this one, or is damaged.</exception>
    public AdditiveCost For(SearchSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        Verify("The latency table");
        if (space.Name != Space)
        {
            throw new NasKitException($"The latency table was measured for space {Space}, expected {space.Name}.", $"{Again}, or choose cost=macs.");
        }

        double Time(OperatorSpec spec) => Operators.TryGetValue(spec.Key, out var timing)
            ? Calibration.Slope * timing.Low
            : throw new NasKitException($"The latency table of {Space} has no entry for operator {spec.Key}.", "The space has changed since it was measured: measure it again.");
        return new AdditiveCost(space, "latencyMs", "ms", $"{Device.Processor}, {Device.Threads} thread(s), batch {Device.Batch}", Time, Calibration.OffsetMs);
    }

    /// <summary>The table as JSON text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in messages: a file or a name.</param>
    /// <exception cref="NasKitException">The text is no latency table of this version, or holds a time that is not positive.</exception>
    public static LatencyTable FromJson(string json, string source)
    {
        LatencyTable? table;
        try
        {
            table = JsonSerializer.Deserialize<LatencyTable>(json, Json);
        }
        catch (JsonException error)
        {
            throw new NasKitException($"{source} is no latency table: {error.Message}", "Measure it again.", error);
        }

        if (table is null)
        {
            throw new NasKitException($"{source} has no schema, expected {CurrentSchema}.", "Measure it again with this version.");
        }

        table.Verify(source);
        return table;
    }

    /// <summary>Fits the calibration line and checks it; the line goes through 0 where the best one would give times below 0.</summary>
    /// <param name="space">The space.</param>
    /// <param name="device">What was measured on.</param>
    /// <param name="measured">When.</param>
    /// <param name="operators">The distinct operators, in the order of the first timings.</param>
    /// <param name="networks">Whole networks, in the order of the timings behind those.</param>
    /// <param name="calibrating">How many of the networks the line is fitted to; the rest are the check.</param>
    /// <param name="timings">Timings of operators, then networks.</param>
    internal static LatencyTable Fit(
        SearchSpace space, DeviceInfo device, DateTime measured, IReadOnlyList<OperatorSpec> operators, IReadOnlyList<Architecture> networks,
        int calibrating, Timings timings)
    {
        var times = operators.Zip(timings.Items).ToDictionary(pair => pair.First.Key, pair => pair.Second);
        double Sum(Architecture architecture) => space.Operators(architecture).Sum(spec => times[spec.Key].Low);
        double Whole(int network) => timings.Items[operators.Count + network].Low;
        double[] sums = [.. networks.Take(calibrating).Select(Sum)], wholes = [.. Enumerable.Range(0, calibrating).Select(Whole)];
        var (offset, slope) = MathNet.Numerics.Fit.Line(sums, wholes);
        var table = Calibrated(slope, offset);
        // On a busy machine the line of a few networks can fall, or put small networks below 0; times in proportion to the sum cannot.
        return slope > 0 && table.For(space) is var model && model.Cost(model.Cheapest) > 0 ? table : Calibrated(sums.Zip(wholes, (sum, whole) => sum * whole).Sum() / sums.Sum(sum => sum * sum), 0);

        LatencyTable Calibrated(double slope, double offset) => new(
            CurrentSchema, space.Name, device, measured, times, new(slope, offset, calibrating),
            [.. Enumerable.Range(calibrating, networks.Count - calibrating).Select(i => new NetworkLatency(networks[i].ToString(), slope * Sum(networks[i]) + offset, Whole(i)))],
            timings.SentinelVariation, timings.DroppedRounds);
    }

    // A table may also come from a run store, whose JSON leaves out what is not there.
    private void Verify(string source)
    {
        if (Schema != CurrentSchema)
        {
            throw new NasKitException($"{source} has schema {Schema}, expected {CurrentSchema}.", $"{Again}.");
        }

        if (Space is null || Device is null || Operators is null || Calibration is null || Check is null || Operators.Values.Any(timing => timing is null))
        {
            throw new NasKitException($"{source} is not complete: it lacks its space, device, times, calibration or check.", $"{Again}.");
        }

        var wrong = Operators.FirstOrDefault(entry => !(entry.Value.Low >= 0) || !double.IsFinite(entry.Value.Low)); // passing the input on takes no time
        if (wrong.Key is not null)
        {
            throw new NasKitException($"{source} gives {wrong.Value.Low} ms for operator {wrong.Key}, expected 0 or more.", $"{Again}.");
        }

        if (!(Calibration.Slope > 0) || !double.IsFinite(Calibration.Slope) || !double.IsFinite(Calibration.OffsetMs))
        {
            throw new NasKitException(
                $"{source} is calibrated by the line {Calibration.Slope} x + {Calibration.OffsetMs}, expected a positive slope and finite numbers.", $"{Again}.");
        }
    }
}
