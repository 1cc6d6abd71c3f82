using System.Text.Json.Serialization;

namespace NasKit.Bench;

/// <summary>One measured line.</summary>
/// <param name="Case">What was done, with its sizes.</param>
/// <param name="Ms">Median milliseconds of one call.</param>
/// <param name="PeerMs">The same for the peer; null where there is none.</param>
/// <param name="Ratio">Median of the pairwise ratios of our time to the peer's; null where there is no peer.</param>
/// <param name="Rate">Work done in a second, in <paramref name="Unit"/>; null where that says nothing.</param>
/// <param name="Unit">As GFLOP/s; null without a rate.</param>
/// <param name="MemoryRatio">Most memory that calls take beyond what is held between them, ours to the peer's; null where that was not measured.</param>
internal sealed record BenchResult(
    [property: JsonPropertyName("case")] string Case,
    [property: JsonPropertyName("ms")] double Ms,
    [property: JsonPropertyName("peerMs")] double? PeerMs = null,
    [property: JsonPropertyName("ratio")] double? Ratio = null,
    [property: JsonPropertyName("rate")] double? Rate = null,
    [property: JsonPropertyName("unit")] string? Unit = null,
    [property: JsonPropertyName("memoryRatio")] double? MemoryRatio = null)
{
    /// <summary>The same with the rate of work that our time makes.</summary>
    /// <param name="work">Work of one call, in <paramref name="unit"/> times seconds.</param>
    /// <param name="unit">As GFLOP/s.</param>
    public BenchResult At(double work, string unit) => this with { Rate = work / (Ms / 1e3), Unit = unit };
}
