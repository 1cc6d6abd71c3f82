using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace NasKit.Notebooks.Jupyter;

/// <summary><c>kernel_info_request</c>: what this kernel is and what it can do.</summary>
internal sealed class KernelInfoRequest : RequestHandler
{
    public override string MessageType => "kernel_info_request";

    /// <summary>NasKit's own version.</summary>
    public static string Version { get; } =
        (typeof(KernelInfoRequest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];

    public override JsonObject Answer(Request request) => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = MessageCodec.ProtocolVersion,
        ["implementation"] = "naskit",
        ["implementation_version"] = Version,
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["mimetype"] = "text/x-csharp",
            ["file_extension"] = ".cs",
            ["pygments_lexer"] = "csharp",
            ["codemirror_mode"] = "text/x-csharp",
            ["nbconvert_exporter"] = "script",
        },
        ["banner"] = $"NasKit {Version}: C# 14 on {RuntimeInformation.FrameworkDescription}",
        ["debugger"] = false,
        ["supported_features"] = new JsonArray(),
        ["help_links"] = new JsonArray(
            new JsonObject { ["text"] = "C#", ["url"] = "https://learn.microsoft.com/dotnet/csharp/" },
            new JsonObject { ["text"] = ".NET", ["url"] = "https://learn.microsoft.com/dotnet/api/" }),
    };
}
