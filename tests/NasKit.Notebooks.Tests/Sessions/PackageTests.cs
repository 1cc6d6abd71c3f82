using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using NasKit.Notebooks.Documents;
using NasKit.Notebooks.Tests.Jupyter;

namespace NasKit.Notebooks.Tests.Sessions;

/// <summary>Packages of a feed of this test's own, which the SDK packs; nothing of the user's caches is read or written.</summary>
public sealed class PackageTests(PackageTests.Feed feed) : IClassFixture<PackageTests.Feed>, IDisposable
{
    // What is promised is 10 s on a machine that does nothing else.
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("naskit-packages-");

    public void Dispose() => folder.Delete(recursive: true);

    [LiveFact]
    public void A_package_and_what_it_needs_come_from_the_feed_that_the_users_NuGet_config_names_and_are_remembered()
    {
        Sources(feed.Folder);
        var code = $"#r \"nuget: {feed.Upper}, 1.2.0\"\nConsole.Write(new Upper().Told());";
        Assert.Equal("upper 1.2.0 and lower", Run(code));
        // With the feed gone, and with it any way to restore, the second run finds what the first one left.
        Sources();
        Assert.Equal("upper 1.2.0 and lower", Run(code));
    }

    [LiveFact]
    public void Without_a_version_the_latest_comes_and_a_pattern_means_the_latest_that_fits()
    {
        Sources(feed.Folder);
        Assert.Equal("upper 2.0.0 and lower", Run($"#r \"nuget: {feed.Upper}\"\nConsole.Write(new Upper().Told());"));
        Assert.Equal("upper 1.2.0 and lower", Run($"#r \"nuget: {feed.Upper}, 1.*\"\nConsole.Write(new Upper().Told());"));
    }

    [LiveFact]
    public void Later_cells_and_loaded_scripts_see_packages_and_what_these_need()
    {
        Sources(feed.Folder);
        Assert.Equal("upper 1.2.0 and lower, lower", Run($"#r \"nuget: {feed.Upper}, 1.2.0\"\n---\nvar upper = new Upper();\n---\nConsole.Write(upper.Told() + \", \" + new Lower().Name);"));
        File.WriteAllText(Path.Combine(folder.FullName, "script.csx"), $"#r \"nuget: {feed.Upper}, 1.2.0\"\nvar told = new Upper().Told();");
        Assert.Equal("upper 1.2.0 and lower", Run("#load \"script.csx\"\n---\nConsole.Write(told);"));
    }

    [LiveFact]
    public void A_package_or_version_that_the_feed_lacks_is_told_in_NuGets_own_words()
    {
        Sources(feed.Folder);
        Assert.Matches(@"^Cell 1, line 1: the package NasKit\.Absent 1\.0\.0 cannot be restored: error NU1101: Unable to find package NasKit\.Absent\..*\.$", Refusal("#r \"nuget: NasKit.Absent, 1.0.0\""));
        Assert.Matches(@"^Cell 1, line 2: the package .+ 9\.0\.0 cannot be restored: error NU1102: Unable to find package .+ with version \(>= 9\.0\.0\).*$", Refusal($"// Below.\n#r \"nuget: {feed.Upper}, 9.0.0\""));
    }

