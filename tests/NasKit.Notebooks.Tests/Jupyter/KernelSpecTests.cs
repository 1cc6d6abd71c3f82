using System.Text.Json.Nodes;
using NasKit.Notebooks.Jupyter;

namespace NasKit.Notebooks.Tests.Jupyter;

public sealed class KernelSpecTests : IDisposable
{
    private static readonly string[] Command = ["dotnet", "Kernel.dll", "{connection_file}"];
    private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("naskit-spec-");

    public void Dispose() => data.Delete(recursive: true);

    [Fact]
    public void What_is_installed_is_what_Jupyter_reads()
    {
        var script = Path.Combine(data.FullName, "some.js");
        File.WriteAllText(script, "plotly");
        var spec = KernelSpec.Install(data.FullName, Command, script, force: false);
        Assert.Equal(Path.Combine(data.FullName, "kernels", ".net-csharp"), spec.Folder);
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(spec.Folder, "kernel.json")))!;
        Assert.Equal(Command, json["argv"]!.AsArray().Select(part => part!.GetValue<string>()));
        Assert.Equal("message", json["interrupt_mode"]!.GetValue<string>());
        Assert.Equal("C#", json["language"]!.GetValue<string>());
        Assert.Equal("plotly", File.ReadAllText(Path.Combine(spec.Folder, "plotly.min.js")));
        foreach (var (name, size) in new[] { ("logo-32x32.png", 32), ("logo-64x64.png", 64) })
        {
            var png = File.ReadAllBytes(Path.Combine(spec.Folder, name));
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
            Assert.Equal(size, (png[18] << 8) + png[19]);
        }
        Assert.Single(Directory.EnumerateFileSystemEntries(Path.Combine(data.FullName, "kernels")));
    }

    [Fact]
    public void Installing_again_replaces_what_was_installed()
    {
        KernelSpec.Install(data.FullName, Command, null, force: false);
        var spec = KernelSpec.Install(data.FullName, ["other"], null, force: false);
        Assert.Contains("other", File.ReadAllText(Path.Combine(spec.Folder, "kernel.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_kernel_is_only_replaced_by_force_and_never_removed()
    {
        var foreign = Directory.CreateDirectory(Path.Combine(data.FullName, "kernels", ".net-csharp")).FullName;
        File.WriteAllText(Path.Combine(foreign, "kernel.json"), "{\"argv\":[\"theirs\"],\"display_name\":\".NET (C#)\"}");
        Assert.Contains("--force", Assert.Throws<NotebookException>(() => KernelSpec.Install(data.FullName, Command, null, force: false)).Message, StringComparison.Ordinal);
        Assert.Throws<NotebookException>(() => KernelSpec.Uninstall(data.FullName));
        Assert.Contains("theirs", File.ReadAllText(Path.Combine(foreign, "kernel.json")), StringComparison.Ordinal);
        Assert.True(KernelSpec.Install(data.FullName, Command, null, force: true).IsOwn);
    }

    [Fact]
    public void Uninstalling_takes_away_what_was_installed_and_nothing_else()
    {
        Assert.Null(KernelSpec.Uninstall(data.FullName));
        var other = Directory.CreateDirectory(Path.Combine(data.FullName, "kernels", "other")).FullName;
        KernelSpec.Install(data.FullName, Command, null, force: false);
        Assert.NotNull(KernelSpec.Uninstall(data.FullName));
        Assert.Equal([other], Directory.EnumerateFileSystemEntries(Path.Combine(data.FullName, "kernels")));
    }
}
