using System.CommandLine;
using NasKit.Notebooks.Html;
using NasKit.Notebooks.Jupyter;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary><c>naskit kernel</c>: the kernel itself, and its registration with Jupyter.</summary>
internal static class KernelCommand
{
    public static Command Create(TextWriter output) => new("kernel", "The C# kernel of Jupyter notebooks.") { Run(), Install(output), Uninstall(output), List(output) };

    /// <summary>What starts the kernel; Jupyter fills in the connection file.</summary>
    public static IReadOnlyList<string> StartLine { get; } =
    [
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        Path.Combine(AppContext.BaseDirectory, "NasKit.Cli.dll"), "kernel", "run", "--connection-file", "{connection_file}",
    ];

    /// <summary>The plotly.js to serve to front ends; null: there is none.</summary>
    public static string? PlotlyScript =>
        Environment.GetEnvironmentVariable("NASKIT_PLOTLY") is { Length: > 0 } own && File.Exists(own) ? own : PageOptions.FindPlotlyScript(AppContext.BaseDirectory);

    private static Command Run()
    {
        var file = new Option<string>("--connection-file", "-f") { Description = "The file that Jupyter writes for the kernel it starts.", HelpName = "FILE", Required = true };
        var command = new Command("run", "Runs the kernel; Jupyter does this.") { file };
        command.SetAction(parsed =>
        {
            SessionWarmUp.Start();
            using var kernel = new JupyterKernel(ConnectionFile.Read(parsed.GetRequiredValue(file)), Directory.GetCurrentDirectory());
            kernel.Run();
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Install(TextWriter output)
    {
        var user = new Option<bool>("--user") { Description = "For your own Jupyter; this is what happens without it, too." };
        var force = new Option<bool>("--force") { Description = "Replace a kernel of the same name that is not NasKit's." };
        var command = new Command("install", "Registers the kernel as .net-csharp with your own Jupyter.") { user, force };
        command.SetAction(parsed =>
        {
            var plotly = PlotlyScript;
            var spec = KernelSpec.Install(KernelSpec.UserDataFolder, StartLine, plotly, parsed.GetValue(force));
            output.WriteLine($"Registered {spec.Name} ({spec.DisplayName}) in {spec.Folder}");
            if (plotly is null)
                output.WriteLine("There is no artifacts/plotly/plotly.min.js, so figures show as still pictures; run ./naskit kernel install to have it.");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Uninstall(TextWriter output)
    {
        var command = new Command("uninstall", "Takes the registration back.");
        command.SetAction(_ =>
        {
            var spec = KernelSpec.Uninstall(KernelSpec.UserDataFolder);
            output.WriteLine(spec is null ? $"No kernel {KernelSpec.OwnName} is registered in {KernelSpec.UserDataFolder}; nothing to do." : $"Removed {spec.Folder}");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command List(TextWriter output)
    {
        var command = new Command("list", "Lists the kernels that Jupyter finds.");
        command.SetAction(_ =>
        {
            var specs = KernelSpec.List();
            var width = specs.Select(spec => spec.Name.Length).DefaultIfEmpty(0).Max();
            foreach (var spec in specs)
                output.WriteLine($"{spec.Name.PadRight(width)}  {spec.Folder}{(spec.IsOwn ? "  (NasKit)" : "")}");
            if (!specs.Any(spec => spec.IsOwn))
                output.WriteLine("NasKit's is not among them; ./naskit kernel install registers it.");
            return ExitCode.Success;
        });
        return command;
    }
}
