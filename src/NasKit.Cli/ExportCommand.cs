using System.CommandLine;
using NasKit.Notebooks;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Export;
using NasKit.Notebooks.Files;
using NasKit.Notebooks.Html;

namespace NasKit.Cli;

/// <summary><c>naskit export NOTEBOOK --format FORMAT</c>: writes a notebook as a page, as markdown or as a script.</summary>
internal static class ExportCommand
{
    public static Command Create(TextWriter output)
    {
        var notebook = new Argument<string>("notebook") { Description = "The .ipynb file; its stored outputs are used, nothing is run." };
        var format = new Option<string>("--format") { Description = "html (one self-contained page), md (markdown, with pictures in a folder beside it) or script (C#, a section a cell).", HelpName = "FORMAT", DefaultValueFactory = _ => "html" };
        var target = new Option<string?>("--output", "-o") { Description = "The file to write; default: NOTEBOOK with .html, .md or .csx.", HelpName = "FILE" };
        var command = new Command("export", "Writes a notebook as a page, as markdown or as a script.") { notebook, format, target };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(notebook), parsed.GetRequiredValue(format), parsed.GetValue(target), output)));
        return command;
    }

    private static int Run(string path, string format, string? target, TextWriter output)
    {
        var ending = format switch
        {
            "html" => ".html",
            "md" or "markdown" => ".md",
            "script" => ".csx",
            _ => throw new ArgumentException($"There is no format {format}; --format is html, md or script."),
        };
        var notebook = Notebook.Read(path);
        var file = target ?? Path.ChangeExtension(path, ending);
        if (Path.GetFullPath(file) == Path.GetFullPath(path))
            throw new ArgumentException($"--output {file} would overwrite the notebook; name another file.");
        AtomicFile.EnsureWritable(file);
        switch (ending)
        {
            case ".html":
                NotebookPage.Write(notebook, file, new PageOptions
                {
                    Title = Path.GetFileName(path), Folder = Path.GetDirectoryName(Path.GetFullPath(path)), PlotlyScript = PageOptions.FindPlotlyScript(AppContext.BaseDirectory),
                });
                output.WriteLine($"Wrote {file}");
                break;
            case ".md":
                var pictures = MarkdownExport.Write(notebook, file);
                output.WriteLine(pictures.Count == 0 ? $"Wrote {file}" : $"Wrote {file} and {pictures.Count} pictures in {Path.GetDirectoryName(pictures[0])}");
                break;
            default:
                AtomicFile.Write(file, text => text.Write(ScriptExport.Convert(notebook)));
                output.WriteLine($"Wrote {file}");
                break;
        }
        return ExitCode.Success;
    }
}
