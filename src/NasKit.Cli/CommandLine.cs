using System.CommandLine;
using System.CommandLine.Help;
using System.Reflection;
using NasKit.Notebooks;

namespace NasKit.Cli;

/// <summary>The <c>naskit</c> command: each subcommand is a file of its own.</summary>
internal static class CommandLine
{
    /// <summary>Parses the arguments and does what they say.</summary>
    /// <param name="arguments">As given by the shell.</param>
    /// <param name="output">Where results and progress go.</param>
    /// <param name="error">Where complaints go, one sentence each.</param>
    /// <param name="isTerminal">Whether a person watches the output live.</param>
    /// <returns>The exit code; see <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter error, bool isTerminal = false)
    {
        var help = new HelpOption();
        var version = new Option<bool>("--version") { Description = "Show the version." };
        // Not a RootCommand, which would call itself after the assembly and take the version from the process.
        var root = new Command("naskit", "NasKit: a research kit for neural architecture search in C#.")
        {
            help,
            version,
            RunCommand.Create(output, error, isTerminal),
            FiguresCommand.Create(output),
            ExportCommand.Create(output),
            NotebookCommand.Create(output, error),
            SearchCommand.Create(output, error),
            StrategiesCommand.Create(output),
            RunsCommand.Create(output),
            BenchCommand.Create(error),
            KernelCommand.Create(output),
            LabCommand.Create(output, error),
        };
        var names = string.Join(", ", root.Subcommands.Select(command => command.Name).Order(StringComparer.Ordinal));
        if (arguments.Length == 0)
        {
            await error.WriteLineAsync($"naskit needs a command: {names}. See naskit --help.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        if (!arguments[0].StartsWith('-') && root.Subcommands.All(command => command.Name != arguments[0]))
        {
            await error.WriteLineAsync($"There is no command {arguments[0]}. There are: {names}. See naskit --help.").ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        var parsed = root.Parse(arguments);
        if (parsed.GetValue(version))
        {
            await output.WriteLineAsync(typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion).ConfigureAwait(false);
            return ExitCode.Success;
        }
        if (parsed.GetResult(help) is not { Implicit: false } && ParseComplaint.Of(parsed) is { } complaint)
        {
            await error.WriteLineAsync(complaint).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = output, Error = error,
            };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NotebookException or NasKitException or ArgumentException)
        {
            await error.WriteLineAsync(Complaint.Of(e)).ConfigureAwait(false);
            return ExitCode.BadInput;
        }
    }
}
