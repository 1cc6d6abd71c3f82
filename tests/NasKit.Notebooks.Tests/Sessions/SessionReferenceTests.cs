namespace NasKit.Notebooks.Tests.Sessions;

public sealed class SessionReferenceTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory();

    public void Dispose() => folder.Delete(true);

    [Fact]
    public async Task A_library_is_found_from_the_notebooks_folder_and_its_own_needs_beside_it()
    {
        Directory.CreateDirectory(Path.Combine(folder.FullName, "lib"));
        var lower = Libraries.Compile(Path.Combine(folder.FullName, "lib"), "LowerLibrary", "public class Lower { public int Value = 3; }");
        Libraries.Compile(Path.Combine(folder.FullName, "lib"), "UpperLibrary", "public class Upper { public Lower Low() => new Lower(); }", lower);
        using var session = new SessionFixture(folder.FullName);
        Assert.Equal("3", await session.Value("#r \"lib/UpperLibrary.dll\"\nnew Upper().Low().Value"));
        Assert.Equal("3", await session.Value("var low = new Upper().Low(); low.Value"));
    }

    [Fact]
    public async Task A_library_that_the_process_has_loaded_is_the_same_one_to_cells()
    {
        using var session = new SessionFixture(folder.FullName);
        var copy = Path.Combine(folder.FullName, "NasKit.Notebooks.Tests.dll");
        File.Copy(typeof(Shared).Assembly.Location, copy);
        Shared.Value = 5;
        Assert.Equal("5", await session.Value($"#r \"{copy}\"\n{typeof(Shared).FullName!.Replace('+', '.')}.Value++"));
        Assert.Equal(6, Shared.Value);
    }

    [Fact]
    public async Task A_loaded_script_is_found_from_the_notebooks_folder_and_declares_for_later_cells()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "shared.csx"), "int Triple(int v) => 3 * v;\nint Fail() =>\n    throw new InvalidOperationException();");
        using var session = new SessionFixture(folder.FullName);
        await session.Value("#load \"shared.csx\"");
        Assert.Equal("6", await session.Value("Triple(2)"));
        var error = await session.Error("Fail()");
        Assert.Contains("   at Fail() in shared.csx, line 3", error.Traceback);
    }

    [Fact]
    public async Task A_missing_script_is_named()
    {
        using var session = new SessionFixture(folder.FullName);
        Assert.Contains("missing.csx", (await session.Error("#load \"missing.csx\"")).Message, StringComparison.Ordinal);
    }

    public static class Shared
    {
        public static int Value { get; set; }
    }
}
