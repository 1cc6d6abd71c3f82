using System.Text.Json.Serialization;
using NasKit.Runs;

namespace NasKit.Tests.Runs;

public sealed class RunStepTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> computed = [];

    public void Dispose() => folder.Dispose();

    public sealed record Row(string Architecture, double Accuracy, double? LatencyMs, (int A, string B) Pair, DayOfWeek Day);

    [Fact]
    public void A_second_run_reads_what_the_first_computed()
    {
        var row = new Row("|a~0|", 0.1 + 0.2, null, (1, "b"), DayOfWeek.Friday);
        List<Row> Compute(Run run) => run.Step("table", () =>
        {
            computed.Add("table");
            return new List<Row> { row, row with { Accuracy = double.PositiveInfinity, LatencyMs = 1e-310 } };
        });

        var first = Session(Compute);
        var second = Session(Compute);
        Assert.Equal(["table"], computed);
        Assert.Equal(first, second);
        Assert.Equal(row, first[0]);
    }

    [Fact]
    public void Other_threads_of_a_step_save_their_checkpoints_and_name_their_files()
    {
        using var run = Run.Open("threads", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: folder.Path);
        var checkpoints = Enumerable.Range(0, 4).Select(i => run.Checkpoint($"part-{i}")).ToArray();
        var sum = run.Step("sum", () =>
        {
            using var together = new Barrier(4); // so that each is on a thread of its own
            var workers = checkpoints.Select((checkpoint, i) => Task.Factory.StartNew(
                () =>
                {
                    Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(60)));
                    checkpoint.Save(new Snapshot { State = { ["i"] = $"{i}" } });
                    File.WriteAllText(folder[$"file-{i}"], "");
                    run.Made(folder[$"file-{i}"]);
                    return i;
                }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
            Assert.True(Task.WaitAll(workers, TimeSpan.FromSeconds(60)), "they wait for the step that waits for them");
            return workers.Sum(worker => worker.Result);
        });
        Assert.Equal(6, sum);
        Assert.Equal(9, run.Finish().Files.Count); // four checkpoints, four files, the record
    }

    [Fact]
    public void Seed_scale_config_name_environment_and_inputs_each_compute_anew()
    {
        int Compute(Run run, string step, object? inputs) => run.Step(step, () => computed.Count + Mark("x"), inputs);
        void Open(string name, long seed, string scale, object? config, string step, object? inputs, int? threads = null)
        {
            using var run = Run.Open(name, seed, scale, config, RunEnvironment.WithoutTensors() with { Threads = threads }, folder.Path);
            Compute(run, step, inputs);
            Compute(run, step, inputs);
        }

        Open("r", 1, "smoke", null, "s", null);
        Open("r", 1, "smoke", null, "s", null);
        Assert.Single(computed);
        Open("q", 1, "smoke", null, "s", null);
        Open("r", 2, "smoke", null, "s", null);
        Open("r", 1, "laptop", null, "s", null);
        Open("r", 1, "smoke", new { a = 1 }, "s", null);
        Open("r", 1, "smoke", new { a = 2 }, "s", null);
        Open("r", 1, "smoke", null, "t", null);
        Open("r", 1, "smoke", null, "s", new { n = 1 });
        Open("r", 1, "smoke", null, "s", new { n = 2 });
        Open("r", 1, "smoke", null, "s", null, threads: 2);
        Assert.Equal(10, computed.Count);
        Open("r", 1, "smoke", new { a = 2 }, "s", null);
        Open("r", 1, "smoke", null, "s", new { n = 1 });
        Assert.Equal(10, computed.Count);
    }

    [Fact]
    public void The_order_of_a_configs_properties_does_not_matter()
    {
        Session(run => run.Step("s", () => Mark("x")), new { a = 1, b = new { c = 1, d = 2 } });
        Session(run => run.Step("s", () => Mark("x")), new { b = new { d = 2, c = 1 }, a = 1 });
        Assert.Single(computed);
    }

    [Fact]
    public void An_edited_source_text_computes_anew()
    {
        Session(run => run.Step("s", () => Mark("x") + 1));
        var result = Session(run => run.Step("s", () => Mark("x") + 2));
        Assert.Equal(2, computed.Count);
        Assert.Equal(2, result);
    }

    [Fact]
    public void A_captured_number_computes_anew_so_that_a_loop_does_not_read_its_first_round()
    {
        int[] Loop(Run run) => [.. Enumerable.Range(0, 3).Select(i => run.Step("s", () => Mark("x") + i))];
        Assert.Equal([0, 1, 2], Session(Loop));
        Assert.Equal([0, 1, 2], Session(Loop));
        Assert.Equal(3, computed.Count);
    }

    [Fact]
    public void A_changed_earlier_result_computes_later_steps_anew_and_an_unchanged_one_does_not()
    {
        void Two(Run run, int first)
        {
            var a = run.Step("a", () => Mark("a") + 10, inputs: new { first });
            run.Step("b", () => Mark("b") + a);
        }

        Session(run => { Two(run, 1); return 0; });
        Session(run => { Two(run, 2); return 0; }); // another input of a, the same result
        Assert.Equal(["a", "b", "a"], computed);

        void Changed(Run run)
        {
            var a = run.Step("a", () => Mark("a") + 11);
            var box = new[] { a };
            run.Step("b", () => Mark("b") + box[0]);
        }

        computed.Clear();
        Session(run => { Changed(run); return 0; });
        Session(run => { Changed(run); return 0; });
        Assert.Equal(["a", "b"], computed);
    }

    [Fact]
    public void A_cell_that_is_run_again_reads_its_result()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        for (var cell = 0; cell < 2; cell++)
        {
            run.Step("a", () => Mark("a"));
        }

        run.Step("b", () => Mark("b"));
        run.Step("c", () => Mark("c"));
        run.Step("b", () => Mark("b"));
        Assert.Equal(["a", "b", "c"], computed);
        Assert.Equal([("a", true), ("c", false), ("b", true)], run.Steps.Select(s => (s.Name, s.FromStore)));
    }

    [Fact]
    public void Steps_inside_a_step_do_not_move_the_ones_after_it()
    {
        int Nested(Run run)
        {
            var outer = run.Step("outer", () => Mark("outer") + run.Step("inner", () => Mark("inner") + 1));
            return outer + run.Step("after", () => Mark("after") + 1);
        }

        Assert.Equal(2, Session(Nested));
        Assert.Equal(2, Session(Nested));
        Assert.Equal(["outer", "inner", "after"], computed);
    }

    [Fact]
    public void A_step_that_throws_stores_nothing()
    {
        int Compute(Run run) => run.Step("s", () => Mark("x") == 0 && computed.Count == 1 ? throw new InvalidTimeZoneException() : 5);
        Assert.Throws<InvalidTimeZoneException>(() => Session(Compute));
        Assert.Equal(5, Session(Compute));
        Assert.Equal(2, computed.Count);
    }

    [Fact]
    public void A_stored_result_of_another_shape_is_computed_anew()
    {
        // The same source text with another type, as when a notebook changes its own record.
        Session(run => run.Step("s", Source<Before>, code: "text"));
        Assert.Equal(new After(3, 4), Session(run => run.Step("s", Source<After>, code: "text")));
        Assert.Equal(new After(3, 4), Session(run => run.Step("s", Source<After>, code: "text")));
        Assert.Equal(2, computed.Count);
    }

    [Fact]
    public void A_result_that_does_not_survive_JSON_is_refused_when_it_is_computed()
    {
        var error = Assert.Throws<NasKitException>(() => Session(run => run.Step("s", () => new Forgetful(3))));
        Assert.Contains("step \"s\", a Forgetful, does not survive", error.Message, StringComparison.Ordinal);
        Assert.Throws<NasKitException>(() => Session(run => run.Step("s", () => new Action(() => { }))));
    }

    [Fact]
    public void A_step_that_gives_a_task_is_refused()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        Action step = () => run.Step("s", () => Task.FromResult(1));
        Assert.Throws<ArgumentException>(step);
    }

    [Fact]
    public void An_artefact_is_made_once_for_all_runs()
    {
        double[] Make(Run run) => run.Artefact("latency/cpu", () => { Mark("x"); return new[] { 0.25, 0.5 }; });
        Session(Make);
        using var other = Run.Open("other", 2, "laptop", new { a = 1 }, RunEnvironment.WithoutTensors() with { Threads = 2 }, folder.Path);
        Assert.Equal([0.25, 0.5], Make(other));
        Assert.Single(computed);
        other.Store.DeleteArtefact("latency/cpu");
        Make(other);
        Assert.Equal(2, computed.Count);
    }

    [Fact]
    public void A_new_artefact_computes_the_steps_after_it_anew()
    {
        void Both(Run run, double value)
        {
            var box = new[] { value };
            var table = run.Artefact("latency", () => box[0]);
            var captured = new[] { table };
            Assert.Equal(table, run.Step("s", () => Mark("s") + captured[0]));
        }

        Session(run => { Both(run, 1); return 0; });
        Session(run => { Both(run, 2); return 0; }); // the kept one stays
        Assert.Single(computed);
        Session(run => { run.Store.DeleteArtefact("latency"); Both(run, 2); return 0; });
        Assert.Equal(2, computed.Count);
    }

    private T Session<T>(Func<Run, T> body, object? config = null)
    {
        using var run = Run.Open("r", 1, "smoke", config, store: folder.Path);
        return body(run);
    }

    private int Mark(string name)
    {
        computed.Add(name);
        return 0;
    }

    private T Source<T>()
    {
        Mark("x");
        return (T)(object)(typeof(T) == typeof(Before) ? new Before(3) : new After(3, 4));
    }

    private sealed record Before(int X);

    private sealed record After(int X, int Y);

    private sealed class Forgetful
    {
        public Forgetful()
        {
        }

        public Forgetful(int value) => Value = value;

        [JsonInclude]
        public int Value { get; }
    }
}
