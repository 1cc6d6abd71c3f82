using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NasKit.Notebooks.Jupyter;

namespace NasKit.Cli;

/// <summary><c>naskit lab</c>: starts Jupyter on this machine with the C# kernel.</summary>
internal static partial class LabCommand
{
    private const int Terminate = 15;

    public static Command Create(TextWriter output, TextWriter error)
    {
        var browser = new Option<bool>("--no-browser") { Description = "Do not open a browser; the address is printed." };
        var port = new Option<int?>("--port") { Description = "The port to listen at; default: 8888 or the next that is free.", HelpName = "PORT" };
        var command = new Command("lab", "Starts Jupyter at 127.0.0.1 with the C# kernel, opening notebooks/.") { browser, port };
        command.SetAction((parsed, token) => RunAsync(!parsed.GetValue(browser), parsed.GetValue(port), output, error, token));
        return command;
    }

    private static async Task<int> RunAsync(bool browser, int? port, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (port is < 1 or > 65535)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--port is {port}; it must be from 1 to 65535."));
        var (program, isLab) = OnPath("jupyter-lab") is { } lab ? (lab, true) : (OnPath("jupyter-notebook"), false);
        if (program is null)
        {
            await error.WriteLineAsync("There is no Jupyter on this machine's PATH. On Debian: apt-get install jupyter-notebook; elsewhere: pip install jupyterlab.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        // A data folder of the checkout's own: whatever the user has registered stays as it is.
        var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var data = Path.Combine(root, "artifacts", "jupyter");
        KernelSpec.Install(data, KernelCommand.StartLine, KernelCommand.PlotlyScript, force: true);
        var notebooks = Path.Combine(root, "notebooks");
        List<string> arguments =
        [
            "--ip=127.0.0.1", isLab ? $"--ServerApp.root_dir={notebooks}" : $"--notebook-dir={notebooks}",
            .. browser ? (string[])[] : ["--no-browser"],
            .. port is { } chosen ? (string[])[string.Create(CultureInfo.InvariantCulture, $"--port={chosen}"), "--port-retries=0"] : [],
            .. Environment.UserName == "root" ? (string[])["--allow-root"] : [],
        ];
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = notebooks };
        // In the environment rather than on the command line, which every user of the machine can read.
        start.Environment["JUPYTER_TOKEN"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        start.Environment["JUPYTER_PATH"] = string.Join(Path.PathSeparator, (string[])[data, .. Environment.GetEnvironmentVariable("JUPYTER_PATH") is { Length: > 0 } path ? (string[])[path] : []]);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true); // Jupyter gets it from the terminal, and asks
        using var jupyter = Process.Start(start)!;
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
        {
            context.Cancel = true;
            _ = Kill(jupyter.Id, Terminate); // it may have ended by itself
        });
        await output.WriteLineAsync($"Jupyter starts in {notebooks}; Ctrl-C twice ends it.").ConfigureAwait(false);
        await jupyter.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return jupyter.ExitCode;
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
