using System.Globalization;
using Microsoft.Data.Sqlite;
using NasKit.Runs;

namespace NasKit.Tests.Runs;

/// <summary>Real processes, killed while they write, then continued.</summary>
public sealed class KillTests : IDisposable
{
    private const int Steps = 25;
    private const int Evaluations = 2000;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_killed_again_and_again_ends_with_the_results_of_an_uninterrupted_one()
    {
        using var whole = ChildProcess.Start(StepsChild, folder["whole"]);
        var expected = whole.Finish()[^1];
        Assert.StartsWith("result ", expected, StringComparison.Ordinal);

        var rng = new Rng(1);
        var finished = new HashSet<string>();
        string? result = null;
        for (var kills = 0; result is null; kills++)
        {
            using var child = ChildProcess.Start(StepsChild, folder["killed"]);
            var lines = new List<string>();
            if (kills < 8)
            {
                for (var left = 1 + rng.NextInt(16); left > 0; left--)
                {
                    lines.Add(child.ReadLine() ?? throw new InvalidOperationException("the child ended before it was killed"));
                }

                lines.AddRange(child.Kill());
            }
            else
            {
                lines.AddRange(child.Finish());
            }

            Assert.DoesNotContain(lines, line => line.StartsWith("computing ", StringComparison.Ordinal) && finished.Contains(line["computing ".Length..]));
            finished.UnionWith(lines.Where(l => l.StartsWith("finished ", StringComparison.Ordinal)).Select(l => l["finished ".Length..]));
            result = lines.Find(line => line.StartsWith("result ", StringComparison.Ordinal));
            AssertDatabaseIsWhole(folder["killed/runs.db"]);
        }

        Assert.Equal(expected, result);
    }

    [Fact]
    public void A_killed_search_loses_and_doubles_no_evaluation()
    {
        var rng = new Rng(2);
        var whole = false; // on a busy machine a child runs far ahead of who reads it, and may end before the last kill
        for (var kills = 0; kills < 8 && !whole; kills++)
        {
            using var child = ChildProcess.Start(EvaluationsChild, folder.Path, "study");
            var told = -1;
            for (var left = 1 + rng.NextInt(200); left > 0 && child.ReadLine() is { } line; left--)
            {
                told = int.Parse(line, CultureInfo.InvariantCulture);
            }

            told = child.Kill().Where(line => line.Length > 0).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Prepend(told).Max();
            using var run = Run.Open("search", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: folder.Path);
            var stored = run.Evaluations("study");
            Assert.Equal(Enumerable.Range(0, stored.Count), stored.Select(e => e.Number));
            Assert.InRange(stored.Count, told + 1, told + 2); // what was told is stored; one more may be stored and not yet told
            whole = stored.Count == Evaluations;
            AssertDatabaseIsWhole(folder["runs.db"]);
        }

        using var last = ChildProcess.Start(EvaluationsChild, folder.Path, "study");
        last.Finish();
        using var check = Run.Open("search", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: folder.Path);
        Assert.Equal(Enumerable.Range(0, Evaluations).Select(i => $"architecture {i}"), check.Evaluations("study").Select(e => e.Architecture));
    }

    [Fact]
    public void Two_processes_write_one_store_at_once()
    {
        using var a = ChildProcess.Start(EvaluationsChild, folder.Path, "a");
        using var b = ChildProcess.Start(EvaluationsChild, folder.Path, "b");
        a.Finish();
        b.Finish();
        using var run = Run.Open("search", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: folder.Path);
        Assert.Equal(Evaluations, run.Evaluations("a").Count);
        Assert.Equal(Evaluations, run.Evaluations("b").Count);
        AssertDatabaseIsWhole(folder["runs.db"]);
    }

    [Fact]
    public void Two_processes_that_compute_the_same_step_go_on_with_the_same_result()
    {
        using var a = ChildProcess.Start(SameStepChild, folder.Path);
        using var b = ChildProcess.Start(SameStepChild, folder.Path);
        Assert.Equal(a.Finish(), b.Finish());
    }

    private static void StepsChild(string[] args)
    {
        using var run = Run.Open("killed", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: args[0]);
        var state = new double[2500]; // 50 kB of JSON a step
        for (var i = 0; i < Steps; i++)
        {
            var before = state;
            state = run.Step($"step-{i}", () =>
            {
                Console.WriteLine($"computing step-{i}");
                var rng = run.Seeds.Rng($"step-{i}");
                return Array.ConvertAll(before, x => x / 2 + rng.NextDouble());
            });
            Console.WriteLine($"finished step-{i}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"result {state.Sum():r}"));
    }

    private static void EvaluationsChild(string[] args)
    {
        using var run = Run.Open("search", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: args[0]);
        for (var i = run.Evaluations(args[1]).Count; i < Evaluations; i++)
        {
            run.Append(new EvaluationRecord(args[1], i, $"architecture {i}", new Dictionary<string, double?> { ["accuracy"] = i / 7.0 }));
            Console.WriteLine(i.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void SameStepChild(string[] args)
    {
        using var run = Run.Open("same", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: args[0]);
        for (var i = 0; i < 50; i++)
        {
            Console.WriteLine(run.Step($"step-{i}", () => new[] { Environment.ProcessId })[0]);
        }
    }

    private static void AssertDatabaseIsWhole(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        Assert.Equal("ok", command.ExecuteScalar());
    }
}
