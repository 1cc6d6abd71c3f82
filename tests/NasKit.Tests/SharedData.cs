using System.IO.Compression;

namespace NasKit.Tests;

/// <summary>The reference data beside the repository root (<c>../shared/data</c>); absent in a plain clone.</summary>
internal static class SharedData
{
    /// <summary>The folder that holds NasKit.sln, found upwards of the test assembly.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The data folder; it need not exist.</summary>
    public static string Folder { get; } = System.IO.Path.GetFullPath(System.IO.Path.Combine(RepositoryRoot, "..", "shared", "data"));

    /// <summary>The full path of a data file.</summary>
    /// <param name="name">Path inside the data folder, with forward slashes.</param>
    public static string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>The lines of a text file, unpacked where its name ends in <c>.gz</c>.</summary>
    /// <param name="name">Path inside the data folder, with forward slashes.</param>
    public static IReadOnlyList<string> Lines(string name)
    {
        using Stream file = File.OpenRead(Path(name));
        using var text = new StreamReader(name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        var lines = new List<string>();
        while (text.ReadLine() is { } line)
        {
            lines.Add(line);
        }

        return lines;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "NasKit.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No NasKit.sln above {AppContext.BaseDirectory}. Run the tests from inside the repository.");
    }
}

/// <summary>A fact about reference data; skipped, and saying so, where one of its files is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithSharedDataAttribute : FactAttribute
{
    /// <param name="files">Paths inside the data folder that the test reads; none asks for the folder only.</param>
    public FactWithSharedDataAttribute(params string[] files) => Skip = SharedDataSkip.Reason(files);
}

/// <summary>A theory about reference data; skipped, and saying so, where one of its files is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryWithSharedDataAttribute : TheoryAttribute
{
    /// <param name="files">Paths inside the data folder that the test reads; none asks for the folder only.</param>
    public TheoryWithSharedDataAttribute(params string[] files) => Skip = SharedDataSkip.Reason(files);
}

internal static class SharedDataSkip
{
    /// <summary>Why a test that needs these files cannot run here, or null if it can.</summary>
    public static string? Reason(string[] files) =>
        !Directory.Exists(SharedData.Folder) ? $"needs the reference data in {SharedData.Folder}"
        : files.FirstOrDefault(file => !File.Exists(SharedData.Path(file))) is { } missing ? $"needs {SharedData.Path(missing)}"
        : null;
}
