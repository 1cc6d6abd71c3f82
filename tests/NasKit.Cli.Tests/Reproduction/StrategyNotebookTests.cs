namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebooks of search strategies at smoke scale on the published tables, where those are at hand.</summary>
public sealed class StrategyNotebookTests
{
    public static TheoryData<string> Names =>
        ["regularized-evolution-2018", "bohb-2018", "monas-2018", "dpp-net-2018", "na-rs-2021", "cenas-2021"];

    [TheoryWithTables]
    [MemberData(nameof(Names))]
    public async Task It_runs_on_the_published_tables(string name)
    {
        var notebook = await ExecutedNotebook.Run(name, TheoryWithTablesAttribute.Tables);
        Assert.All(notebook.Claims, row => Assert.All(row.Values, value => Assert.DoesNotContain("NaN", value)));
    }
}

/// <summary>The same notebooks without any table: all of them where there is none, else two, as the others have run on the tables.</summary>
public sealed class StrategyNotebookFallbackTests
{
    public static TheoryData<string> Names => TheoryWithTablesAttribute.Missing is null ? ["bohb-2018", "dpp-net-2018"] : StrategyNotebookTests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task It_runs_without_a_table_and_claims_nothing_from_it(string name)
    {
        var notebook = await ExecutedNotebook.Run(name, data: null);
        Assert.NotEmpty(notebook.Claims);
        Assert.Contains(notebook.Claims, row => row["verdict"] == "not at this scale");
        Assert.All(notebook.Claims, row => Assert.DoesNotContain("NaN", row["ours (mean ± sd)"]));
        Assert.Contains(notebook.CodeCells, notebook.HasFigure);
    }
}
