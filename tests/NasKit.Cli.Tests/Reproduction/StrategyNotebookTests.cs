using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebooks of search strategies at smoke scale on the published tables, where those are at hand.</summary>
public sealed class StrategyNotebookTests
{
    [TheoryWithTables]
    [MemberData(nameof(StrategyNotebooks.Names), MemberType = typeof(StrategyNotebooks))]
    public async Task It_runs_on_the_published_tables(string name)
    {
        var (_, text) = await StrategyNotebooks.Run(name, TheoryWithTablesAttribute.Tables);
        Assert.DoesNotContain("NaN", text);
    }
}

/// <summary>The same notebooks without any table.</summary>
public sealed class StrategyNotebookFallbackTests
{
    [Theory]
    [MemberData(nameof(StrategyNotebooks.Names), MemberType = typeof(StrategyNotebooks))]
    public async Task It_runs_without_a_table_and_claims_nothing_from_it(string name)
    {
        var (notebook, text) = await StrategyNotebooks.Run(name, data: null);
        var claims = ExecutedNotebook.Rows(text);
        Assert.NotEmpty(claims);
        Assert.Contains(claims, row => row["verdict"] == "not at this scale");
        Assert.All(claims, row => Assert.DoesNotContain("NaN", row["ours (mean ± sd)"]));
        Assert.Contains(notebook.CodeCells.SelectMany(notebook.Bundles), bundle => bundle.ContainsKey("application/vnd.plotly.v1+json"));
    }
}

/// <summary>Runs them.</summary>
internal static class StrategyNotebooks
{
    public static TheoryData<string> Names =>
        ["regularized-evolution-2018", "bohb-2018", "monas-2018", "dpp-net-2018", "na-rs-2021", "cenas-2021"];

    public static async Task<(ExecutedNotebook Notebook, string Claims)> Run(string name, string? data)
    {
        var folder = Directory.CreateTempSubdirectory($"naskit-{name}-");
        try
        {
            var (store, file) = (Path.Combine(folder.FullName, "store"), Path.Combine(folder.FullName, "out.ipynb"));
            using var process = NotebookProcess.Start(store, data ?? folder.FullName, Path.Combine(NotebookProcess.Root, "notebooks", $"{name}.ipynb"), "--output", file);
            var ended = await process.End();
            Assert.True(ended.ExitCode == 0, string.Join('\n', ended.Output.TakeLast(30)) + ended.Error);
            Assert.NotEmpty(Notebook.Read(file).Cells);
            var notebook = new ExecutedNotebook(file);
            Assert.All(notebook.CodeCells, cell => Assert.True(notebook.WasExecuted(cell), cell));
            return (notebook, ExecutedNotebook.Text(Assert.Single(notebook.Bundles("claims"))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
