using NasKit.Runs;

namespace NasKit.Tests.Runs;

public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("-rf")]
    [InlineData("ä")]
    public void A_name_that_is_no_file_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Run.Open(name, 1, "smoke", store: folder.Path));

    [Fact]
    public void An_unknown_scale_is_refused_with_the_known_ones()
    {
        var error = Assert.Throws<ArgumentException>(() => Run.Open("r", 1, "big", store: folder.Path));
        Assert.Contains("\"smoke\", \"laptop\" or \"paper\", but it is \"big\"", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Seeds_and_scale_choose_by_name()
    {
        using var run = Run.Open("r", 5, "laptop", store: folder.Path);
        Assert.Equal(new Seeds(5).For("split"), run.Seed("split"));
        Assert.Equal(2, run.At(smoke: 1, laptop: 2, paper: 3));
    }

    [Fact]
    public void The_record_names_everything_and_lies_where_it_says()
    {
        File.WriteAllText(folder["figure.svg"], "");
        using var run = Run.Open("r", 1, "smoke", new { cost = "macs" }, RunEnvironment.Here() with { TensorLayer = "libtorch 1.13.1" }, folder.Path);
        run.Step("table", () => 1);
        run.Append(new EvaluationRecord("random", 0, "a", new Dictionary<string, double?>()));
        run.Made(folder["figure.svg"]);
        var record = run.Finish();
        var file = record.Files.Single(f => f.EndsWith(".json", StringComparison.Ordinal));
        Assert.Contains(folder["figure.svg"], record.Files);
        var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        Assert.Equal("libtorch 1.13.1", json.GetProperty("Environment").GetProperty("TensorLayer").GetString());
        Assert.Equal("Environment", json.EnumerateObject().First().Name);
        Assert.Equal("macs", json.GetProperty("Config").GetProperty("cost").GetString());
        Assert.Equal("finished", json.GetProperty("Status").GetString());
        Assert.Equal("table", json.GetProperty("Steps")[0].GetProperty("Name").GetString());
        Assert.Equal(1, json.GetProperty("Evaluations").GetProperty("random").GetInt32());
        Assert.Contains("tensors    libtorch 1.13.1", record.ToString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(file)!, "*.part"));
        Assert.Contains("file " + Path.GetRelativePath(Directory.GetCurrentDirectory(), folder["figure.svg"]), record.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_time_of_a_run_that_was_continued_is_said_to_be_no_more_than_that()
    {
        using (var run = Run.Open("r", 1, "smoke", store: folder.Path))
        {
            Assert.Matches(@"\ntook 0:00:\d\d, at most \d+\.\d\d GiB\n", run.Finish().ToString());
        }

        using var again = Run.Open("r", 1, "smoke", store: folder.Path);
        Assert.Contains("since it was continued", again.Finish().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_of_other_configs_have_records_of_their_own()
    {
        string Record(object? config)
        {
            using var run = Run.Open("r", 1, "smoke", config, store: folder.Path);
            return run.Finish().Files.Single();
        }

        Assert.Equal(3, new[] { Record(null), Record(new { a = 1 }), Record(new { a = 2 }), Record(new { a = 1 }) }.Distinct().Count());
    }

    [Fact]
    public void A_file_that_was_not_made_cannot_be_named()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        Assert.Throws<NasKitException>(() => run.Made(folder["none.svg"]));
    }

    [Fact]
    public void Facts_that_are_not_known_print_as_NA()
    {
        var text = RunEnvironment.WithoutTensors().ToString();
        Assert.Contains("tensors    NA", text, StringComparison.Ordinal);
        Assert.Contains("threads    NA", text, StringComparison.Ordinal);
        Assert.Contains("processor  ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_environment_is_the_one_that_tensors_are_computed_in()
    {
        var here = RunEnvironment.Here();
        Assert.Equal(TorchSharp.torch.get_num_threads(), here.Threads);
        Assert.Equal("cpu", here.Device);
        Assert.Contains(Backend.LayerVersion, here.ToString(), StringComparison.Ordinal);
        Assert.Equal("cuda:0", RunEnvironment.Here(TorchSharp.torch.device("cuda", 0)).Device);
    }

    [Fact]
    public void Evaluations_are_stored_once_in_their_order()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        var all = Enumerable.Range(0, 10)
            .Select(i => new EvaluationRecord("random", i, $"|{i}|", new Dictionary<string, double?> { ["accuracy"] = i / 3.0, ["latencyMs"] = null }, i, "w1"))
            .ToList();
        run.Append([.. all.Skip(5)]);
        run.Append([.. all]);
        run.Append(new EvaluationRecord("other", 0, "x", new Dictionary<string, double?>(), Error: "out of memory"));
        var stored = run.Evaluations("random");
        Assert.Equal(all.Select(e => (e.Number, e.Architecture, e.Objectives["accuracy"], e.Objectives["latencyMs"], e.Budget, e.Worker, e.Error)),
            stored.Select(e => (e.Number, e.Architecture, e.Objectives["accuracy"], e.Objectives["latencyMs"], e.Budget, e.Worker, e.Error)));
        Assert.Equal("out of memory", run.Evaluations("other").Single().Error);
        Assert.Empty(run.Evaluations("none"));
    }

    [Fact]
    public void An_evaluation_with_another_content_is_refused_and_its_batch_with_it()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        run.Append(new EvaluationRecord("s", 1, "a", new Dictionary<string, double?> { ["x"] = 1 }));
        var error = Assert.Throws<NasKitException>(() => run.Append(
            new EvaluationRecord("s", 0, "a", new Dictionary<string, double?>()),
            new EvaluationRecord("s", 1, "b", new Dictionary<string, double?> { ["x"] = 1 })));
        Assert.Contains("Evaluation 1 of study \"s\"", error.Message, StringComparison.Ordinal);
        Assert.Equal([1], run.Evaluations("s").Select(e => e.Number));
    }
}
