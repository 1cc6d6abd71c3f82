namespace NasKit.Cli.Tests.Reproduction;

/// <summary>AutoSpace's notebook at smoke scale.</summary>
public sealed class AutoSpaceNotebookTests
{
    [Fact]
    public async Task It_runs_claims_nothing_that_needs_another_scale_and_says_which_formulas_are_reconstructions()
    {
        var notebook = await ExecutedNotebook.Run("03-autospace-2021", null);
        Assert.Equal(["A1", "A1b", "A2", "A2b", "A3", "A4", "A5", "A6", "A7", "A8", "A8b", "A9"], notebook.Claims.Select(row => row["id"]));
        Assert.All(notebook.Claims, row =>
        {
            Assert.DoesNotContain("NaN", row["ours (mean ± sd)"]);
            Assert.Equal("not at this scale", row["verdict"]);
        });
        Assert.All(["cells", "search", "iteration", "population", "space", "train", "fit", "front"], cell => Assert.True(notebook.HasFigure(cell), cell));
        var counts = ExecutedNotebook.Rows(ExecutedNotebook.Text(notebook.Bundles("cells")[^1])).Select(row => row["number"]).Take(4);
        Assert.Equal(["15625", "15284", "9444", "8764"], counts);
        Assert.Contains("read back: True", ExecutedNotebook.Text(notebook.Bundles("space")[^1]), StringComparison.Ordinal);
        Assert.Contains("reconstructions", await File.ReadAllTextAsync(Path.Combine(NotebookProcess.Root, "notebooks", "03-autospace-2021.ipynb")), StringComparison.Ordinal);
    }
}
