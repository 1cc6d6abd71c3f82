using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests;

[Collection("command")]
public sealed class FigureSizeTests : IDisposable
{
    private readonly RunFixture run = new();

    public void Dispose() => run.Dispose();

    [Fact]
    public async Task A_notebook_of_thirty_pareto_charts_with_three_hundred_architectures_each_stays_under_two_megabytes()
    {
        var library = Path.Combine(Path.GetDirectoryName(run.Program)!, "NasKit.dll");
        string[] cells =
        [
            $"#r \"{library}\"\nusing NasKit; using NasKit.Charts;",
            // As many architectures, methods and budgets as the chart of the PNAG notebook has at laptop scale; no two charts alike.
            """
            Figure Chart(int n)
            {
                var random = new Random(n);
                ParetoPoint Point() { var cost = 1 + 3 * random.NextDouble(); return new(cost, 0.84 - 0.02 / cost - 0.04 * random.NextDouble(),
                    "1,2,1:" + string.Join(",", Enumerable.Range(0, 9).Select(_ => random.Next(3, 6))) + ":" + string.Join(",", Enumerable.Range(0, 9).Select(_ => random.Next(2, 5)))); }
                ParetoPoint[] Points(int count) => Enumerable.Range(0, count).Select(_ => Point()).ToArray();
                return Plot.Pareto(new() { Title = $"Accuracy against cost, seed {n}", Cost = new("latency, batch 16", "ms"), Quality = new("one-shot accuracy on test images"),
                    Series = [new("table (validation)", Points(300)), new("PNAG", Points(10)), new("random search", Points(10)), new("independent searches", Points(10))],
                    Budgets = Enumerable.Range(0, 10).Select(i => 1.7 + 0.2 * i + 0.001 * n).ToArray() });
            }
            """,
            .. Enumerable.Range(1, 30).Select(n => $"Chart({n})"),
        ];
        Assert.Equal(0, await run.Run("run", run.Notebook(cells)));
        var figures = Notebook.Read(run.Executed).Cells.OfType<CodeCell>().SelectMany(cell => cell.Outputs).OfType<BundleOutput>().ToList();
        Assert.Equal(30, figures.Count);
        Assert.All(figures, figure => Assert.Equal([MimeTypes.Plotly, MimeTypes.Html, MimeTypes.Text], figure.Data.Select(entry => entry.Key)));
        Assert.All(figures, figure => Assert.Contains("<img alt=", figure.Data[MimeTypes.Html]!.GetValue<string>(), StringComparison.Ordinal));
        Assert.InRange(new FileInfo(run.Executed).Length, 500_000, 2_000_000);
    }
}
