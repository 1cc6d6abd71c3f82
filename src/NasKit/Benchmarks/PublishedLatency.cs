using System.Globalization;
using System.Text;
using System.Text.Json;
using NasKit.Cost;
using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <summary>Cost models of published latency tables by operator.</summary>
public static class PublishedLatency
{
    /// <summary>The latency of FBNet's blocks on one of four devices, CIFAR-100 form.</summary>
    /// <param name="path">A JSON file with <c>devices.NAME.all_skip_ms</c> and <c>devices.NAME.ms[22][9]</c>, the difference of each block's operator to its skip.</param>
    /// <param name="device">Name of the device.</param>
    /// <param name="space">FBNet's space; its CIFAR-100 form by default.</param>
    /// <exception cref="NasKitException">The file is not there, has no such device, or is no such table.</exception>
    /// <exception cref="ArgumentException">The space does not have 22 blocks with nine choices.</exception>
    /// <remarks>Source: HW-NAS-Bench's FBNet columns, which are exact sums over blocks.</remarks>
    public static AdditiveCost FbNet(string path, string device, SearchSpace? space = null)
    {
        space ??= FbNetSpace.Cifar();
        if (space.Graph.Slots.Length != 22 || space.Graph.Slots.Any(slot => slot.Candidates.Length != 9))
        {
            throw new ArgumentException($"Space {space.Name} does not have FBNet's 22 blocks with nine choices.", nameof(space));
        }

        try
        {
            using var json = JsonDocument.Parse(TableFile.Read(path));
            var devices = json.RootElement.GetProperty("devices");
            if (!devices.TryGetProperty(device, out var table))
            {
                throw new NasKitException(
                    $"{path} has no device '{device}'. It has: {string.Join(", ", devices.EnumerateObject().Select(entry => entry.Name))}.", "Choose one of these.");
            }

            var ms = table.GetProperty("ms").EnumerateArray().Select(block => block.EnumerateArray().Select(entry => entry.GetDouble()).ToArray()).ToArray();
            return ms.Length == 22 && ms.All(block => block.Length == 9)
                ? AdditiveCost.BySlot(space, "latencyMs", "ms", device, table.GetProperty("all_skip_ms").GetDouble(), ms)
                : throw new FormatException("expected 22 blocks with 9 operators each");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NasKitException($"{path} is no latency table of FBNet: {error.Message}", "Get the file again.", error);
        }
    }

    /// <summary>ProxylessNAS's latency table for a Pixel phone.</summary>
    /// <param name="path">A CSV file with the columns <c>op, in_size, in_channels, out_size, out_channels, expand, kernel, stride, id_skip, mean_ms</c>.</param>
    /// <param name="space">The space, whose operators must all be in the table; ProxylessNAS by default.</param>
    /// <exception cref="NasKitException">The file is not there, lacks a column, or lacks an operator of the space.</exception>
    /// <remarks>A block that is left out takes no time. Source: the table of the released ProxylessNAS code.</remarks>
    public static AdditiveCost ProxylessPixel(string path, SearchSpace? space = null)
    {
        var times = ReadProxyless(path);
        double Time(OperatorSpec spec)
        {
            var key = ProxylessKey(spec);
            return key.Length == 0 ? 0 : times.TryGetValue(key, out var ms) ? ms
                : throw new NasKitException($"{path} has no row for {key}.", "It was measured for ProxylessNAS with images of 224×224.");
        }

        return new AdditiveCost(space ?? ProxylessNasSpace.Proxyless(), "latencyMs", "ms", "Pixel 1", Time);
    }

    private static string ProxylessKey(OperatorSpec spec) => spec switch
    {
        IdentitySpec or GlobalPoolSpec => "",
        ConvolutionSpec { Input.Channels: 3 } => Key("Conv", spec),
        ConvolutionSpec => Key("Conv_1", spec),
        // The table's last part is the mean over all positions and the classifier.
        ClassifierSpec => "Logits",
        InvertedResidualSpec block => string.Create(
            CultureInfo.InvariantCulture, $"{Key("expanded_conv", spec)} expand {block.Expansion} kernel {block.Kernel} stride {block.Stride} skip {(block.HasShortcut ? 1 : 0)}"),
        _ => spec.Key,
    };

    private static string Key(string name, OperatorSpec spec) => string.Create(
        CultureInfo.InvariantCulture, $"{name} {spec.Input.Channels}@{spec.Input.Height} to {spec.Output.Channels}@{spec.Output.Height}");

    private static Dictionary<string, double> ReadProxyless(string path)
    {
        var cursor = new CsvCursor(TableFile.Read(path), path);
        string[] wanted = ["op", "in_size", "in_channels", "out_size", "out_channels", "expand", "kernel", "stride", "id_skip", "mean_ms"];
        var names = cursor.Next() ? Enumerable.Range(0, cursor.Count).Select(i => Encoding.UTF8.GetString(cursor[i])).ToArray() : [];
        var at = wanted.Select(name => Array.IndexOf(names, name)).ToArray();
        if (Array.IndexOf(at, -1) is >= 0 and var lacking)
        {
            throw new NasKitException($"{path} has no column '{wanted[lacking]}'.", $"It must have {string.Join(", ", wanted)}.");
        }

        var times = new Dictionary<string, double>();
        while (cursor.Next())
        {
            var cells = at.Select(i => i < cursor.Count ? Encoding.UTF8.GetString(cursor[i]) : "").ToArray();
            if (!double.TryParse(cells[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var ms) || !(ms >= 0) || !double.IsFinite(ms))
            {
                throw new NasKitException($"{path} has '{cells[^1]}' in line {cursor.Line}, column mean_ms, expected milliseconds.", "Get the file again.");
            }

            times[cells[0] switch
            {
                "Logits" => "Logits",
                "expanded_conv" => $"expanded_conv {cells[2]}@{cells[1]} to {cells[4]}@{cells[3]} expand {cells[5]} kernel {cells[6]} stride {cells[7]} skip {cells[8]}",
                _ => $"{cells[0]} {cells[2]}@{cells[1]} to {cells[4]}@{cells[3]}",
            }] = ms;
        }

        return times;
    }
}
