using Microsoft.DotNet.Interactive.Formatting;

namespace NasKit.Notebooks.Sessions;

/// <summary>Brings the compiler and the formatters up while the notebook is still being read.</summary>
public static class SessionWarmUp
{
    private static Task? started;

    /// <summary>Starts in the background, once a process.</summary>
    public static void Start() => started ??= Task.Run(() =>
    {
        var compiler = new CellCompiler(Path.GetTempPath(), "WarmUp", new CellChain(new LoadedCells(unloads: false)));
        compiler.Compile(CellCompiler.Parse("var values = new[] { 1, 2 }.Select(value => value * 2).ToList(); Console.WriteLine($\"{values.Count}\"); values", "Cell 0", default), [], default);
        _ = ValueBundle.Of(1);
    });
}
