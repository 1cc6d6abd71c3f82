using System.CommandLine;
using NasKit.Notebooks.Jupyter;
using NasKit.Notebooks.Sessions;

namespace NasKit.Cli;

/// <summary><c>naskit kernel</c>: the kernel itself, and its registration with Jupyter.</summary>
internal static class KernelCommand
{
    public static Command Create(TextWriter output)
    {
        var file = new Option<string>("--connection-file", "-f") { Description = "The file that Jupyter writes for the kernel it starts.", HelpName = "FILE", Required = true };
        var run = new Command("run", "Runs the kernel; Jupyter does this.") { file };
        run.SetAction(parsed =>
        {
            SessionWarmUp.Start();
            using var kernel = new JupyterKernel(ConnectionFile.Read(parsed.GetRequiredValue(file)), Directory.GetCurrentDirectory());
            kernel.Run();
            return ExitCode.Success;
        });
        return new Command("kernel", "The C# kernel of Jupyter notebooks.") { run };
    }
}
