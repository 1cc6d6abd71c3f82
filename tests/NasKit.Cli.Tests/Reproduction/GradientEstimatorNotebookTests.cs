namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebook of gradient estimators at smoke scale.</summary>
[Collection("reproduction")]
public sealed class GradientEstimatorNotebookTests(SmokeRuns runs)
{
    [Fact]
    public async Task It_measures_every_estimator_and_finds_the_reference()
    {
        var folder = runs.NewFolder("gradient-estimators");
        var (store, file) = (Path.Combine(folder, "store"), Path.Combine(folder, "out.ipynb"));
        using var process = NotebookProcess.Start(store, folder, Path.Combine(NotebookProcess.Root, "notebooks", "20-gradient-estimators.ipynb"), "--output", file);
        var ended = await process.End();
        Assert.True(ended.ExitCode == 0, string.Join('\n', ended.Output.TakeLast(30)) + ended.Error);
        var notebook = new ExecutedNotebook(file);
        Assert.All(notebook.CodeCells, cell => Assert.True(notebook.WasExecuted(cell), cell));
        Assert.All(new[] { "temperature", "baseline", "eta", "learning", "toy" }, cell => Assert.Contains(notebook.Bundles(cell), bundle => bundle.ContainsKey("application/vnd.plotly.v1+json")));

        // The problems are as large as they ever get, so the claims hold at smoke scale: each allows for its own error.
        var claims = ExecutedNotebook.Rows(ExecutedNotebook.Text(Assert.Single(notebook.Bundles("claims"))));
        Assert.Contains(claims, row => row["id"] == "T1 concrete 0.03");
        Assert.All(claims, row => Assert.Equal(row["id"] == "toy REBAR second" ? "same trend" : "reproduced", row["verdict"])); // that one lead is within the noise
        Assert.Contains("wrong sign on T1", ExecutedNotebook.Text(Assert.Single(notebook.Bundles("verdicts"))), StringComparison.Ordinal);
    }
}
