using System.Collections.Immutable;
using NasKit.Evaluation;
using NasKit.Pareto;
using NasKit.Runs;
using NasKit.Spaces;
using NasKit.Strategies.RandomSearch;
using NasKit.Strategies.RegularizedEvolution;
using NasKit.Studies;
using NasKit.Tests.Strategies;

namespace NasKit.Tests.Studies;

public sealed class StudyTests : IDisposable
{
    private static readonly RegularizedEvolutionConfig Evolution = new() { Population = 10, Sample = 3 };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Trajectories_do_not_depend_on_how_many_seeds_run_at_once()
    {
        var alone = Study(60, parallelism: 1).Run(Evolution, [1, 2, 3, 4, 5, 6, 7, 8]);
        var together = Study(60, parallelism: 4).Run(Evolution, [8, 1, 2, 7, 3, 6, 4, 5]);
        foreach (var search in alone.Searches)
        {
            Assert.Equal(Strings(search), Strings(together.Searches.Single(other => other.Seed == search.Seed)));
        }

        Assert.NotEqual(Strings(alone.Searches[0]), Strings(alone.Searches[1]));
    }

    [Fact]
    public void A_longer_budget_continues_the_stored_searches_without_evaluating_again()
    {
        var whole = Study(50).Run(Evolution, [1, 2]);
        using var run = Open();
        var first = new Counting();
        new Study(Toy.Space, first, StudyBudget.OfEvaluations(20)).Run(Evolution, [1, 2], run);
        var second = new Counting();
        var continued = new Study(Toy.Space, second, StudyBudget.OfEvaluations(50)).Run(Evolution, [1, 2], run);
        Assert.Equal((40, 60), (first.Count, second.Count));
        Assert.Equal(whole.Searches.Select(Strings), continued.Searches.Select(Strings));
        Assert.Equal(whole.Searches.SelectMany(search => search.Best()), continued.Searches.SelectMany(search => search.Best()));
        var shorter = new Study(Toy.Space, second, StudyBudget.OfEvaluations(10)).Run(Evolution, [2], run);
        Assert.Equal(Strings(whole.Searches[1]).Take(10), Strings(shorter.Searches[0]));
    }

    [Fact]
    public void Every_evaluation_is_stored_before_it_is_told()
    {
        using var run = Open();
        var evaluator = new Counting { Stop = 17 };
        Assert.Throws<OperationCanceledException>(() => new Study(Toy.Space, evaluator, StudyBudget.OfEvaluations(30)).Run(Evolution, [1], run));
        Assert.Equal(16, run.Evaluations(run.Store.Studies(1)[0].Study).Count);
    }

    [Fact]
    public void An_evaluator_that_throws_or_gives_no_number_is_recorded_as_failed_and_the_search_goes_on()
    {
        using var run = Open();
        var evaluator = new Counting { Throws = 3, NotANumber = 5 };
        var search = new Study(Toy.Space, evaluator, StudyBudget.OfEvaluations(40)).Run(Evolution, [1], run).Searches[0];
        Assert.Equal(40, search.Trials.Length);
        Assert.Equal([2, 4], Enumerable.Range(0, 40).Where(i => search.Trials[i].Failed));
        var stored = run.Evaluations(run.Store.Studies(1)[0].Study);
        Assert.Equal(["out of memory, simulated", "twos is NaN"], stored.Where(record => record.Error is not null).Select(record => record.Error));
        Assert.Equal(search.Trials.Select(trial => trial.Error), stored.Select(record => record.Error));
        var again = new Study(Toy.Space, new Counting { Stop = 1 }, StudyBudget.OfEvaluations(40)).Run(Evolution, [1], run).Searches[0];
        Assert.Equal(Strings(search), Strings(again));
    }