    [LiveTheory]
    [InlineData("none")]
    [InlineData("refused")]
    [InlineData("silent")]
    [InlineData("unknown")]
    [InlineData("folder that is gone")]
    public void Without_a_feed_that_answers_it_is_one_sentence_and_soon(string kind)
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0); // Takes connections and never says anything.
        silent.Start();
        Sources(kind switch
        {
            "none" => [],
            "refused" => ["http://127.0.0.1:1/index.json"],
            "silent" => [string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}/index.json")],
            "unknown" => ["https://naskit.invalid/index.json"],
            _ => [Path.Combine(folder.FullName, "gone")],
        });
        var watch = Stopwatch.StartNew();
        Assert.Equal(
            "Cell 1, line 1: the package NasKit.Absent 1.0.0 is not on this machine, and none of the feeds that `dotnet nuget list source` shows can be reached.",
            Refusal("#r \"nuget: NasKit.Absent, 1.0.0\""));
        Assert.True(watch.Elapsed < LongestRefusal, watch.Elapsed.ToString());
    }

    [NetworklessFact]
    public void Without_a_network_packages_of_this_machine_still_come_and_others_are_refused()
    {
        Sources(feed.Folder, "https://feed.invalid/v3/index.json");
        var code = $"#r \"nuget: {feed.Upper}, 1.2.0\"\nConsole.Write(new Upper().Told());";
        Assert.Equal("upper 1.2.0 and lower", Run(code, Networkless.Wrap));
        Sources("https://feed.invalid/v3/index.json");
        Assert.Equal("upper 1.2.0 and lower", Run(code, Networkless.Wrap));
        Assert.Contains("none of the feeds", Refusal("#r \"nuget: NasKit.Absent, 1.0.0\"", Networkless.Wrap), StringComparison.Ordinal);
    }

    private void Sources(params string[] sources) => File.WriteAllText(Path.Combine(folder.FullName, "NuGet.config"),
        $"<configuration><packageSources><clear/>{string.Concat(sources.Select((source, i) => $"<add key=\"source{i}\" value=\"{source}\" allowInsecureConnections=\"true\"/>"))}</packageSources></configuration>");

    private string Run(string code, Func<string[], string[]>? wrap = null)
    {
        var (exit, error) = Execute(code, wrap);
        Assert.True(exit == 0, error);
        return Notebook.Read(Path.Combine(folder.FullName, "out.ipynb")).Cells.OfType<CodeCell>().SelectMany(cell => cell.Outputs).OfType<StreamOutput>().Single().Text;
    }

    private string Refusal(string code, Func<string[], string[]>? wrap = null)
    {
        var (exit, error) = Execute(code, wrap);
        Assert.NotEqual(0, exit);
        return error.Split('\n').First(line => line.Contains("the package", StringComparison.Ordinal)).Trim();
    }

    private (int Exit, string Error) Execute(string code, Func<string[], string[]>? wrap)
    {
        var notebook = Path.Combine(folder.FullName, "in.ipynb");
        new Notebook { Cells = [.. code.Split("\n---\n").Select((source, i) => new CodeCell { Id = $"cell-{i}", Source = source })] }.Write(notebook);
        string[] command = ["dotnet", LiveKernel.Program, "run", notebook, "--output", Path.Combine(folder.FullName, "out.ipynb")];
        command = wrap is null ? command : wrap(command);
        var (exit, _, error) = LiveKernel.Run(command[0], command[1..], Environment(folder.FullName), folder.FullName);
        return (exit, error);
    }

    private static Dictionary<string, string> Environment(string folder) => new()
    {
        ["NUGET_PACKAGES"] = Path.Combine(folder, "packages"), ["XDG_CACHE_HOME"] = Path.Combine(folder, "cache"), ["NUGET_HTTP_CACHE_PATH"] = Path.Combine(folder, "http"),
    };

    /// <summary>A folder with two packages in it, one of which needs the other.</summary>
    public sealed class Feed : IDisposable
    {
        private readonly DirectoryInfo root = Directory.CreateTempSubdirectory("naskit-feed-");

        public Feed()
        {
            if (LiveKernel.Missing is not null)
                return;
            Directory.CreateDirectory(Folder);
            File.WriteAllText(Path.Combine(root.FullName, "NuGet.config"), $"<configuration><packageSources><clear/><add key=\"own\" value=\"{Folder}\"/></packageSources></configuration>");
            Pack("Lower", "1.0.0", "public class Lower { public string Name => \"lower\"; }", "");
            foreach (var version in (string[])["1.2.0", "2.0.0"])
                Pack("Upper", version, $"public class Upper {{ public string Told() => \"upper {version} and \" + new Lower().Name; }}", $"<PackageReference Include=\"{Lower}\" Version=\"1.0.0\"/>");
        }

        public string Folder => Path.Combine(root.FullName, "feed");

        // Names that no other run shares, as loaded assemblies and caches go by name.
        public string Lower => $"NasKit.Lower{root.Name.GetHashCode(StringComparison.Ordinal):x8}";

        public string Upper => $"NasKit.Upper{root.Name.GetHashCode(StringComparison.Ordinal):x8}";

        public void Dispose() => root.Delete(recursive: true);

        private void Pack(string name, string version, string code, string needs)
        {
            var project = Directory.CreateDirectory(Path.Combine(root.FullName, $"{name}-{version}")).FullName;
            File.WriteAllText(Path.Combine(project, "Code.cs"), code);
            File.WriteAllText(Path.Combine(project, "Package.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup>
                    <TargetFramework>net10.0</TargetFramework>
                    <AssemblyName>{(name == "Lower" ? Lower : Upper)}</AssemblyName>
                    <PackageId>$(AssemblyName)</PackageId>
                    <Version>{version}</Version>
                    <NuGetAudit>false</NuGetAudit>
                  </PropertyGroup>
                  <ItemGroup>{needs}</ItemGroup>
                </Project>
                """);
            var (exit, output, error) = LiveKernel.Run(
                "dotnet", ["pack", "-c", "Release", "-o", Folder, "-nologo", "-nodeReuse:false", "-p:UseSharedCompilation=false"], Environment(root.FullName), project);
            Assert.True(exit == 0, output + error);
        }
    }
}
