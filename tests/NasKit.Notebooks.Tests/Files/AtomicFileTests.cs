using System.Runtime.Versioning;
using NasKit.Notebooks.Files;

namespace NasKit.Notebooks.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(true);

    [Fact]
    public void A_write_that_fails_half_way_leaves_the_old_file_and_nothing_else()
    {
        var path = Path.Combine(folder.FullName, "out.txt");
        File.WriteAllText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, text =>
        {
            text.Write(new string('x', 1 << 20));
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(folder.GetFileSystemInfos());
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public void A_link_is_followed_and_the_mode_of_the_file_is_kept()
    {
        var path = Path.Combine(folder.FullName, "real.txt");
        File.WriteAllText(path, "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var link = File.CreateSymbolicLink(Path.Combine(folder.FullName, "link.txt"), path);
        AtomicFile.Write(link.FullName, text => text.WriteLine("new"));
        Assert.Equal("new\n", File.ReadAllText(path));
        Assert.NotNull(new FileInfo(link.FullName).LinkTarget);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Theory]
    [InlineData("", "it is a folder")]
    [InlineData("missing/out.txt", "there is no folder")]
    public void An_unwritable_place_is_told_before_any_work(string name, string message)
    {
        Assert.Contains(message, Assert.Throws<NotebookException>(() => AtomicFile.EnsureWritable(Path.Combine(folder.FullName, name))).Message, StringComparison.Ordinal);
        Assert.Throws<NotebookException>(() => AtomicFile.Write(Path.Combine(folder.FullName, name), _ => { }));
    }

    [Fact]
    public void Finding_out_leaves_nothing_behind()
    {
        AtomicFile.EnsureWritable(Path.Combine(folder.FullName, "out.txt"));
        Assert.Empty(folder.GetFileSystemInfos());
    }
}