    [Fact]
    public void Simulated_time_ends_a_search_before_the_evaluation_that_would_overrun()
    {
        var study = new Study(Toy.Space, new Counting { Seconds = 30 }, new StudyBudget { SimulatedSeconds = 100 });
        Assert.Equal(3, study.Run(Evolution, [1]).Searches[0].Trials.Length);
        var untimed = new Study(Toy.Space, new Counting(), new StudyBudget { SimulatedSeconds = 100 });
        Assert.Contains("tells no simulated seconds", Assert.Throws<NasKitException>(() => untimed.Run(Evolution, [1])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wall_time_ends_a_search()
    {
        var study = new Study(Toy.Space, new Counting(), new StudyBudget { WallSeconds = 0.05 });
        var search = study.Run(Evolution, [1]).Searches[0];
        Assert.True(search.Trials.Length > 0 && search.Seconds >= 0.05);
    }

    [Fact]
    public void Cancellation_keeps_what_was_evaluated()
    {
        using var run = Open();
        using var stop = new CancellationTokenSource();
        var evaluator = new Counting { At = (11, stop.Cancel) };
        Assert.Throws<OperationCanceledException>(
            () => new Study(Toy.Space, evaluator, StudyBudget.OfEvaluations(30)) { Parallelism = 1 }.Run(Evolution, [1, 2], run, cancellation: stop.Token));
        Assert.Equal(11, run.Store.Studies(1).Sum(study => study.Count));
    }

    [Fact]
    public void Progress_counts_evaluations_of_all_seeds_and_tells_the_time_left()
    {
        var reports = new List<Progress>();
        Study(20, parallelism: 1).Run(Evolution, [1, 2, 3], progress: new Recorder(reports));
        Assert.Equal((60, 60), (reports[^1].Done, reports[^1].Total));
        Assert.Contains("1/3 seeds", reports[25].Message, StringComparison.Ordinal);
        Assert.EndsWith("left", reports[25].Message, StringComparison.Ordinal);
        Assert.Equal("regularized-evolution, 3/3 seeds", reports[^1].Message);
    }

    [Fact]
    public void Another_strategy_does_not_read_the_evaluations_of_the_first()
    {
        using var run = Open();
        Study(20).Run(Evolution, [1], run);
        Study(20).Run(Evolution with { Sample = 4 }, [1], run);
        Study(20).Run(new RandomSearchConfig(), [1], run);
        Assert.Equal([20, 20, 20], run.Store.Studies(1).Select(study => study.Count));
    }

    [Fact]
    public void A_stored_trajectory_of_other_code_is_refused_by_name()
    {
        using var run = Open();
        Study(5).Run(Evolution, [1], run);
        var study = run.Store.Studies(1)[0].Study;
        run.Append(new EvaluationRecord(study, 5, "00000", new Dictionary<string, double?> { ["twos"] = 0 }), new EvaluationRecord(study, 6, "00000", new Dictionary<string, double?> { ["twos"] = 0 }));
        Assert.Contains("but the search now asks for", Assert.Throws<NasKitException>(() => Study(20).Run(Evolution, [1], run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_fronts_and_hypervolumes_follow_from_the_trials()
    {
        var study = new Study(Toy.Space, new Counting { TwoObjectives = true }, StudyBudget.OfEvaluations(60)) { KnownCosts = architecture => [Toy.Cost(architecture)] };
        var search = study.Run(new RandomSearchConfig(), [4]).Searches[0];
        var running = double.NegativeInfinity;
        for (var i = 0; i < 60; i++)
        {
            running = Math.Max(running, search.Trials[i].Values[0]);
            Assert.Equal(running, search.Best()[i]);
            Assert.Equal(Toy.Cost(search.Trials[search.Incumbents[i]].Architecture), search.Curve(Toy.Cost)[i]);
        }

        var reference = ReferencePoint.FromValues((0, Direction.Maximise), (30, Direction.Minimise));
        var points = PointSet.From([.. search.Trials.Select(trial => new[] { -trial.Values[0], trial.Values[1] })]);
        Assert.Equal(Hypervolume.Of(points, reference), search.HypervolumeCurve(reference)[^1], 12);
        Assert.Equal(ParetoFront.Indexes(points).Length, search.Front().Count);
    }

    [Fact]
    public void What_cannot_be_run_is_refused_at_once()
    {
        Assert.Contains("no limit", Assert.Throws<ArgumentException>(() => new Study(Toy.Space, new Counting(), new StudyBudget())).Message, StringComparison.Ordinal);
        Assert.Contains("Evaluations = 0", Assert.Throws<ArgumentException>(() => Study(0)).Message, StringComparison.Ordinal);
        var message = Assert.Throws<ArgumentException>(() => Study(5, parallelism: 0).Run(Evolution, [1, 1])).Message;
        Assert.Contains("Parallelism = 0", message, StringComparison.Ordinal);
        Assert.Contains("named twice", message, StringComparison.Ordinal);
    }

    private static Study Study(int evaluations, int parallelism = 2) =>
        new(Toy.Space, new Counting(), StudyBudget.OfEvaluations(evaluations)) { Parallelism = parallelism };

    private static string[] Strings(SearchResult search) => [.. search.Trials.Select(trial => $"{trial.Proposal.Id} {trial.Architecture} {string.Join(' ', trial.Values)} {trial.Error}")];

    private Run Open() => Run.Open("study", 1, "smoke", environment: RunEnvironment.WithoutTensors(), store: folder.Path);

    private sealed class Recorder(List<Progress> reports) : IProgress<Progress>
    {
        public void Report(Progress value) => reports.Add(value);
    }

    /// <summary>The toy problem, with what may go wrong at the n-th evaluation.</summary>
    private sealed class Counting : IEvaluator
    {
        private int count;

        public int Count => count;

        public int? Stop { get; init; }

        public int? Throws { get; init; }

        public int? NotANumber { get; init; }

        public double? Seconds { get; init; }

        public bool TwoObjectives { get; init; }

        public (int Number, Action Action)? At { get; init; }

        public ImmutableArray<Objective> Objectives => (TwoObjectives ? Toy.TwoObjectives : Toy.Problem).Objectives;

        public IReadOnlyList<NasKit.Evaluation.Evaluation> Evaluate(IReadOnlyList<Architecture> architectures)
        {
            var number = Interlocked.Increment(ref count);
            if (number == Stop)
            {
                throw new OperationCanceledException();
            }

            if (number == Throws)
            {
                throw new InvalidOperationException("out of memory, simulated");
            }

            if (number == At?.Number)
            {
                At?.Action();
            }

            var values = Toy.Values(TwoObjectives ? Toy.TwoObjectives : Toy.Problem, architectures[0]);
            return [new(architectures[0], number == NotANumber ? [double.NaN] : values) { Seconds = Seconds }];
        }
    }
}
