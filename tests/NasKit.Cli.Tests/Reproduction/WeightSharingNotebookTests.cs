namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebooks of weight sharing at smoke scale, with the published tables where those are at hand.</summary>
public sealed class WeightSharingNotebookTests
{
    [Theory]
    [InlineData("02-dsnas-2020", "D2")]
    [InlineData("darts-2019", "C1a C1b")]
    [InlineData("snas-2019", "S1 S2")]
    [InlineData("gaea-2021", "")]
    [InlineData("proxylessnas-2019", "")]
    [InlineData("spos-2019", "")]
    [InlineData("21-differentiable-compared", "")]
    public async Task It_runs_and_claims_nothing_that_needs_another_scale(string name, string properties)
    {
        var notebook = await ExecutedNotebook.Run(name, TheoryWithTablesAttribute.Tables);
        Assert.NotEmpty(notebook.Claims);
        Assert.All(notebook.Claims, row =>
        {
            Assert.DoesNotContain("NaN", row["ours (mean ± sd)"]);
            Assert.Equal(properties.Split(' ').Contains(row["id"]) ? "reproduced" : "not at this scale", row["verdict"]);
        });
        Assert.Contains(notebook.CodeCells, notebook.HasFigure);
    }
}
