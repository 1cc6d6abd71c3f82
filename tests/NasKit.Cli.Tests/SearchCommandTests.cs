using System.Text.Json;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class SearchCommandTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_table_of_ones_own_is_searched_and_curves_and_fronts_are_written()
    {
        Table();
        Assert.Equal(0, await Search("random-search", "--seeds", "3..5", "--json", run.At("out.json"), "--objective", "min:cost"));
        using var document = JsonDocument.Parse(File.ReadAllText(run.At("out.json")));
        var seeds = document.RootElement.GetProperty("seeds").EnumerateArray().ToArray();
        Assert.Equal([3, 4, 5], seeds.Select(seed => seed.GetProperty("seed").GetInt64()));
        foreach (var seed in seeds)
        {
            var best = seed.GetProperty("best").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Assert.Equal(20, best.Length);
            Assert.Equal(best.Order(), best);
            var volume = seed.GetProperty("hypervolume").EnumerateArray().Select(value => value.GetDouble()).ToArray();
            Assert.Equal(volume.Order(), volume);
            var front = seed.GetProperty("front").EnumerateArray().ToArray();
            Assert.NotEmpty(front);
            Assert.All(front, point => Assert.Equal(3, point.GetProperty("arch").GetString()!.Length));
            Assert.All(front, point => Assert.True(point.GetProperty("objectives").GetProperty("cost").GetDouble() >= 0));
            Assert.True(seed.GetProperty("seconds").GetDouble() >= 0);
        }

        Assert.Contains("3 seeds, 60 evaluations", run.Output, StringComparison.Ordinal);
        Assert.Contains("hypervolume", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_are_set_by_name()
    {
        Table();
        Assert.Equal(0, await Search("regularized-evolution", "--seeds", "1", "--set", "population=5", "--set", "sample=2", "--json", run.At("out.json")));
        using var document = JsonDocument.Parse(File.ReadAllText(run.At("out.json")));
        Assert.Equal("5", document.RootElement.GetProperty("options").GetProperty("population").GetString());
    }

    [Theory]
    [InlineData("There is no strategy evolve", "evolve", "--seeds", "1")]
    [InlineData("2 problems", "regularized-evolution", "--seeds", "1", "--set", "population=0", "--set", "identity=7")]
    [InlineData("expected key=value", "random-search", "--seeds", "1", "--set", "population")]
    [InlineData("expected A..B", "random-search", "--seeds", "5..1")]
    [InlineData("no column 'energy'", "random-search", "--seeds", "1", "--objective", "min:energy")]
    [InlineData("cannot be read", "random-search", "--seeds", "1", "--objective", "best:cost")]
    [InlineData("needs two objectives", "cenas", "--seeds", "1")]
    public async Task Bad_input_is_told_in_a_sentence_with_2(string expected, string strategy, params string[] arguments)
    {
        Table();
        Assert.Equal(2, await Search(strategy, arguments));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
        Assert.Equal(["table.csv"], run.Files);
    }

    [Theory]
    [InlineData("arch,accuracy,cost\n000,1,2\n000,1,2\n", "000")]
    [InlineData("arch,accuracy,cost\n003,1,2\n", "003")]
    [InlineData("arch,accuracy,cost\n000,NaN,2\n", "accuracy")]
    public async Task A_wrong_table_is_told_in_a_sentence_with_2(string table, string expected)
    {
        File.WriteAllText(run.At("table.csv"), table);
        Assert.Equal(2, await Search("random-search", "--seeds", "1"));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--space is missing: table.csv is a file", "table.csv")]
    [InlineData("The table nas-bench-macro is not in", "nas-bench-macro", "--data", ".")]
    [InlineData("--space is digits:2, but the table nas-bench-macro is of nas-bench-macro", "nas-bench-macro", "--space", "digits:2")]
    public async Task A_published_table_is_asked_for_by_name_and_a_folder(string expected, string table, params string[] arguments)
    {
        Assert.Equal(2, await run.Run(["search", "--table", table, "--strategy", "random-search", "--objective", "max:acc", "--evaluations", "5", "--seeds", "1", .. arguments]));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_published_table_knows_its_space_and_its_objectives_units()
    {
        if (SharedTables() is not { } folder)
            return; // the tables are not part of the project
        Assert.Equal(0, await run.Run(
            ["search", "--table", "nas-bench-macro", "--data", folder, "--strategy", "random-search", "--objective", "max:acc", "--evaluations", "5", "--seeds", "1..2", "--json", run.At("out.json")]));
        using var document = JsonDocument.Parse(File.ReadAllText(run.At("out.json")));
        Assert.Equal("nas-bench-macro", document.RootElement.GetProperty("space").GetString());
        Assert.Equal("%", document.RootElement.GetProperty("objectives")[0].GetProperty("unit").GetString());
    }

    private static string? SharedTables()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NasKit.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "data") is var data && File.Exists(Path.Combine(data, "nas-bench-macro.csv.gz")) ? data : null;
        }

        return null;
    }

    [Fact]
    public async Task A_store_continues_and_can_be_listed_shown_compared_exported_and_pruned()
    {
        Table();
        var store = run.At("store");
        Assert.Equal(0, await Search("random-search", "--seeds", "1..2", "--store", store));
        Assert.Equal(0, await Search("local-search", "--seeds", "1..2", "--store", store));
        Assert.Equal(0, await run.Run("runs", "list", "--store", store));
        Assert.Contains("finished", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.Run("runs", "show", "1", "--store", store));
        Assert.Contains("/seed-2", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, await run.Run("runs", "compare", "1", "--store", store));
        Assert.Equal(2, run.Output.Split('\n').Count(line => line.Contains("accuracy", StringComparison.Ordinal)));
        Assert.Equal(0, await run.Run("runs", "export", "1", "--to", run.At("run.csv"), "--store", store));
        Assert.Equal(1 + 80, File.ReadAllLines(run.At("run.csv")).Length);
        Assert.Equal(0, await run.Run("runs", "export", "1", "--to", run.At("run.json"), "--store", store));
        using (var document = JsonDocument.Parse(File.ReadAllText(run.At("run.json"))))
            Assert.Equal(4, document.RootElement.GetProperty("searches").GetArrayLength());
        Assert.Equal(2, await run.Run("runs", "export", "1", "--to", run.At("run.txt"), "--store", store));
        Assert.Equal(2, await run.Run("runs", "prune", "9", "--store", store));
        Assert.Contains("has no run 9", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, await run.Run("runs", "prune", "1", "--store", store));
        Assert.Contains("Removed 1 run with 80 evaluations", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, await run.Run("runs", "list", "--store", run.At("nowhere")));
        Assert.Contains("There is no run store", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strategies_are_listed_with_needs_papers_and_options()
    {
        Assert.Equal(0, await run.Run("strategies"));
        Assert.Contains("regularized-evolution", run.Output, StringComparison.Ordinal);
        Assert.Contains("--set population=100  (whole number ≥ 1 and ≤ 100000)", run.Output, StringComparison.Ordinal);
        Assert.Contains("Real et al., AAAI 2019", run.Output, StringComparison.Ordinal);
    }

    private void Table() => File.WriteAllLines(
        run.At("table.csv"),
        ["arch,accuracy,cost", .. Enumerable.Range(0, 27).Select(i => $"{i / 9}{i / 3 % 3}{i % 3},{i * 7 % 27},{i}")]);

    private Task<int> Search(string strategy, params string[] more) => run.Run(
        ["search", "--table", run.At("table.csv"), "--space", "digits:3,3,3", "--strategy", strategy, "--objective", "max:accuracy", "--evaluations", "20", .. more]);
}
