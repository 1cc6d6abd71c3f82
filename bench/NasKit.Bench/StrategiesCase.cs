using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using NasKit.Benchmarks;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.BayesianOptimisation;
using NasKit.Strategies.Bohb;
using NasKit.Strategies.Hyperband;
using NasKit.Strategies.LocalSearch;
using NasKit.Strategies.NeighbourhoodSearch;
using NasKit.Strategies.Ppo;
using NasKit.Strategies.RandomSearch;
using NasKit.Strategies.RegularizedEvolution;
using NasKit.Strategies.Reinforce;
using NasKit.Strategies.Spos;
using NasKit.Studies;

namespace NasKit.Bench;

/// <summary>Regrets of the strategies on the tables beside those of the acceptance matrix, and how long a search takes.</summary>
/// <remarks>
/// 100 seeds, 200 evaluations. A: NAS-Bench-Macro, fitness one run of the row, report the mean of its runs. B: NAS-Bench-201, fitness the 12-epoch validation
/// accuracy, report the 200-epoch test accuracy. C: NAS-Bench-201, fitness and report the 200-epoch test accuracy. The tables are read from the folder in NASKIT_DATA.
/// </remarks>
internal sealed class StrategiesCase : IBenchCase
{
    private const int Seeds = 100;
    private const int Evaluations = 200;

    private static readonly (string Row, StrategyConfig Strategy, double[] At200, double[] At100)[] rows =
    [
        ("random search", new RandomSearchConfig(), [0.243, 0.510, 0.402], [0.300, 0.647, 0.517]),
        ("aging evolution P=10 S=3", new RegularizedEvolutionConfig { Population = 10, Sample = 3 }, [0.086, 0.238, 0.073], [0.166, 0.432, 0.221]),
        ("aging evolution P=20 S=5", new RegularizedEvolutionConfig { Population = 20, Sample = 5 }, [0.083, 0.175, 0.029], [0.157, 0.329, 0.159]),
        ("aging evolution P=50 S=10", new RegularizedEvolutionConfig { Population = 50, Sample = 10 }, [0.080, 0.119, 0.040], [0.175, 0.352, 0.210]),
        ("aging evolution P=100 S=25", new RegularizedEvolutionConfig(), [0.087, 0.120, 0.029], [0.300, 0.647, 0.517]),
        ("local search", new LocalSearchConfig(), [0.100, 0.049, 0.013], [0.148, 0.214, 0.050]),
        ("SPOS evolution", new SposConfig(), [0.077, 0.093, 0.011], [0.227, 0.502, 0.350]),
        ("REINFORCE lr 0.01", new ReinforceConfig { BaselineFirst = true }, [0.163, 0.466, 0.355], [0.263, 0.611, 0.477]),
        ("REINFORCE lr 0.1", new ReinforceConfig { BaselineFirst = true, LearningRate = 0.1 }, [0.098, 0.288, 0.128], [0.149, 0.454, 0.320]),
        ("PPO lr 0.05", new PpoConfig { Controller = ControllerKind.Tabular, LearningRate = 0.05, Batch = 10, Entropy = 0 }, [0.119, 0.359, 0.218], [0.190, 0.544, 0.434]),
        ("TPE (BOHB, one budget)", new BohbConfig(), [0.085, 0.284, 0.114], [0.153, 0.446, 0.236]),
        ("GP, string kernel", new BayesianOptimisationConfig(), [], []),
        ("GP, string kernel, tokens without position", new BayesianOptimisationConfig { Positional = false }, [], []),
        ("REINFORCE, LSTM lr 0.01", new ReinforceConfig { Controller = ControllerKind.Lstm, Hidden = 24, Layers = 1, LearningRate = 0.01 }, [], []),
        ("NA-RS, all neighbours", new NeighbourhoodSearchConfig(), [], []),
    ];

    public string Name => "strategies";

    public string Description => "regrets of the strategies beside the acceptance matrix, and their speed; reads the tables in the folder NASKIT_DATA";

    public bool UsesTensors => false;

