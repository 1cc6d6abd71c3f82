using System.Text.Json.Nodes;
using NasKit.Cost;
using NasKit.Notebooks.Documents;
using NasKit.Runs;

namespace NasKit.Cli.Tests.Reproduction;

/// <summary>Wrong input to the PNAG notebook: one sentence, exit code 2, nothing written.</summary>
[Collection("reproduction")]
public sealed class BadInputTests(SmokeRuns runs) : IDisposable
{
    private const string Install = "apt-get install dataset-fashion-mnist";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("naskit-bad-input-");

    private string Store => At("store");

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("none.ipynb", "There is no notebook none.ipynb")]
    [InlineData(null, "There is no parameter sed. Parameters of this notebook: seed (int", "sed=2")]
    [InlineData(null, "two is not an int", "seed=two")]
    [InlineData(null, "The parameter cost is \"nonsense\", expected latency, macs or parameters.", "cost=nonsense")]
    [InlineData(null, "The scale must be \"smoke\", \"laptop\" or \"paper\", but it is \"huge\"", "scale=huge", "cost=macs")]
    [InlineData(null, "Paper scale needs ImageNet", "scale=paper")]
    public async Task A_wrong_notebook_or_parameter_is_named(string? notebook, string message, params string[] parameters)
    {
        Assert.Contains(message, await Refused(null, [notebook ?? NotebookProcess.Pnag, .. parameters.SelectMany(p => new[] { "-p", p })]), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store));
    }

    [Fact]
    public async Task A_notebook_that_is_cut_off_is_told_with_the_place()
    {
        var text = await File.ReadAllTextAsync(NotebookProcess.Pnag);
        await File.WriteAllTextAsync(At("cut.ipynb"), text[..(text.Length / 2)]);
        Assert.Contains("not valid JSON", await Refused(null, At("cut.ipynb")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Store));
    }

    [Fact]
    public async Task A_data_set_that_is_absent_is_told_with_the_command_that_installs_it()
    {
        folder.CreateSubdirectory("empty");
        var message = await RefusedCells($"FashionMnist.Load(\"{At("empty")}\")");
        Assert.Contains("Fashion-MNIST is not on this machine", message, StringComparison.Ordinal);
        Assert.Contains(Install, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_set_of_which_a_file_is_missing_is_told_with_the_command_that_installs_it()
    {
        folder.CreateSubdirectory("data");
        await File.WriteAllBytesAsync(At("data/train-images-idx3-ubyte"), Images);
        var message = await Refused(At("data"), NotebookProcess.Pnag, "-p", "cost=macs");
        Assert.Contains("train-labels-idx1-ubyte", message, StringComparison.Ordinal);
        Assert.Contains(Install, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_image_file_is_named()
    {
        folder.CreateSubdirectory("data");
        foreach (var part in new[] { "train", "t10k" })
        {
            await File.WriteAllBytesAsync(At($"data/{part}-images-idx3-ubyte"), Images);
            await File.WriteAllBytesAsync(At($"data/{part}-labels-idx1-ubyte"), [0, 0, 8, 1, 0, 0, 0, 1, 5]);
        }

        var message = await Refused(At("data"), NotebookProcess.Pnag, "-p", "cost=macs");
        Assert.Contains($"The data file {At("data/train-images-idx3-ubyte")} is damaged", message, StringComparison.Ordinal);
        Assert.Contains("but only 784 follow", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5)] // among the weights
    [InlineData(0.001)] // in the header
    public async Task A_corrupt_checkpoint_is_named_and_left_as_it_is(double place)
    {
        var store = runs.CopyOfStore(await runs.First, $"corrupt-{place}");
        var file = Assert.Single(Directory.GetFiles(Path.Combine(store, "checkpoints", "pnag-2021"), "supernet-*.safetensors"));
        var bytes = await File.ReadAllBytesAsync(file);
        var start = Math.Max(12, (int)(place * bytes.Length));
        for (var i = start; i < start + 4; i++)
        {
            bytes[i] ^= 0x15;
        }

        await File.WriteAllBytesAsync(file, bytes);
        var message = await RefusedIn(store, null, NotebookProcess.Pnag, "-p", "cost=macs");
        Assert.Contains($"The checkpoint {file} cannot be continued from", message, StringComparison.Ordinal);
        Assert.Contains($"rm {file}", message, StringComparison.Ordinal);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(file));
    }

    [Fact]
    public async Task A_latency_table_of_another_space_is_refused()
    {
        using (var store = RunStore.Open(Store))
        {
            store.PutArtefact("latency/FM-MB-3/smoke", new LatencyTable(
                1, "OFA-MobileNetV3-w1.2", new("test", "none", 1, 1, "none"), DateTime.UnixEpoch, new Dictionary<string, Timing>(), new(1, 0, 0),
                [new("a", 1, 1), new("b", 2, 2), new("c", 3, 3)], 0, 0));
        }

        Assert.Contains("was measured for space OFA-MobileNetV3-w1.2, expected FM-MB-3", await Refused(null, NotebookProcess.Pnag), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"Schema\":1,\"Space\":\"FM-MB-3\"}", "is not complete")]
    [InlineData("[1, 2]", "is not a LatencyTable")]
    public async Task A_latency_table_that_is_damaged_in_the_store_is_refused(string json, string expected)
    {
        using (var store = RunStore.Open(Store))
        {
            store.PutArtefact("latency/FM-MB-3/smoke", JsonNode.Parse(json));
        }

        var message = await Refused(null, NotebookProcess.Pnag);
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("RunStore.DeleteArtefact", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_budget_below_the_cheapest_architecture_says_what_the_cheapest_is()
    {
        var message = await RefusedCells(
            """
            var space = MobileNetV3Space.Laptop;
            var macs = AdditiveCost.Macs(space);
            var table = new ArchitectureTable(macs, ArchitectureTable.Draw(space, 20, new Rng(1)).Select((a, i) => (a, i / 20.0)));
            var evaluator = DominanceEvaluator.Fit(table, table.Budgets(2), new() { Epochs = 1 }, new Seeds(1));
            var generator = Pnag.Train(macs, evaluator, table.Budgets(2), new() { Iterations = 1 }, new Seeds(1));
            """,
            "generator.Generate(1000, new Rng(1))");
        Assert.Contains("The budget 1000 MACs is below the cheapest architecture of FM-MB-3", message, StringComparison.Ordinal);
        Assert.Contains("1,1,1:3,0,0,3,0,0,3,0,0:2,0,0,2,0,0,2,0,0", message, StringComparison.Ordinal);
        Assert.Contains("or more.", message, StringComparison.Ordinal);
    }

    // Promises 60,000 images and holds one.
    private static byte[] Images => [0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28, .. new byte[784]];

    private string At(string name) => Path.Combine(folder.FullName, name);

    private async Task<string> RefusedCells(params string[] cells)
    {
        var library = Path.Combine(NotebookProcess.Root, "artifacts", "NasKit", "NasKit.dll");
        string[] sources =
        [
            $"#r \"{library}\"\nusing NasKit; using NasKit.Cost; using NasKit.Data; using NasKit.Evaluation; using NasKit.Generators.Pnag; using NasKit.Spaces;",
            .. cells,
        ];
        new Notebook { Cells = [.. sources.Select((source, i) => new CodeCell { Id = $"c{i}", Source = source })] }.Write(At("cells.ipynb"));
        return await Refused(null, At("cells.ipynb"));
    }

    private Task<string> Refused(string? data, params string[] arguments) => RefusedIn(Store, data, arguments);

    // The complaint: one line, and nothing beside it.
    private async Task<string> RefusedIn(string store, string? data, params string[] arguments)
    {
        var output = At("out.ipynb");
        await File.WriteAllTextAsync(output, "old");
        using var process = NotebookProcess.Start(store, data, [.. arguments, "--output", output]);
        var ended = await process.End();
        Assert.True(ended.ExitCode == 2, $"exit code {ended.ExitCode}: {ended.Error}");
        Assert.Equal("old", await File.ReadAllTextAsync(output));
        if (Directory.Exists(store))
        {
            RunStore.Open(store).Dispose();
            Assert.Empty(Directory.GetFiles(store, "*.part", SearchOption.AllDirectories));
        }

        return Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
