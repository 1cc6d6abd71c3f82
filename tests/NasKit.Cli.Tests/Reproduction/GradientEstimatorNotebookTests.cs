namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The notebook of gradient estimators at smoke scale.</summary>
public sealed class GradientEstimatorNotebookTests
{
    [Fact]
    public async Task It_measures_every_estimator_and_finds_the_reference()
    {
        var notebook = await ExecutedNotebook.Run("20-gradient-estimators", data: null);
        Assert.All(new[] { "temperature", "baseline", "eta", "learning", "toy" }, cell => Assert.True(notebook.HasFigure(cell), cell));

        // The problems are as large as they ever get, so the claims hold at smoke scale: each allows for its own error.
        Assert.Contains(notebook.Claims, row => row["id"] == "T1 concrete 0.03");
        Assert.All(notebook.Claims, row => Assert.Equal(row["id"] == "toy REBAR second" ? "same trend" : "reproduced", row["verdict"])); // that one lead is within the noise
        Assert.Contains("wrong sign on T1", ExecutedNotebook.Text(Assert.Single(notebook.Bundles("verdicts"))), StringComparison.Ordinal);
    }
}
