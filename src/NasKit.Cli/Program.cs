using System.Globalization;
using NasKit.Cli;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
return await CommandLine.RunAsync(args, Console.Out, Console.Error, isTerminal).ConfigureAwait(false);
