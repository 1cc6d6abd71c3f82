using System.Text.Json.Nodes;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebooks that compare strategies, at smoke scale: with the published tables where they are, and without.</summary>
[Collection("comparison notebooks")]
public sealed class ComparisonNotebookTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("naskit-comparison-");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("10-search-strategies", "run", "best curves ranks", "0.1 E-F")]
    [InlineData("11-multi-objective", "run", "drawings fronts curves ranks parallel", "E4 random")]
    public async Task Without_tables_it_trains_a_small_space_and_says_so(string notebook, string said, string figures, string claim)
    {
        var executed = await Execute(notebook, "");
        Assert.Contains("trained on Fashion-MNIST instead", ExecutedNotebook.Text(executed.Bundles(said)[0]), StringComparison.Ordinal);
        Check(executed, figures, claim);
        Assert.DoesNotContain(Claims(executed), row => row["verdict"] == "differs");
    }

    [TheoryWithTables]
    [InlineData("10-search-strategies", "run", "best curves ranks over-columns", "0.1 T3")]
    [InlineData("11-multi-objective", "run", "drawings fronts curves ranks parallel", "D1 pixel3")]
    public async Task With_tables_it_compares_on_them(string notebook, string said, string figures, string claim)
    {
        var executed = await Execute(notebook, TheoryWithTablesAttribute.Tables);
        Assert.Equal("The published tables are there.", ExecutedNotebook.Text(executed.Bundles(said)[0]).Trim());
        Check(executed, figures, claim);
    }

    private async Task<ExecutedNotebook> Execute(string notebook, string data)
    {
        var output = Path.Combine(folder.FullName, "out.ipynb");
        using var process = NotebookProcess.Start(
            Path.Combine(folder.FullName, "store"), data, Path.Combine(NotebookProcess.Root, "notebooks", notebook + ".ipynb"), "--output", output);
        var ended = await process.End();
        Assert.True(ended.ExitCode == 0, $"the notebook ended with {ended.ExitCode}: {ended.Error}");
        return new ExecutedNotebook(output);
    }

    private static void Check(ExecutedNotebook executed, string figures, string claim)
    {
        Assert.All(executed.CodeCells, cell => Assert.True(executed.WasExecuted(cell), cell));
        Assert.All(figures.Split(' '), cell => Assert.All(executed.Bundles(cell), bundle => Assert.True(bundle["application/vnd.plotly.v1+json"] is JsonObject { } figure && figure["data"] is JsonArray { Count: > 0 }, cell)));
        Assert.Contains(Claims(executed), row => row["id"] == claim);
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, string>> Claims(ExecutedNotebook executed) =>
        ExecutedNotebook.Rows(ExecutedNotebook.Text(Assert.Single(executed.Bundles("claims"))));
}
