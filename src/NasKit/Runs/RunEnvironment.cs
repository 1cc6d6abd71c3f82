using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.DotNet.Interactive.Formatting;
using TorchSharp;

namespace NasKit.Runs;

/// <summary>What a run's numbers depend on besides its seed and config; the header of every run record.</summary>
[TypeFormatterSource(typeof(PlainText<RunEnvironment>), PreferredMimeTypes = ["text/plain"])]
public sealed record RunEnvironment
{
    /// <summary>NasKit's version, with the commit where it is known.</summary>
    public required string Library { get; init; }

    /// <summary>The tensor layer and libtorch's version; null where tensors are not used.</summary>
    public string? TensorLayer { get; init; }

    /// <summary>Threads that one tensor operation may use; null where not known.</summary>
    public int? Threads { get; init; }

    /// <summary>Where tensors are computed: <c>cpu</c>, <c>cuda:0</c> …; null where not known.</summary>
    public string? Device { get; init; }

    /// <summary>The processor's name, as the system gives it.</summary>
    public required string Processor { get; init; }

    /// <summary>Logical processors that this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>The .NET version.</summary>
    public required string Runtime { get; init; }

    /// <summary>The operating system.</summary>
    public required string System { get; init; }

    /// <summary>The environment of this process. Set the number of threads (<c>torch.set_num_threads</c>) before, as it is part of it.</summary>
    /// <param name="device">Where tensors are computed; null for the processor.</param>
    public static RunEnvironment Here(torch.Device? device = null) => WithoutTensors() with
    {
        TensorLayer = Backend.LayerVersion,
        Threads = torch.get_num_threads(),
        Device = Name(device ?? torch.CPU),
    };

    /// <summary>The environment of a process that computes without tensors, which then need not be there.</summary>
    public static RunEnvironment WithoutTensors() => new()
    {
        Library = LibraryVersion(),
        Processor = ProcessorName(),
        Cores = Environment.ProcessorCount,
        Runtime = RuntimeInformation.FrameworkDescription,
        System = RuntimeInformation.OSDescription,
    };

    /// <summary>One line a fact, aligned; a fact that is not known prints as <c>NA</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, value) in Facts())
        {
            text.Append(CultureInfo.InvariantCulture, $"{name,-10} {value ?? "NA"}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    /// <summary>The facts with their names, in the order of the header.</summary>
    internal IEnumerable<(string Name, string? Value)> Facts() =>
    [
        ("NasKit", Library),
        ("tensors", TensorLayer),
        ("threads", Threads?.ToString(CultureInfo.InvariantCulture)),
        ("device", Device),
        ("processor", $"{Processor}, {Cores} logical"),
        ("runtime", Runtime),
        ("system", System),
    ];

    private static string Name(torch.Device device)
    {
        var type = device.type.ToString().ToLowerInvariant();
        return device.type == DeviceType.CPU ? type : string.Create(CultureInfo.InvariantCulture, $"{type}:{device.index}");
    }

    private static string LibraryVersion()
    {
        var version = typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus >= 0 && version.Length > plus + 9 ? version[..(plus + 9)] : version; // eight digits of the commit
    }

    private static string ProcessorName()
    {
        const string file = "/proc/cpuinfo";
        if (File.Exists(file))
        {
            var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null)
            {
                return line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
            }
        }

        return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
