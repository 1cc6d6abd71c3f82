namespace NasKit.Notebooks.Html;

/// <summary>How a notebook becomes a page.</summary>
public sealed record PageOptions
{
    /// <summary>Title of the page, usually the notebook's file name.</summary>
    public required string Title { get; init; }

    /// <summary>Folder that relative images in markdown are taken from, into the page; null: they are left out.</summary>
    public string? Folder { get; init; }

    /// <summary>The file <c>plotly.min.js</c>, put into the page once if it has figures; null: figures show their SVG or PNG.</summary>
    public string? PlotlyScript { get; init; }

    /// <summary>Finds <c>artifacts/plotly/plotly.min.js</c> in a folder or above it.</summary>
    /// <param name="folder">Where to start, usually the program's own folder.</param>
    /// <returns>The file; null where there is none.</returns>
    public static string? FindPlotlyScript(string folder)
    {
        for (var place = new DirectoryInfo(folder); place is not null; place = place.Parent)
        {
            var script = Path.Combine(place.FullName, "artifacts", "plotly", "plotly.min.js");
            if (File.Exists(script))
                return script;
        }
        return null;
    }
}
