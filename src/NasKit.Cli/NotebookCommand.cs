using System.CommandLine;
using NasKit.Notebooks;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Files;

namespace NasKit.Cli;

/// <summary><c>naskit notebook check|strip|diff</c>: keeps notebook files in order.</summary>
internal static class NotebookCommand
{
    public static Command Create(TextWriter output, TextWriter error) => new("notebook", "Checks, strips and compares notebook files.")
    {
        Check(output, error), Strip(output), Diff(output),
    };

    private static Command Check(TextWriter output, TextWriter error)
    {
        var files = Files("The .ipynb files to check.");
        var format = new Option<bool>("--format-only") { Description = "Check the notebook format alone, not NasKit's rules for its own notebooks." };
        var command = new Command("check", "Checks notebooks; ends with 1 where something is found, one line a finding.") { files, format };
        command.SetAction(async (parsed, _) =>
        {
            var code = ExitCode.Success;
            foreach (var file in parsed.GetRequiredValue(files))
            {
                try
                {
                    foreach (var finding in NotebookCheck.File(file, houseRules: !parsed.GetValue(format)))
                    {
                        await output.WriteLineAsync($"{file}: {finding}").ConfigureAwait(false);
                        code = Math.Max(code, ExitCode.Failed);
                    }
                }
                catch (NotebookException e)
                {
                    // The other files are still looked at.
                    await error.WriteLineAsync(e.Message).ConfigureAwait(false);
                    code = ExitCode.BadInput;
                }
            }
            return code;
        });
        return command;
    }

    private static Command Strip(TextWriter output)
    {
        var files = Files("The .ipynb files; each is replaced by its stripped form.");
        var target = new Option<string?>("--output", "-o") { Description = "Write here instead; for one file only.", HelpName = "FILE" };
        var command = new Command("strip", "Removes outputs, execution counts and volatile metadata.") { files, target };
        command.SetAction(async (parsed, cancellation) =>
        {
            var paths = parsed.GetRequiredValue(files);
            var to = parsed.GetValue(target);
            if (to is not null && paths.Length > 1)
                throw new ArgumentException($"--output takes one notebook, and {paths.Length} are given; leave it out to replace each.");
            // All are read before the first is written: a wrong name among many leaves everything as it was.
            var stripped = paths.Select(path => (Target: to ?? path, Before: Notebook.Read(path))).Select(item => (item.Target, item.Before, After: NotebookStrip.Apply(item.Before))).ToList();
            foreach (var (file, _, _) in stripped)
                AtomicFile.EnsureWritable(file);
            foreach (var (file, before, after) in stripped)
            {
                var text = after.ToJson();
                if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false) == text)
                {
                    await output.WriteLineAsync($"{file}: nothing to strip").ConfigureAwait(false);
                    continue;
                }
                after.Write(file);
                var outputs = before.Cells.OfType<CodeCell>().Sum(cell => cell.Outputs.Count);
                await output.WriteLineAsync($"{file}: stripped ({outputs} outputs)").ConfigureAwait(false);
            }
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Diff(TextWriter output)
    {
        var before = new Argument<string>("before") { Description = "The one notebook." };
        var after = new Argument<string>("after") { Description = "The other." };
        var sources = new Option<bool>("--no-outputs") { Description = "Compare what people wrote, not what cells put out." };
        var command = new Command("diff", "Compares two notebooks cell by cell; ends with 1 where they differ.") { before, after, sources };
        command.SetAction(async (parsed, _) =>
        {
            var lines = NotebookDiff.Lines(Notebook.Read(parsed.GetRequiredValue(before)), Notebook.Read(parsed.GetRequiredValue(after)), outputs: !parsed.GetValue(sources));
            foreach (var line in lines)
                await output.WriteLineAsync(line).ConfigureAwait(false);
            return lines.Count == 0 ? ExitCode.Success : ExitCode.Failed;
        });
        return command;
    }

    private static Argument<string[]> Files(string description) => new("files") { Description = description, Arity = ArgumentArity.OneOrMore };
}
