using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;
using NasKit.Evaluation;
using NasKit.Runs;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Studies;
using NasKit.Tests.Strategies;

namespace NasKit.Tests.Studies;

/// <summary>A study in a process of its own, killed again and again, ends with the store of one that was not.</summary>
public sealed class KilledStudyTests : IDisposable
{
    private const int Evaluations = 400;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("regularized-evolution", 25)]
    [InlineData("ppo", 25)]
    public void The_store_of_a_study_that_was_killed_is_that_of_an_uninterrupted_one(string strategy, int kills)
    {
        using (var whole = ChildProcess.Start(StudyChild, folder["whole"], strategy))
        {
            whole.Finish();
        }

        var rng = new Rng(1);
        for (var i = 0; i < kills; i++)
        {
            using var child = ChildProcess.Start(StudyChild, folder["killed"], strategy);
            for (var left = 1 + rng.NextInt(50); left > 0 && child.ReadLine() is not null; left--)
            {
            }

            child.Kill();
        }

        using (var last = ChildProcess.Start(StudyChild, folder["killed"], strategy))
        {
            last.Finish();
        }

        var expected = Dump(folder["whole"]);
        Assert.Equal(2 * Evaluations, expected.Count);
        Assert.Equal(expected, Dump(folder["killed"]));
    }

    private static List<string> Dump(string store)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(store, "runs.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT study || ' ' || number || ' ' || architecture || ' ' || objectives || ' ' || coalesce(error, '') FROM evaluations ORDER BY study, number";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static void StudyChild(string[] args)
    {
        using var run = Run.Open("killed", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: args[0]);
        StrategyConfig strategy = StrategyCatalog.Find(args[1]).With(args[1] == "ppo" ? [new("hidden", "8"), new("batch", "5")] : [new("population", "10"), new("sample", "3")]);
        new Study(Toy.Space, new Printing(), StudyBudget.OfEvaluations(Evaluations)) { Parallelism = 2 }.Run(strategy, [1, 2], run);
    }

    private sealed class Printing : IEvaluator
    {
        private int count;

        public ImmutableArray<Objective> Objectives => Toy.Problem.Objectives;

        public IReadOnlyList<NasKit.Evaluation.Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
        {
            Console.WriteLine(Interlocked.Increment(ref count).ToString(CultureInfo.InvariantCulture));
            return architectures[0].ToString() == "12012" ? throw new InvalidOperationException("does not train")
                : [new(architectures[0], Toy.Values(Toy.Problem, architectures[0]))];
        }
    }
}
