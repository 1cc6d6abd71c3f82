using System.Text.Json.Nodes;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebooks that compare strategies, at smoke scale: with the published tables where they are, and without.</summary>
[Collection("comparison notebooks")]
public sealed class ComparisonNotebookTests
{
    [Theory]
    [InlineData("10-search-strategies", "run", "best curves ranks", "0.1 E-F")]
    [InlineData("11-multi-objective", "run", "drawings fronts curves ranks parallel", "E4 random")]
    public async Task Without_tables_it_trains_a_small_space_and_says_so(string notebook, string said, string figures, string claim)
    {
        var executed = await ExecutedNotebook.Run(notebook, data: null);
        Assert.Contains("trained on Fashion-MNIST instead", ExecutedNotebook.Text(executed.Bundles(said)[0]), StringComparison.Ordinal);
        Check(executed, figures, claim);
        Assert.DoesNotContain(executed.Claims, row => row["verdict"] == "differs");
    }

    [TheoryWithTables]
    [InlineData("10-search-strategies", "run", "best curves ranks over-columns", "0.1 T3")]
    [InlineData("11-multi-objective", "run", "drawings fronts curves ranks parallel", "D1 pixel3")]
    public async Task With_tables_it_compares_on_them(string notebook, string said, string figures, string claim)
    {
        var executed = await ExecutedNotebook.Run(notebook, TheoryWithTablesAttribute.Tables);
        Assert.Equal("The published tables are there.", ExecutedNotebook.Text(executed.Bundles(said)[0]).Trim());
        Check(executed, figures, claim);
    }

    private static void Check(ExecutedNotebook executed, string figures, string claim)
    {
        Assert.All(figures.Split(' '), cell => Assert.All(executed.Bundles(cell), bundle => Assert.True(bundle["application/vnd.plotly.v1+json"] is JsonObject { } figure && figure["data"] is JsonArray { Count: > 0 }, cell)));
        Assert.Contains(executed.Claims, row => row["id"] == claim);
    }
}
