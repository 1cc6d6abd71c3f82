using System.CommandLine;
using System.Diagnostics;

namespace NasKit.Cli;

/// <summary><c>naskit bench NAME</c>: hands its arguments to the benchmark program.</summary>
internal static class BenchCommand
{
    public static Command Create(TextWriter error)
    {
        var name = new Argument<string>("name") { Description = "The suite to run; the benchmark program lists them." };
        var json = new Option<string?>("--json") { Description = "Also write the results to this file as JSON.", HelpName = "FILE" };
        var command = new Command("bench", "Measures a part of NasKit on this machine.") { name, json };
        command.SetAction((parsed, token) =>
            RunAsync([parsed.GetRequiredValue(name), .. parsed.GetValue(json) is { } file ? (string[])["--json", file] : []], error, token));
        return command;
    }

    private static async Task<int> RunAsync(string[] arguments, TextWriter error, CancellationToken cancellation)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "bench", "NasKit.Bench.dll"));
        if (!File.Exists(program))
        {
            await error.WriteLineAsync($"The benchmarks are not built ({program} is missing). Build them with: dotnet build -c Release bench/NasKit.Bench")
                .ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        using var bench = Process.Start(new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", [program, .. arguments]))!;
        await bench.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return bench.ExitCode;
    }
}
