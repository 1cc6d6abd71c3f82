namespace NasKit.Cli.Tests.Reproduction;

[CollectionDefinition("reproduction")]
public sealed class ReproductionCollection : ICollectionFixture<SmokeRuns>;

/// <summary>Uninterrupted runs of the notebook at smoke scale, each in a store of its own, made when first asked for.</summary>
public sealed class SmokeRuns : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("naskit-reproduction-");
    private readonly List<NotebookProcess> started = [];
    private readonly Lazy<Task<string>> first;
    private readonly Lazy<Task<string>> measured;

    public SmokeRuns()
    {
        first = new(() => Run("first", "-p", "cost=macs"));
        measured = new(() => Run("measured"));
    }

    /// <summary>Folder of a run that counts multiply-accumulates; <c>store</c> and <c>out.ipynb</c> are in it.</summary>
    internal Task<string> First => first.Value;

    /// <summary>Folder of a run with default parameters, which measures latencies.</summary>
    internal Task<string> Measured => measured.Value;

    /// <summary>An empty folder.</summary>
    internal string NewFolder(string name) => folder.CreateSubdirectory(name).FullName;

    /// <summary>A copy of a run's store.</summary>
    internal string CopyOfStore(string run, string name)
    {
        var (from, to) = (Path.Combine(run, "store"), Path.Combine(NewFolder(name), "store"));
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        return to;
    }

    public void Dispose()
    {
        lock (started)
        {
            started.ForEach(process => process.Dispose());
        }

        folder.Delete(recursive: true);
    }

    private async Task<string> Run(string name, params string[] parameters)
    {
        var place = NewFolder(name);
        var process = NotebookProcess.Start(Path.Combine(place, "store"), null, [NotebookProcess.Pnag, .. parameters, "--output", Path.Combine(place, "out.ipynb")]);
        lock (started)
        {
            started.Add(process);
        }

        var ended = await process.End();
        Assert.True(ended.ExitCode == 0, $"the notebook ended with {ended.ExitCode}: {ended.Error}");
        return place;
    }
}
