using NasKit.Runs;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Runs;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_saved_is_loaded_bit_for_bit()
    {
        using var scope = NewDisposeScope();
        var state = new Dictionary<string, string> { ["step"] = "17", ["rng"] = new Rng(3).State.ToString(), ["note"] = "ä \"quoted\"\n" };
        var tensors = new Dictionary<string, Tensor>
        {
            ["weights/a"] = tensor(new[] { 1f / 3, float.NaN, -0f, float.Epsilon }).reshape(2, 2),
            ["weights/b"] = tensor(new[] { 1.0 / 3 }),
            ["count"] = tensor(new[] { long.MaxValue }),
            ["mask"] = tensor(new[] { true, false, true }),
            ["empty"] = zeros([0, 3], float32),
            ["scalar"] = tensor(2.5f),
            ["view"] = arange(6).reshape(2, 3).t(),
        };
        Session(run => { run.Checkpoint("net").Save(new Snapshot { Tensors = tensors, State = state }); return 0; });
        Session(run =>
        {
            Assert.True(run.Checkpoint("net").TryLoad(out var loaded));
            Assert.Equal(state, loaded.State);
            Assert.Equal(tensors.Keys.Order(), loaded.Tensors.Keys.Order());
            foreach (var (name, expected) in tensors)
            {
                Assert.Equal(expected.shape, loaded.Tensors[name].shape);
                Assert.Equal(expected.dtype, loaded.Tensors[name].dtype);
                Assert.Equal(expected.contiguous().bytes.ToArray(), loaded.Tensors[name].bytes.ToArray());
            }

            return 0;
        });
    }

    [Fact]
    public void There_is_nothing_to_load_before_the_first_save_and_after_clearing()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        var checkpoint = run.Checkpoint("net");
        Assert.False(checkpoint.TryLoad(out _));
        checkpoint.Clear();
        checkpoint.Save(Counting(1));
        Assert.Contains(checkpoint.File, run.Finish().Files);
        checkpoint.Clear();
        Assert.False(checkpoint.TryLoad(out _));
        Assert.DoesNotContain(checkpoint.File, run.Finish().Files);
    }

    [Fact]
    public void Runs_and_steps_of_other_keys_do_not_see_it()
    {
        Session(run => { run.Checkpoint("net").Save(Counting(1)); return 0; });
        Assert.True(Session(run => run.Checkpoint("net").TryLoad(out _)));
        Assert.False(Session(run => run.Checkpoint("other").TryLoad(out _)));
        Assert.False(Session(run => run.Checkpoint("net", new { epochs = 2 }).TryLoad(out _)));
        Assert.False(Session(run => run.Checkpoint("net").TryLoad(out _), seed: 2));
        Assert.False(Session(run => { run.Step("before", () => 1); return run.Checkpoint("net").TryLoad(out _); }));
    }

    [Fact]
    public void Steps_after_it_are_computed_anew_when_its_content_changes_and_only_then()
    {
        var computed = new List<int>(); // a captured number would count as an input
        var box = new int[1];
        void Train(int steps)
        {
            box[0] = steps;
            Session(run =>
            {
                var checkpoint = run.Checkpoint("net");
                if (!checkpoint.TryLoad(out var found) || found.State["step"] != $"{box[0]}")
                {
                    checkpoint.Save(Counting(box[0]));
                }

                return run.Step("table", Count);
            });
        }

        int Count()
        {
            computed.Add(box[0]);
            return 1;
        }

        Train(3);
        Train(3);
        Assert.Equal([3], computed);
        Train(4);
        Train(4);
        Assert.Equal([3, 4], computed);
    }

    [Fact]
    public void A_checkpoint_inside_a_step_does_not_move_the_steps_after_it()
    {
        var computed = new List<string>();
        int Nested() => Session(run =>
        {
            run.Step("outer", () =>
            {
                computed.Add("outer");
                run.Checkpoint("part").Save(Counting(1));
                return 1;
            });
            return run.Step("after", () =>
            {
                computed.Add("after");
                return 2;
            });
        });
        Nested();
        Nested();
        Assert.Equal(["outer", "after"], computed);
    }

    [Fact]
    public void No_damage_goes_unnoticed_and_the_message_names_the_file()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        var checkpoint = run.Checkpoint("net");
        using (NewDisposeScope())
        {
            checkpoint.Save(Counting(1));
        }

        var good = File.ReadAllBytes(checkpoint.File);
        var damaged = Enumerable.Range(0, good.Length).Select(n => good[..n])
            .Concat(Enumerable.Range(0, good.Length).SelectMany(n => new[] { Flip(n, 0x01), Flip(n, 0x20) }))
            .Append([.. good, 0]);
        using var scope = NewDisposeScope();
        foreach (var content in damaged)
        {
            File.WriteAllBytes(checkpoint.File, content);
            var error = Assert.Throws<NasKitException>(() => checkpoint.TryLoad(out _));
            Assert.StartsWith($"The checkpoint {checkpoint.File} cannot be continued from: ", error.Message, StringComparison.Ordinal);
            Assert.Equal($"Delete it to start that step over (rm {checkpoint.File}).", error.Hint);
            Assert.Equal(content, File.ReadAllBytes(checkpoint.File));
        }

        Assert.Equal(0, scope.DisposablesCount);

        byte[] Flip(int at, byte bits)
        {
            var copy = good.ToArray();
            copy[at] ^= bits;
            return copy;
        }
    }

    [Fact]
    public void Other_safetensors_files_and_newer_formats_are_refused()
    {
        using var scope = NewDisposeScope();
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        var checkpoint = run.Checkpoint("net");
        checkpoint.Save(Counting(1));
        Safetensors.Save(checkpoint.File, Counting(1).Tensors);
        Assert.Contains("no checkpoint of NasKit", Assert.Throws<NasKitException>(() => checkpoint.TryLoad(out _)).Message, StringComparison.Ordinal);
        Safetensors.Save(checkpoint.File, Counting(1).Tensors, new Dictionary<string, string> { ["naskit.format"] = "9" });
        Assert.Contains("its format is 9, this NasKit knows 1", Assert.Throws<NasKitException>(() => checkpoint.TryLoad(out _)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reserved_name_is_refused()
    {
        using var run = Run.Open("r", 1, "smoke", store: folder.Path);
        Assert.Throws<ArgumentException>(() => run.Checkpoint("net").Save(new Snapshot { State = { ["naskit.sha256"] = "" } }));
    }

    [Fact]
    public void No_checkpoint_keeps_nothing()
    {
        NoCheckpoint.Instance.Save(new Snapshot());
        Assert.False(NoCheckpoint.Instance.TryLoad(out _));
    }

    /// <summary>A training killed at random moments, most of them in the middle of a save, ends with the tensors of an uninterrupted one.</summary>
    [Fact]
    public void A_training_killed_while_it_saves_ends_with_the_weights_of_an_uninterrupted_one()
    {
        using var whole = ChildProcess.Start(TrainingChild, folder["whole"]);
        var expected = whole.Finish()[^1];
        Assert.StartsWith("result ", expected, StringComparison.Ordinal);

        var rng = new Rng(3);
        for (var kills = 0; kills < 6; kills++)
        {
            using var child = ChildProcess.Start(TrainingChild, folder["killed"]);
            for (var left = 1 + rng.NextInt(6); left > 0; left--)
            {
                child.ReadLine();
            }

            var told = child.Kill();
            Assert.DoesNotContain(told, line => line.StartsWith("result ", StringComparison.Ordinal));
        }

        using var last = ChildProcess.Start(TrainingChild, folder["killed"]);
        Assert.Equal(expected, last.Finish()[^1]);
        Assert.Empty(Directory.GetFiles(folder["killed/checkpoints/killed"], "*.part*"));
    }

    private static void TrainingChild(string[] args)
    {
        const int steps = 30;
        set_num_threads(1);
        using var scope = NewDisposeScope();
        using var run = Run.Open("killed", 1, "smoke", store: args[0]);
        var checkpoint = run.Checkpoint("net");
        var rng = run.Seeds.Rng("noise");
        var weights = zeros([500, 1000], float32);
        var step = 0;
        if (checkpoint.TryLoad(out var found))
        {
            weights = found.Tensors["weights"];
            step = int.Parse(found.State["step"], System.Globalization.CultureInfo.InvariantCulture);
            rng.State = RngState.Parse(found.State["rng"]);
        }

        Console.WriteLine("started");
        while (step < steps)
        {
            weights = weights * 0.9f + (float)rng.NextGaussian();
            step++;
            checkpoint.Save(new Snapshot { Tensors = { ["weights"] = weights }, State = { ["step"] = $"{step}", ["rng"] = rng.State.ToString() } });
            Console.WriteLine($"saved {step}");
        }

        Console.WriteLine($"result {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(weights.bytes))} {rng.State}");
    }

    private static Snapshot Counting(int step) => new()
    {
        Tensors = { ["weights"] = tensor(new[] { 1f, 2f, 3f }) },
        State = { ["step"] = $"{step}" },
    };

    private T Session<T>(Func<Run, T> body, long seed = 1)
    {
        using var run = Run.Open("r", seed, "smoke", store: folder.Path);
        return body(run);
    }
}
