using System.Text.Json;
using System.Text.Json.Nodes;
using NasKit.Notebooks.Documents;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>The PNAG notebook at smoke scale: it runs, gives the same numbers again, and continues after it was killed.</summary>
[Collection("reproduction")]
public sealed class PnagNotebookTests(SmokeRuns runs)
{
    private static readonly string[] Figures = ["supernet", "latency", "table", "budgets", "evaluator", "baselines", "rewards", "p3", "p6"];

    [Fact]
    public async Task It_runs_from_top_to_bottom_with_measured_latencies()
    {
        var folder = await runs.Measured;
        var file = Path.Combine(folder, "out.ipynb");
        Assert.NotEmpty(Notebook.Read(file).Cells);
        var notebook = new ExecutedNotebook(file);
        Assert.All(notebook.CodeCells, cell => Assert.True(notebook.WasExecuted(cell), cell));
        Assert.All(Figures, cell => Assert.Contains(notebook.Bundles(cell), IsFigure));
        Assert.Contains("Spearman", ExecutedNotebook.Text(notebook.Bundles("latency")[^1]));
        var claims = ExecutedNotebook.Rows(ExecutedNotebook.Text(Assert.Single(notebook.Bundles("claims"))));
        Assert.Equal(Enumerable.Range(1, 9).Select(n => $"P{n}"), claims.Select(row => row["id"]));
        Assert.All(claims, row => Assert.DoesNotContain("NaN", row["ours (mean ± sd)"]));
        Assert.True(File.Exists(Path.Combine(folder, "store", "pnag-pareto-smoke-seed1.png")));
        Assert.Single(Directory.GetFiles(Path.Combine(folder, "store", "records"), "pnag-2021-smoke-seed1-*.json"));
    }

    // So the same seed gives the same outputs in two stores, too.
    [Fact]
    public async Task A_run_that_is_killed_three_times_ends_with_the_outputs_of_an_uninterrupted_one_in_another_store()
    {
        var whole = runs.First; // beside the killed ones
        var folder = runs.NewFolder("killed");
        Point[] points =
        [
            new("supernet", "losses", losses => losses.Split(' ').Length, "Step 1: the supernet", 11),
            new("table", "accuracies", json => JsonSerializer.Deserialize<double[]>(json)!.Length, "Step 3: the architecture table", 40),
            new("generator", "losses", losses => losses.Split(' ').Length, "Step 6: the generator", 15),
        ];
        var saved = new int[points.Length];
        for (var i = 0; i <= points.Length; i++)
        {
            var ended = i < points.Length ? await KillAtCheckpoint(folder, points[i]) : await Finish(folder);
            if (i < points.Length)
            {
                saved[i] = points[i].Done(folder);
                Assert.InRange(saved[i], 1, points[i].Total - 1);
                Assert.False(File.Exists(Path.Combine(folder, "out.ipynb")));
            }
            else
            {
                Assert.True(ended.ExitCode == 0, $"the continued run ended with {ended.ExitCode}: {ended.Error}");
            }

            // What the run before had saved is not done again: progress starts behind it, and ends at the end.
            if (i > 0)
            {
                var steps = ended.Progress(points[i - 1].Heading, points[i - 1].Total);
                Assert.All(steps, step => Assert.InRange(step, saved[i - 1] + 1, points[i - 1].Total));
                Assert.Equal(points[i - 1].Total, steps[^1]);
            }

            // Nor is what was finished: a step that is read reports nothing.
            Assert.All(points.Take(Math.Max(0, i - 1)), point => Assert.Empty(ended.Progress(point.Heading, point.Total)));
        }

        AssertSame(Numbers(await whole), Numbers(folder));
    }

    private static async Task<NotebookProcess.Ended> Finish(string folder)
    {
        using var process = Start(folder);
        return await process.End();
    }

    private static NotebookProcess Start(string folder) =>
        NotebookProcess.Start(Path.Combine(folder, "store"), null, NotebookProcess.Pnag, "-p", "cost=macs", "--output", Path.Combine(folder, "out.ipynb"));

    // A kill that comes so late that the step is finished is made undone, and the step started over.
    private static async Task<NotebookProcess.Ended> KillAtCheckpoint(string folder, Point point)
    {
        NotebookProcess.Ended? first = null;
        for (var attempt = 0; attempt < 5; attempt++)
        {
            using var process = Start(folder);
            while (!process.HasExited && point.File(folder) is null)
            {
                await Task.Delay(1);
            }

            var ended = await process.Kill();
            if (point.File(folder) is null)
            {
                Assert.Fail($"the run ended with {ended.ExitCode} before it kept a checkpoint of {point.Name}: {ended.Error}");
            }

            first ??= ended;
            if (point.Done(folder) < point.Total)
            {
                return first;
            }

            File.Delete(point.File(folder)!);
        }

        throw new InvalidOperationException($"No kill came before the end of {point.Name}.");
    }

    private static bool IsFigure(JsonObject bundle) =>
        bundle["application/vnd.plotly.v1+json"] is JsonObject plotly && plotly["data"] is JsonArray { Count: > 0 } && plotly["layout"] is JsonObject
        && string.Concat(bundle["text/html"]!.AsArray().Select(line => (string)line!)).Contains("src=\"data:image/svg+xml,", StringComparison.Ordinal)
        && ExecutedNotebook.Text(bundle).Contains("---", StringComparison.Ordinal);

    private static SortedDictionary<string, string> Numbers(string folder) => new ExecutedNotebook(Path.Combine(folder, "out.ipynb")).Numbers();

    private static void AssertSame(SortedDictionary<string, string> expected, SortedDictionary<string, string> actual)
    {
        Assert.Equal(expected.Keys, actual.Keys);
        Assert.All(expected, entry => Assert.True(entry.Value == actual[entry.Key], $"{entry.Key}:\n{entry.Value}\n{actual[entry.Key]}"));
        // The exemptions leave these to be compared.
        Assert.All(["supernet[0] text/plain", "table[0] text/plain", "judge[0] text/plain", "p4[0] text/plain", "claims", "details"], key => Assert.Contains(key, expected.Keys));
    }

    /// <summary>A long step to kill the run in.</summary>
    /// <param name="Name">Name of its checkpoint.</param>
    /// <param name="State">What in the checkpoint tells how far it has come.</param>
    /// <param name="Count">How far that is.</param>
    /// <param name="Heading">Heading of its cell.</param>
    /// <param name="Total">How far it goes.</param>
    private sealed record Point(string Name, string State, Func<string, int> Count, string Heading, int Total)
    {
        private const string Hash = "????????????????";

        public string? File(string folder)
        {
            var checkpoints = Path.Combine(folder, "store", "checkpoints", "pnag-2021");
            return Directory.Exists(checkpoints) ? Directory.GetFiles(checkpoints, $"{Name}-{Hash}.safetensors").SingleOrDefault() : null;
        }

        public int Done(string folder)
        {
            using var reader = new BinaryReader(System.IO.File.OpenRead(File(folder)!));
            var header = JsonNode.Parse(reader.ReadBytes((int)reader.ReadInt64()))!;
            return Count((string)header["__metadata__"]![State]!);
        }
    }
}