    public IEnumerable<BenchResult> Run()
    {
        var folder = Environment.GetEnvironmentVariable("NASKIT_DATA")
            ?? throw new NasKitException("The tables are not named.", "Set NASKIT_DATA to the folder with nas-bench-201.csv.gz and nas-bench-macro.csv.gz.");
        var macro = KnownTables.Load("nas-bench-macro", folder);
        var cells = KnownTables.Load("nas-bench-201", folder);
        Column[] columns =
        [
            new(macro, TabularObjective.OneRunOf(Objective.Maximise("acc"), "acc1", "acc2", "acc3"), "acc"),
            new(cells, TabularObjective.Of(Objective.Maximise("c10_val_12")), "c10_test_200"),
            new(cells, TabularObjective.Of(Objective.Maximise("c10_test_200")), "c10_test_200"),
        ];

        var evolution = new RegularizedEvolutionConfig { Population = 50, Sample = 10 };
        var seed = 0L;
        var study = columns[1].Study(1000);
        yield return new BenchResult("regularised evolution, 1,000 evaluations on NAS-Bench-201, a seed", Timing.MedianMs(() => study.Run(evolution, [seed++])));
        yield return new BenchResult("Gaussian process, one step at 300 observations", GaussianProcessStepMs(columns[1]));

        Console.WriteLine("mean regret at 200 (100) evaluations: ours ± standard error, the matrix in brackets, * where it is beyond 3 standard errors");
        foreach (var (row, strategy, at200, at100) in rows)
        {
            var line = row.PadRight(44);
            var watch = Stopwatch.StartNew();
            for (var c = 0; c < columns.Length; c++)
            {
                var searches = columns[c].Search(strategy, Evaluations);
                line += $"  {(char)('A' + c)} {columns[c].Regret(searches, Evaluations, at200.Length > 0 ? at200[c] : null)}"
                    + $", {columns[c].Regret(searches, Evaluations / 2, at100.Length > 0 ? at100[c] : null)}";
            }

            Console.WriteLine(line);
            yield return new BenchResult($"{row}: {Evaluations} evaluations, a seed", watch.Elapsed.TotalMilliseconds / Seeds / columns.Length);
        }

        Console.WriteLine(TwoFidelities(cells));
    }

    private static string TwoFidelities(BenchmarkTable table)
    {
        var best = table.Column("c10_test_200").CompleteValues.ToArray().Max();
        var full = new TabularBenchmark(table, [TabularObjective.Of(Objective.Maximise("c10_test_200"))]);
        var both = new TabularBenchmark(table, [TabularObjective.AtBudgets(Objective.Maximise("accuracy"), (12, "c10_val_12"), (200, "c10_test_200"))]);
        const int repeats = 2000;
        string Line(string what, TabularBenchmark evaluator, StrategyConfig strategy, int evaluations, double sheet)
        {
            var study = new Study(table.Space, evaluator, StudyBudget.OfEvaluations(evaluations));
            var regrets = study.Run(strategy, Enumerable.Range(1, repeats).Select(i => (long)i)).Searches
                .Select(search => best - table.Value(search.Incumbent!.Architecture, "c10_test_200")).ToArray();
            return string.Create(CultureInfo.InvariantCulture, $"{what}: {Column.Text(regrets, sheet)}");
        }

        return "two fidelities, 20,000 epochs, 2,000 repeats: " + string.Join("; ",
            Line("100 trained in full", full, new RandomSearchConfig(), 100, 0.524),
            Line("500 at 12 epochs, then 70", both, new HyperbandConfig { Rungs = [500, 70] }, 570, 0.253),
            Line("1,000 then 40", both, new HyperbandConfig { Rungs = [1000, 40] }, 1040, 0.165));
    }

    private static double GaussianProcessStepMs(Column column)
    {
        var study = column.Study(1);
        var searcher = new BayesianOptimisationConfig { Initial = 300 }.Start(study.Problem, new Seeds(1));
        void Step()
        {
            foreach (var proposal in searcher.Ask(1))
            {
                searcher.Tell(new(proposal, study.Evaluator.Evaluate(proposal.Architecture, null, 1).Values));
            }
        }

        for (var i = 0; i < 301; i++)
        {
            Step();
        }

        // The noise is fitted at each tenth step: ten steps have one such.
        var times = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            times.Add(Timing.Ms(Step, 10) / 10);
        }

        return Timing.Median(times);
    }

    private sealed record Column(BenchmarkTable Table, TabularObjective Fitness, string Report)
    {
        private readonly double best = Table.Column(Report).CompleteValues.ToArray().Max();

        public Study Study(int evaluations) => new(Table.Space, new TabularBenchmark(Table, [Fitness]), StudyBudget.OfEvaluations(evaluations));

        public ImmutableArray<SearchResult> Search(StrategyConfig strategy, int evaluations) =>
            Study(evaluations).Run(strategy, Enumerable.Range(1, Seeds).Select(i => (long)i)).Searches;

        public string Regret(ImmutableArray<SearchResult> searches, int evaluations, double? sheet) =>
            Text([.. searches.Select(search => best - search.Curve(architecture => Table.Value(architecture, Report))[evaluations - 1]!.Value)], sheet);

        public static string Text(double[] regrets, double? sheet)
        {
            var mean = regrets.Average();
            var error = Math.Sqrt(regrets.Sum(regret => (regret - mean) * (regret - mean)) / (regrets.Length - 1.0) / regrets.Length);
            var text = string.Create(CultureInfo.InvariantCulture, $"{mean:0.000} ± {error:0.000}");
            return sheet is not { } expected ? text : string.Create(CultureInfo.InvariantCulture, $"{text} [{expected:0.000}]{(Math.Abs(mean - expected) > 3 * error ? "*" : "")}");
        }
    }
}
