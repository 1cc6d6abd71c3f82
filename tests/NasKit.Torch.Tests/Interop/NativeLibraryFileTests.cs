using TorchSharp.Interop;

namespace NasKit.Torch.Tests.Interop;

public sealed class NativeLibraryFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("naskit-library-").FullName;

    public void Dispose() => Directory.Delete(root, true);

    [Fact]
    public void The_variable_comes_first_then_the_folder_then_its_ancestors()
    {
        var folder = Directory.CreateDirectory(Path.Combine(root, "a", "b")).FullName;
        var built = Write(root, "artifacts", "native");
        Assert.Equal(built, NativeLibraryFile.Find(null, folder));
        var beside = Write(folder);
        Assert.Equal(beside, NativeLibraryFile.Find("", folder));
        Assert.Equal(built, NativeLibraryFile.Find(built, folder));
    }

    [Fact]
    public void What_is_missing_names_the_cure()
    {
        Assert.Contains("./naskit", Assert.Throws<DllNotFoundException>(() => NativeLibraryFile.Find(null, root, null)).Message);
        Assert.Contains("NASKIT_TORCH_LIBRARY", Assert.Throws<DllNotFoundException>(() => NativeLibraryFile.Find(Path.Combine(root, "none.so"))).Message);
    }

    [Fact]
    public void A_file_that_is_no_such_library_names_the_cure()
    {
        Assert.Contains("does not load", Assert.Throws<DllNotFoundException>(() => NativeLibraryFile.Load(Write(root))).Message);
        var message = Assert.Throws<DllNotFoundException>(() => NativeLibraryFile.Load("libm.so.6")).Message;
        Assert.Matches("has interface 0, but .* needs [1-9]", message);
        Assert.Contains("./naskit", message);
    }

    private static string Write(params string[] folders)
    {
        var folder = Directory.CreateDirectory(Path.Combine(folders)).FullName;
        var file = Path.Combine(folder, NativeLibraryFile.FileName);
        File.WriteAllText(file, "");
        return file;
    }
}
