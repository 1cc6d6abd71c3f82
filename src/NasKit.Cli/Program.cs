using System.Globalization;
using System.Runtime.InteropServices;
using NasKit.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
var code = await CommandLine.RunAsync(args, Console.Out, Console.Error, isTerminal).ConfigureAwait(false);
if (code == ExitCode.Success)
    return code;
// Threads of a cell that failed or was stopped may still compute; an ordinary exit would unload native libraries under them.
await Console.Out.FlushAsync().ConfigureAwait(false);
await Console.Error.FlushAsync().ConfigureAwait(false);
ExitNow(code);
return code;

[DllImport("libc", EntryPoint = "_exit")]
static extern void ExitNow(int code);
