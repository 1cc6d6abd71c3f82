using System.CommandLine;
using System.Globalization;
using NasKit.Charts;
using NasKit.Notebooks;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Export;
using NasKit.Notebooks.Files;

namespace NasKit.Cli;

/// <summary><c>naskit figures NOTEBOOK --to DIR</c>: draws every figure of an executed notebook for a report.</summary>
internal static class FiguresCommand
{
    public static Command Create(TextWriter output)
    {
        var notebook = new Argument<string>("notebook") { Description = "An executed .ipynb file, of NasKit or of any tool that puts out plotly figures." };
        var to = new Option<string>("--to") { Description = "Folder for the files; made where it is missing.", HelpName = "DIR", DefaultValueFactory = _ => "figures" };
        var format = new Option<string>("--format") { Description = "svg, pdf or png.", HelpName = "FORMAT", DefaultValueFactory = _ => "pdf" };
        var width = new Option<double>("--width") { Description = "Width in millimetres, 30 to 1000; a column of two is 85.", HelpName = "MM", DefaultValueFactory = _ => new ReportStyle().WidthMm };
        var font = new Option<double>("--font") { Description = "Size of the usual text in points, 4 to 48.", HelpName = "PT", DefaultValueFactory = _ => new ReportStyle().FontPt };
        var theme = new Option<string>("--theme") { Description = "paper (white, no titles: a report has captions) or screen (the figure's own looks).", HelpName = "THEME", DefaultValueFactory = _ => "paper" };
        var dpi = new Option<double>("--dpi") { Description = "Dots per inch of a png, 50 to 1200.", HelpName = "DPI", DefaultValueFactory = _ => new ReportStyle().Dpi };
        var command = new Command("figures", "Draws every figure of an executed notebook for a report.") { notebook, to, format, width, font, theme, dpi };
        command.SetAction((parsed, _) => Task.FromResult(Run(
            parsed.GetRequiredValue(notebook), parsed.GetRequiredValue(to), parsed.GetRequiredValue(format), parsed.GetRequiredValue(theme),
            new ReportStyle { WidthMm = parsed.GetValue(width), FontPt = parsed.GetValue(font), Dpi = parsed.GetValue(dpi) }, output)));
        return command;
    }

    private static int Run(string path, string to, string format, string theme, ReportStyle style, TextWriter output)
    {
        if (format is not ("svg" or "pdf" or "png"))
            throw new ArgumentException($"There is no format {format}; --format is svg, pdf or png.");
        style = style with
        {
            Theme = theme switch { "paper" => ReportTheme.Paper, "screen" => ReportTheme.Screen, _ => throw new ArgumentException($"There is no theme {theme}; --theme is paper or screen.") },
        };
        style.Validate();
        ArgumentException.ThrowIfNullOrWhiteSpace(to, "--to");
        var figures = StoredFigure.Of(Notebook.Read(path));
        if (figures.Count == 0)
            throw new NotebookException($"{path} holds no figures; a notebook has some after it was run: naskit run {path}");
        if (File.Exists(to))
            throw new NotebookException($"--to {to} is a file; name a folder.");
        // All are drawn before the first is written, so that a figure that cannot be drawn leaves no half of a set.
        var drawn = new List<(StoredFigure Figure, ReportFigure Report, byte[] Content)>();
        foreach (var figure in figures)
        {
            try
            {
                var report = ReportFigure.Draw(figure.Plotly.ToJsonString(), style);
                drawn.Add((figure, report, report.ToBytes(format)));
            }
            catch (Exception e) when (e is ArgumentException or NasKitException)
            {
                throw new NotebookException($"The figure {figure.Key} of cell {figure.CellId} could not be drawn: {e.Message}", e);
            }
        }
        try
        {
            Directory.CreateDirectory(to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"The folder {to} cannot be made: {e.Message}", e);
        }
        foreach (var (figure, report, content) in drawn)
        {
            var file = Path.Combine(to, $"{figure.Key}.{format}");
            AtomicFile.Write(file, content);
            var caption = figure.Caption.Length > 100 ? figure.Caption[..99] + "…" : figure.Caption;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{file}  {report.WidthMm:0.#} × {report.HeightMm:0.#} mm  {caption}").TrimEnd());
        }
        return ExitCode.Success;
    }
}
