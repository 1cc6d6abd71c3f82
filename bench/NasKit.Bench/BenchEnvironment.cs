using System.Text.Json.Serialization;
using NasKit.Runs;
using TorchSharp;

namespace NasKit.Bench;

/// <summary>Where a measurement was made.</summary>
/// <param name="Processor">Model name of the processor.</param>
/// <param name="Cores">Logical processors that this process may use.</param>
/// <param name="Threads">Threads that computed.</param>
/// <param name="Libtorch">Version of libtorch; null where it is no part of what was measured.</param>
/// <param name="Dotnet">Version of the .NET runtime.</param>
/// <param name="NasKit">Version of the library, with the commit where it is known.</param>
internal sealed record BenchEnvironment(
    [property: JsonPropertyName("processor")] string Processor,
    [property: JsonPropertyName("cores")] int Cores,
    [property: JsonPropertyName("threads")] int Threads,
    [property: JsonPropertyName("libtorch")] string? Libtorch,
    [property: JsonPropertyName("dotnet")] string Dotnet,
    [property: JsonPropertyName("naskit")] string NasKit)
{
    /// <summary>This machine and process.</summary>
    /// <param name="usesTensors">Whether libtorch was measured; only then is it asked.</param>
    public static BenchEnvironment Here(bool usesTensors)
    {
        var here = RunEnvironment.Here();
        return new BenchEnvironment(
            here.Processor, here.Cores, usesTensors ? torch.get_num_threads() : 1, usesTensors ? torch.__version__ : null, here.Runtime, here.Library);
    }
}
