using System.CommandLine;
using NasKit.Studies;

namespace NasKit.Cli;

/// <summary><c>naskit strategies</c>: what there is to search with.</summary>
internal static class StrategiesCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("strategies", "Lists the search strategies, what each needs, its paper and its options.");
        command.SetAction(_ =>
        {
            foreach (var entry in StrategyCatalog.All)
            {
                output.WriteLine(entry.Name);
                output.WriteLine($"  needs  {entry.Needs}");
                output.WriteLine($"  paper  {entry.Paper}");
                foreach (var option in entry.Config.Options())
                    output.WriteLine($"  --set {option.Name}={option.Default}  ({option.Range})  {option.Meaning}");
                output.WriteLine();
            }
            return ExitCode.Success;
        });
        return command;
    }
}
