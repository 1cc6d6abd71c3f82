using System.Text.Json;
using NasKit.Spaces;

namespace NasKit.Benchmarks;

/// <summary>Estimates how long an epoch of a NAS-Bench-201 cell takes on the benchmark's machine: a base and a term for every edge's operator.</summary>
/// <remarks>Source: a least-squares fit to the training times of 1,000 cells that NATS-Bench reports (mean error 1.3 %).</remarks>
public sealed class NasBench201TrainingTime
{
    private readonly double baseSeconds;
    private readonly double[][] edges;

    private NasBench201TrainingTime(double baseSeconds, double[][] edges) => (this.baseSeconds, this.edges) = (baseSeconds, edges);

    /// <summary>The name of its file.</summary>
    public const string File = "nas-bench-201-time-model.json";

    /// <summary>Reads the estimate for one kind of data.</summary>
    /// <param name="folder">The folder that holds <see cref="File"/>.</param>
    /// <param name="data"><c>cifar</c> for both CIFAR sets, <c>in16</c> for ImageNet16-120.</param>
    /// <exception cref="NasKitException">The file is not there, or is no such estimate.</exception>
    public static NasBench201TrainingTime Load(string folder, string data = "cifar")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var path = Path.Combine(folder, File);
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            var model = json.RootElement.GetProperty("seconds_per_epoch").GetProperty(data);
            var edges = model.GetProperty("edge").EnumerateArray().Select(edge => edge.EnumerateArray().Select(term => term.GetDouble()).ToArray()).ToArray();
            return edges.Length == 6 && edges.All(edge => edge.Length == 5)
                ? new(model.GetProperty("base").GetDouble(), edges)
                : throw new FormatException("expected 6 edges with 5 operators each");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException(
                $"The training times {path} cannot be read: {error.Message}",
                "The file holds seconds_per_epoch.cifar.base and .edge, 6 lists of 5 numbers; without it there is no simulated clock.", error);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new NasKitException($"{path} is no estimate of training times for {data}: {error.Message}", "Get the file again.", error);
        }
    }

    /// <summary>Estimated seconds of one epoch.</summary>
    /// <param name="architecture">A cell of NAS-Bench-201.</param>
    /// <exception cref="ArgumentException">It belongs to a space with other decisions.</exception>
    public double SecondsPerEpoch(Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(architecture);
        if (architecture.Choices.Length != edges.Length || architecture.Space.Decisions.Any(decision => decision.Count != 5))
        {
            throw new ArgumentException($"Architecture {architecture} of space {architecture.Space.Name} is no cell of NAS-Bench-201.", nameof(architecture));
        }

        var sum = baseSeconds;
        for (var edge = 0; edge < edges.Length; edge++)
        {
            sum += edges[edge][architecture.Choices[edge]];
        }

        return sum;
    }
}
