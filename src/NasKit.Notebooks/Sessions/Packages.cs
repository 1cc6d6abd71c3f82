using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Files;

namespace NasKit.Notebooks.Sessions;

/// <summary>Brings in NuGet packages: the SDK restores them from the user's own feeds, and where their files are is remembered.</summary>
internal static class Packages
{
    private static readonly TimeSpan LongestRestore = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestList = TimeSpan.FromSeconds(4);
    private static readonly Lock Gate = new();
    private static readonly Dictionary<(string, string), PackageFiles> Restored = [];

    /// <summary>The files of a package and of all that it needs.</summary>
    /// <param name="package">The package.</param>
    /// <param name="folder">Where the search for a <c>NuGet.config</c> begins.</param>
    /// <param name="token">Stops waiting.</param>
    /// <exception cref="NotebookException">It is not to be had; the message says why, in one sentence.</exception>
    public static PackageFiles Restore(PackageReference package, string folder, CancellationToken token)
    {
        if (Known(package) is { } known)
            return known;
        var memory = Path.Combine(CacheFolder(), package.Name.ToLowerInvariant(), $"{package.Version.Replace('*', 'x')}-{Environment.Version.Major}.json");
        var files = (package.IsFloating ? null : PackageFiles.Read(memory)) ?? Fetch(package, folder, memory, token);
        lock (Gate)
            return Restored[Key(package)] = files;
    }

    /// <summary>The same where this process has brought it in already; null where not.</summary>
    public static PackageFiles? Known(PackageReference package)
    {
        lock (Gate)
            return Restored.GetValueOrDefault(Key(package));
    }

    private static (string, string) Key(PackageReference package) => (package.Name.ToUpperInvariant(), package.Version);

    private static PackageFiles Fetch(PackageReference package, string folder, string memory, CancellationToken token)
    {
        var what = $"{package.Place}: the package {package.Name}{(package.Version == "*" ? "" : $" {package.Version}")}";
        var before = PackageFiles.Read(memory);
        if (!HasFeed(folder, token) && !IsOnThisMachine(package))
            return before ?? throw new NotebookException($"{what} is not on this machine, and none of the feeds that `dotnet nuget list source` shows can be reached.");
        var project = Directory.CreateTempSubdirectory("naskit-package-");
        try
        {
            File.WriteAllText(Path.Combine(project.FullName, "Package.csproj"), Project(package, folder));
            var (code, output) = Dotnet(["restore", "Package.csproj", "--ignore-failed-sources", "-v", "q", "-nologo", "-nodeReuse:false"], project.FullName, LongestRestore, token);
            if (code is null)
                return before ?? throw new NotebookException($"{what} was not restored within {LongestRestore.TotalMinutes:0} minutes.");
            var assets = Path.Combine(project.FullName, "obj", "project.assets.json");
            if (code != 0 || !File.Exists(assets))
                return before ?? throw new NotebookException($"{what} cannot be restored: {Reason(output)}");
            var files = PackageFiles.OfAssets(JsonNode.Parse(File.ReadAllText(assets))!);
            Directory.CreateDirectory(Path.GetDirectoryName(memory)!);
            AtomicFile.Write(memory, text => text.Write(JsonSerializer.Serialize(files)));
            return files;
        }
        finally
        {
            project.Delete(recursive: true);
        }
    }

    private static string CacheFolder()
    {
        var home = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(home, "naskit", "packages");
    }

    private static bool IsOnThisMachine(PackageReference package)
    {
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } set ? set
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var own = Path.Combine(packages, package.Name.ToLowerInvariant());
        return package.IsFloating ? Directory.Exists(own) : Directory.Exists(Path.Combine(own, package.Version.ToLowerInvariant()));
    }

    // NuGet itself tries a feed that does not answer for minutes.
    private static bool HasFeed(string folder, CancellationToken token)
    {
        var (code, output) = Dotnet(["nuget", "list", "source", "--format", "short"], folder, LongestList, token);
        if (code is null)
            return true;
        var sources = output.Split('\n').Where(line => line.StartsWith("E ", StringComparison.Ordinal)).Select(line => line[2..].Trim()).ToList();
        if (sources.Exists(source => !source.StartsWith("http", StringComparison.OrdinalIgnoreCase) && Directory.Exists(source)))
            return true;
        using var client = new HttpClient { Timeout = LongestProbe };
        var probes = sources.Where(source => source.StartsWith("http", StringComparison.OrdinalIgnoreCase)).Select(Answers).ToList();
        while (probes.Count > 0)
        {
            var first = Task.WhenAny(probes).WaitAsync(token).GetAwaiter().GetResult();
            if (first.Result)
                return true;
            probes.Remove(first);
        }
        return false;

        async Task<bool> Answers(string source)
        {
            try
            {
                // Whatever it answers, it is there.
                using var answer = await client.GetAsync(new Uri(source), HttpCompletionOption.ResponseHeadersRead, token).ConfigureAwait(false);
                return true;
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or UriFormatException)
            {
                return false;
            }
        }
    }

    private static string Project(PackageReference package, string folder) => $"""
        <Project>
          <PropertyGroup>
            <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
            <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
            <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
            <RestoreRootConfigDirectory>{System.Security.SecurityElement.Escape(folder)}</RestoreRootConfigDirectory>
          </PropertyGroup>
          <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
          <PropertyGroup>
            <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
            <RuntimeIdentifier>{System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier}</RuntimeIdentifier>
            <SelfContained>false</SelfContained>
            <UseAppHost>false</UseAppHost>
            <OutputType>Library</OutputType>
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{package.Name}" Version="{package.Version}" />
          </ItemGroup>
          <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
        </Project>
        """;

    // NuGet's own words, without the names of its temporary files.
    private static string Reason(string output)
    {
        var line = output.Split('\n').FirstOrDefault(line => line.Contains("error ", StringComparison.Ordinal))?.Trim() ?? "dotnet restore failed without a word.";
        line = line[(line.IndexOf("error ", StringComparison.Ordinal) is > 0 and var at ? at : 0)..];
        return line.Split(" [/", 2)[0].TrimEnd('.') + ".";
    }

    /// <summary>Runs the SDK; the code is null where it took too long.</summary>
    /// <exception cref="NotebookException">There is no SDK.</exception>
    private static (int? Code, string Output) Dotnet(string[] arguments, string folder, TimeSpan limit, CancellationToken token)
    {
        var host = Environment.ProcessPath is { } own && Path.GetFileNameWithoutExtension(own) == "dotnet" ? own : "dotnet";
        var start = new ProcessStartInfo(host, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        start.Environment["NUGET_ENHANCED_MAX_NETWORK_TRY_COUNT"] = "2";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new NotebookException("Packages are restored by the .NET SDK, and there is no `dotnet` on this machine's PATH.", e);
        }
        using (process)
        {
            try
            {
                process.StandardInput.Close();
                var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                var error = process.StandardError.ReadToEndAsync(CancellationToken.None);
                var done = Task.WhenAll(output, error, process.WaitForExitAsync(CancellationToken.None));
                done.WaitAsync(limit, token).GetAwaiter().GetResult();
                return (process.ExitCode, output.Result + error.Result);
            }
            catch (TimeoutException)
            {
                return (null, "");
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
    }
}
