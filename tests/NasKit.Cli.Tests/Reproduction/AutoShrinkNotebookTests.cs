namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebook of AutoShrink at smoke scale, on tiny Shakespeare where that is at hand and else on Debian's text.</summary>
public sealed class AutoShrinkNotebookTests
{
    // Counts hold at any scale; that of ShrinkRNN differs from what its README says at any scale, too.
    private static readonly Dictionary<string, string> AtAnyScale = new() { ["C1"] = "reproduced", ["C2"] = "differs", ["S2a"] = "reproduced" };

    [Fact]
    public async Task It_runs_and_claims_nothing_that_needs_another_scale()
    {
        var notebook = await ExecutedNotebook.Run("autoshrink-2020", TheoryWithTablesAttribute.Tables);
        Assert.Equal(10, notebook.Claims.Count);
        Assert.All(notebook.Claims, row =>
        {
            Assert.DoesNotContain("NaN", row["ours (mean ± sd)"]);
            Assert.Equal(AtAnyScale.GetValueOrDefault(row["id"], "not at this scale"), row["verdict"]);
        });
        Assert.All(new[] { "released", "path", "wirings", "random", "rnn-path" }, cell => Assert.True(notebook.HasFigure(cell), cell));
    }
}
