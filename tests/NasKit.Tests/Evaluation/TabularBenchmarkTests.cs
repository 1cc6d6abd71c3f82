using NasKit.Benchmarks;
using NasKit.Evaluation;
using NasKit.Pareto;
using NasKit.Spaces;

namespace NasKit.Tests.Evaluation;

public sealed class TabularBenchmarkTests : IDisposable
{
    private const string Cells = "nas-bench-201.csv.gz";
    private static readonly SearchSpace Space = DigitsSpace.Of(2, 3);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Objectives_are_columns_with_their_direction()
    {
        var benchmark = new TabularBenchmark(Small(), [TabularObjective.Parse("max:a"), TabularObjective.Parse("min:cost")]);
        Assert.Equal([Objective.Maximise("a"), Objective.Minimise("cost")], benchmark.Objectives.ToArray());
        var evaluations = benchmark.Evaluate([Space.Parse("01"), Space.Parse("00")]);
        Assert.Equal([0.2, 20], evaluations[0].Values.ToArray());
        Assert.Equal([0.1, 10], evaluations[1].Values.ToArray());
        Assert.Null(evaluations[0].Error);
        Assert.Null(evaluations[0].Seconds);
        Assert.True(benchmark.Budgets.IsEmpty);
    }

    [Fact]
    public void An_architecture_that_was_not_measured_is_a_failed_evaluation()
    {
        var evaluation = new TabularBenchmark(Small(), [TabularObjective.Parse("max:a")]).Evaluate(Space.Parse("12"), null, 1);
        Assert.True(double.IsNaN(evaluation.Values[0]));
        Assert.Equal("Architecture 12 is not among the 3 of t.csv.", evaluation.Error);
    }

    [Fact]
    public void Each_seed_draws_one_of_several_runs_and_always_the_same_one()
    {
        var benchmark = new TabularBenchmark(Small(), [TabularObjective.Parse("max:acc=a|b|c"), TabularObjective.Parse("max:again=a|b|c")]);
        var architecture = Space.Parse("01");
        var counts = new Dictionary<double, int>();
        for (var seed = 0; seed < 3000; seed++)
        {
            var values = benchmark.Evaluate(architecture, null, seed).Values.ToArray();
            Assert.Equal(values, benchmark.Evaluate(architecture, null, seed).Values.ToArray());
            Assert.Equal(values[0], values[1]);
            counts[values[0]] = counts.GetValueOrDefault(values[0]) + 1;
        }

        Assert.Equal([0.2, 0.5, 0.8], counts.Keys.Order());
        Assert.All(counts.Values, count => Assert.InRange(count, 900, 1100)); // deviation 26
    }

    [Fact]
    public void Budgets_are_columns_and_objectives_without_budgets_hold_at_each()
    {
        var benchmark = new TabularBenchmark(Small(), [TabularObjective.Parse("max:acc=1:a,9:c"), TabularObjective.Parse("min:cost")], _ => 2.5);
        Assert.Equal([1, 9], benchmark.Budgets.ToArray());
        IEvaluator evaluator = benchmark;
        var (low, high, full) = (evaluator.Evaluate(Space.Parse("01"), 1, 0), evaluator.Evaluate(Space.Parse("01"), 9, 0), evaluator.Evaluate([Space.Parse("01")])[0]);
        Assert.Equal([0.2, 20], low.Values.ToArray());
        Assert.Equal([0.8, 20], high.Values.ToArray());
        Assert.Equal(high.Values.ToArray(), full.Values.ToArray());
        Assert.Equal((2.5, 22.5, 22.5), (low.Seconds, high.Seconds, full.Seconds));
        Assert.Equal((1.0, 9.0, null), (low.Budget, high.Budget, full.Budget));
        Assert.Contains("budget 3, expected 1, 9", Assert.Throws<ArgumentException>(() => evaluator.Evaluate(Space.Parse("01"), 3, 0)).Message);
    }

    [Fact]
    public void Objectives_that_do_not_fit_are_refused_with_all_problems()
    {
        var table = Small();
        Assert.Contains("has no column 'd'", Assert.Throws<NasKitException>(() => new TabularBenchmark(table, [TabularObjective.Parse("max:d")])).Message);
        Assert.Contains("has '-' in line 2, column note", Assert.Throws<NasKitException>(() => new TabularBenchmark(table, [TabularObjective.Parse("max:note")])).Message);
        Assert.Contains("There is none", Assert.Throws<ArgumentException>(() => new TabularBenchmark(table, [])).Message);
        var message = Assert.Throws<ArgumentException>(() => new TabularBenchmark(
            table, [TabularObjective.Parse("max:x=9:a,1:b"), TabularObjective.Parse("max:x=1:a,9:b")])).Message;
        Assert.Contains("3 problems", message);
        Assert.Contains("x occurs 2 times", message);
        Assert.Contains("rising", message);
        Assert.Contains("must have the same", message);
    }

