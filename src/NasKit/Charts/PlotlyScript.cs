namespace NasKit.Charts;

/// <summary>Where plotly.js lies on this machine.</summary>
internal static class PlotlyScript
{
    /// <summary>The setting that names the file.</summary>
    public const string Variable = "NASKIT_PLOTLY";

    private const string Debian = "/usr/share/python3-plotly/plotly.js";
    private const string Hint = "Run ./naskit once, which fetches plotly.js, or install it with: apt-get install python3-plotly, or set NASKIT_PLOTLY to a plotly.min.js.";

    /// <summary>The file named by the setting; else what the set-up fetched; else Debian's.</summary>
    /// <exception cref="NasKitException">There is none.</exception>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new NasKitException($"{Variable} names '{named}', but there is no such file.", Hint);
        }
        var assembly = typeof(PlotlyScript).Assembly.Location;
        var folder = new DirectoryInfo(assembly.Length > 0 ? Path.GetDirectoryName(assembly)! : AppContext.BaseDirectory);
        for (; folder is not null; folder = folder.Parent)
        {
            var fetched = Path.Combine(folder.FullName, "artifacts", "plotly", "plotly.min.js");
            if (File.Exists(fetched)) return fetched;
        }
        return File.Exists(Debian) ? Debian : throw new NasKitException("plotly.js, which draws the figures, is not on this machine.", Hint);
    }

    /// <summary>The text of the script.</summary>
    /// <exception cref="NasKitException">The file cannot be read.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new NasKitException($"plotly.js at '{path}' cannot be read: {error.Message}", Hint, error);
        }
    }
}
