using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NasKit.Notebooks.Jupyter;

namespace NasKit.Cli;

/// <summary><c>naskit lab</c>: starts Jupyter on this machine with the C# kernel.</summary>
internal static partial class LabCommand
{
    private const int Interrupt = 2, Terminate = 15;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(200);
    private const int UsualPort = 8888, MostTries = 100;

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
        var listening = FreePort(port);
        // A data folder of the checkout's own: whatever the user has registered stays as it is.
        var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));
        var data = Path.Combine(root, "artifacts", "jupyter");
        KernelSpec.Install(data, KernelCommand.StartLine, KernelCommand.PlotlyScript, force: true);
        var notebooks = Path.Combine(root, "notebooks");
        List<string> arguments =
        [
            "--ip=127.0.0.1", isLab ? $"--ServerApp.root_dir={notebooks}" : $"--notebook-dir={notebooks}",
            .. browser ? (string[])[] : ["--no-browser"],
            string.Create(CultureInfo.InvariantCulture, $"--port={listening}"), "--port-retries=0",
            .. Environment.UserName == "root" ? (string[])["--allow-root"] : [],
        ];
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = notebooks };
        // In the environment rather than on the command line, which every user of the machine can read.
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        start.Environment["JUPYTER_TOKEN"] = token;
        start.Environment["JUPYTER_PATH"] = string.Join(Path.PathSeparator, (string[])[data, .. Environment.GetEnvironmentVariable("JUPYTER_PATH") is { Length: > 0 } path ? (string[])[path] : []]);
        // From a terminal Jupyter gets Ctrl-C itself, and asks; whoever signals this process alone means both.
        var terminal = !Console.IsInputRedirected;
        Process? jupyter = null;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Pass(context, terminal ? null : Interrupt));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Pass(context, Terminate));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context => Pass(context, Terminate));
        using (jupyter = Process.Start(start)!)
        {
            var ended = jupyter.WaitForExitAsync(cancellation);
            while (!ended.IsCompleted && !await AnswersAsync(listening, cancellation).ConfigureAwait(false))
                await Task.WhenAny(ended, Task.Delay(BetweenTries, cancellation)).ConfigureAwait(false);
            // Jupyter's own log hides a token that it was given.
            if (!ended.IsCompleted)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"Jupyter serves {notebooks} at http://127.0.0.1:{listening}/?token={token}\n{(terminal ? "Ctrl-C twice" : "Ctrl-C")} ends it.")).ConfigureAwait(false);
                await output.FlushAsync(cancellation).ConfigureAwait(false);
            }
            await ended.ConfigureAwait(false);
            return jupyter.ExitCode;
        }

        void Pass(PosixSignalContext context, int? signal)
        {
            context.Cancel = jupyter is not null;
            if (jupyter is not null && signal is { } number)
                _ = Kill(jupyter.Id, number); // it may have ended by itself
        }
    }

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>The port asked for, or the first free one from Jupyter's usual one on.</summary>
    /// <exception cref="ArgumentException">It cannot be listened at.</exception>
    private static int FreePort(int? wanted)
    {
        for (var port = wanted ?? UsualPort; ; port++)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (wanted is not null || port == UsualPort + MostTries)
            {
                var why = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is taken" : $"cannot be listened at ({e.Message})";
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Port {port} of 127.0.0.1 {why}; give another with --port, or none for the next that is free."), e);
            }
            catch (SocketException)
            {
                // The next one, then.
            }
        }
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