    [Theory]
    [InlineData("acc")]
    [InlineData("max")]
    [InlineData("best:acc")]
    [InlineData("max:")]
    [InlineData("max:acc=")]
    [InlineData("max:acc=a|")]
    [InlineData("max:acc=0:a")]
    [InlineData("max:acc=x:a")]
    public void An_objective_that_cannot_be_read_is_answered_with_the_form(string text) =>
        Assert.Contains("expected max:COLUMN or min:COLUMN", Assert.Throws<ArgumentException>(() => TabularObjective.Parse(text)).Message);

    [FactWithSharedData(Cells)]
    public void A_known_table_gives_units_epochs_and_simulated_seconds()
    {
        var benchmark = TabularBenchmark.Load("nas-bench-201", SharedData.Folder, Objective.Maximise("c10_val_12"), Objective.Minimise("eyeriss"));
        Assert.Equal(["%", "ms"], benchmark.Objectives.Select(objective => objective.Unit));
        Assert.Equal(Direction.Minimise, benchmark.Objectives[1].Direction);
        var none = benchmark.Evaluate(benchmark.Space.Parse("000000"), null, 0);
        Assert.Equal(12 * 7.19, none.Seconds!.Value, 1e-9);
        var large = TabularBenchmark.Load("nas-bench-201", SharedData.Folder, [TabularObjective.Parse("max:acc=12:in16_val_12,200:in16_test_200")]);
        Assert.Equal(200 * 21.8144, large.Evaluate(large.Space.Parse("000000"), 200, 0).Seconds!.Value, 1e-9);
    }

    // Exact: the mean of the best of N draws is the sum over the sorted values of value · ((i/n)^N − ((i−1)/n)^N).
    [TheoryWithSharedData("nas-bench-macro.csv.gz", Cells)]
    [InlineData("nas-bench-macro", "acc", 92.4323, 92.7733, 92.8653, 92.9409)]
    [InlineData("nas-bench-201", "c10_test_200", 93.0933, 93.6927, 93.8536, 93.9826)]
    public void Random_search_has_the_published_expectation(string name, string column, double ten, double fifty, double hundred, double twoHundred)
    {
        var sorted = KnownTables.Load(name, SharedData.Folder).Column(column).CompleteValues.ToArray();
        Array.Sort(sorted);
        foreach (var (draws, expected) in new[] { (10, ten), (50, fifty), (100, hundred), (200, twoHundred) })
        {
            var mean = Enumerable.Range(1, sorted.Length).Sum(i =>
                sorted[i - 1] * (Math.Pow((double)i / sorted.Length, draws) - Math.Pow((i - 1.0) / sorted.Length, draws)));
            // The published 200-epoch column of NAS-Bench-201 averages other seeds than this table's.
            Assert.Equal(expected, mean, name == "nas-bench-201" ? 1e-2 : 5e-5);
        }
    }

    [TheoryWithSharedData(Cells)]
    [InlineData(100, 100, 0.524)] // 100 trainings of 200 epochs
    [InlineData(500, 70, 0.253)] // 500 of 12, then the best 70 of 200
    [InlineData(1000, 40, 0.165)]
    public void Two_fidelities_have_the_published_regret(int cheap, int full, double published)
    {
        var benchmark = TabularBenchmark.Load("nas-bench-201", SharedData.Folder, [TabularObjective.Parse("max:acc=12:c10_val_12,200:c10_test_200")]);
        var rng = new Rng(2);
        const int repeats = 400;
        var best = benchmark.Table.Column("c10_test_200").CompleteValues.ToArray().Max();
        var regrets = new double[repeats];
        for (var i = 0; i < repeats; i++)
        {
            IEnumerable<Architecture> chosen = Enumerable.Range(0, cheap).Select(_ => benchmark.Space.Sample(rng)).ToArray();
            if (cheap > full)
            {
                chosen = chosen.OrderByDescending(architecture => benchmark.Evaluate(architecture, 12, 0).Values[0]).Take(full);
            }

            regrets[i] = best - chosen.Max(architecture => benchmark.Evaluate(architecture, 200, 0).Values[0]);
        }

        // Both numbers are means of simulations: three standard errors of ours, and of the published 2,000 repeats.
        var mean = regrets.Average();
        var error = Math.Sqrt(regrets.Average(regret => (regret - mean) * (regret - mean)) * (1.0 / repeats + 1.0 / 2000));
        Assert.InRange(mean, published - 3 * error, published + 3 * error);
    }

    private BenchmarkTable Small()
    {
        File.WriteAllText(folder["t.csv"], "arch,a,b,c,cost,note\n00,0.1,0.4,0.7,10,-\n01,0.2,0.5,0.8,20,-\n02,0.3,0.6,0.9,30,-\n");
        return BenchmarkTable.Read(folder["t.csv"], Space);
    }
}
