namespace NasKit.Tests;

public class SharedDataTests
{
    [FactWithSharedData("nas-bench-macro.csv.gz")]
    public void Packed_tables_are_read_whole() => Assert.Equal(6561 + 1, SharedData.Lines("nas-bench-macro.csv.gz").Count);

    [Fact]
    public void A_missing_file_skips_the_test_and_says_why()
    {
        var fact = new FactWithSharedDataAttribute("no-such-table.csv");
        Assert.Contains(Directory.Exists(SharedData.Folder) ? "no-such-table.csv" : SharedData.Folder, fact.Skip);
    }

    [Fact]
    public void The_repository_root_holds_the_solution() => Assert.True(File.Exists(System.IO.Path.Combine(SharedData.RepositoryRoot, "NasKit.sln")));
}
