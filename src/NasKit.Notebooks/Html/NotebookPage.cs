using System.Globalization;
using System.Net;
using NasKit.Notebooks.Documents;

namespace NasKit.Notebooks.Html;

/// <summary>Writes a notebook as one page that needs nothing else: no other file, no network.</summary>
public static class NotebookPage
{
    /// <summary>Writes the page beside its target and renames it.</summary>
    /// <param name="notebook">The notebook, with its outputs.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Title, and where figures get their script.</param>
    /// <exception cref="NotebookException">The file cannot be written there, or plotly's script not be read.</exception>
    public static void Write(Notebook notebook, string path, PageOptions options) => Files.AtomicFile.Write(path, text => Write(notebook, text, options));

    /// <summary>Writes the page to a writer.</summary>
    /// <param name="notebook">The notebook, with its outputs.</param>
    /// <param name="text">Takes the page.</param>
    /// <param name="options">Title, and where figures get their script.</param>
    /// <exception cref="NotebookException">Plotly's script cannot be read.</exception>
    public static void Write(Notebook notebook, TextWriter text, PageOptions options)
    {
        ArgumentNullException.ThrowIfNull(notebook);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        var plotly = notebook.Cells.OfType<CodeCell>().SelectMany(cell => cell.Outputs).Any(OutputHtml.IsFigure) ? ReadPlotly(options.PlotlyScript) : null;
        var outputs = new OutputHtml(text, interactive: plotly is not null);
        // The policy makes the promise good whatever a cell's own HTML says: the browser loads nothing from anywhere.
        text.Write(
            $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{WebUtility.HtmlEncode(options.Title)}</title>
            <style>
            {PageStyle.Css}
            </style>
            </head>
            <body>

            """);
        Contents(notebook, text);
        text.Write("<main>\n");
        foreach (var cell in notebook.Cells)
        {
            switch (cell)
            {
                case MarkdownCell markdown:
                    text.Write($"<section class=\"text\" id=\"cell-{cell.Id}\">\n");
                    MarkdownHtml.Write(markdown, options.Folder, text);
                    text.Write("</section>\n");
                    break;
                case CodeCell code:
                    Write(code, text, outputs);
                    break;
            }
        }
        text.Write("</main>\n");
        if (plotly is not null)
        {
            text.Write("<script>\n");
            text.Write(plotly);
            text.Write("\n</script>\n<script>\n");
            text.Write(PageStyle.DrawFigures);
            text.Write("\n</script>\n");
        }
        text.Write("</body>\n</html>\n");
    }

    /// <summary>A table of contents, where there is more than a title.</summary>
    private static void Contents(Notebook notebook, TextWriter text)
    {
        var headings = notebook.Cells.OfType<MarkdownCell>().SelectMany(cell => MarkdownHtml.Headings(cell).Where(heading => heading.Level <= 3).Select(heading => (cell.Id, heading.Level, heading.Text))).ToList();
        if (headings.Count < 3)
            return;
        text.Write("<nav aria-label=\"Contents\"><details open><summary>Contents</summary><ul>\n");
        foreach (var (id, level, heading) in headings)
            text.Write($"<li class=\"level{level}\"><a href=\"#cell-{id}\">{WebUtility.HtmlEncode(heading)}</a></li>\n");
        text.Write("</ul></details></nav>\n");
    }

    private static void Write(CodeCell cell, TextWriter text, OutputHtml outputs)
    {
        text.Write($"<section class=\"code\" id=\"cell-{cell.Id}\">\n");
        if (!string.IsNullOrWhiteSpace(cell.Source))
        {
            var count = cell.ExecutionCount is { } n ? n.ToString(CultureInfo.InvariantCulture) : " ";
            text.Write($"<pre class=\"source\" data-count=\"[{count}]\"><code>");
            CodeHtml.Write(cell.Source, text);
            text.Write("</code></pre>\n");
        }
        foreach (var output in cell.Outputs)
            outputs.Write(output);
        text.Write("</section>\n");
    }

    private static string? ReadPlotly(string? path)
    {
        if (path is null)
            return null;
        try
        {
            // A script element ends at the first of these, even inside a string of the script.
            return File.ReadAllText(path).Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new NotebookException($"{path} cannot be read, so figures cannot be made interactive: {e.Message}", e);
        }
    }
}
