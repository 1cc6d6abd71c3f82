using NasKit.Charts;
using NasKit.Pareto;

namespace NasKit.Tests.Charts;

/// <summary>One figure of each kind, with every feature in use, and without data.</summary>
internal static class Samples
{
    private static readonly ChartAxis Latency = new("latency", "ms");

    public static ParetoChartData Pareto { get; } = new()
    {
        Title = "Fronts of two runs",
        Cost = Latency,
        Quality = new("accuracy", "%"),
        Series =
        [
            new("PNAG", [new(1, 80, "d1:e2k3"), new(2, 85, "d2:e3k3"), new(3, 84), new(1.5, 90, Feasible: false)]),
            new("random <search>", [new(1.2, 79), new(2.5, 84.5), new(3, 82)]),
            new("nothing", []),
        ],
        TrueFront = [new(0.9, 81), new(2, 88), new(3, 89)],
        Trajectories = [new("way <of> a search", [new(1.1, 78), new(1.8, 82, "d1:e1k5"), new(1.6, 83)]), new("no way", [])],
        Budgets = [1.5, 2.5],
    };

    public static BarData Bars { get; } = new()
    {
        Title = "What a network costs",
        Value = new("time", "h"),
        Bars = ["DSNAS", "SPOS", "<nothing>"],
        Parts = [new("supernet", [null, 250, null]), new("training", [420, 384, null])],
    };

    public static HistogramData Histograms { get; } = new()
    {
        Title = "Latency per budget",
        Value = Latency,
        Panels =
        [
            new([new("PNAG", [1, 1.1, 1.2, 1.3]), new("uniform", [1, 2, 3, 4])], Budget: 1.25),
            new([new("PNAG", [2, 2.1, 2.2, 2.3]), new("uniform", [])], Budget: 2.25),
        ],
    };

    public static CurveData Curves { get; } = new()
    {
        Title = "Learning curves",
        X = new("iteration") { Log = true },
        Y = new("reward"),
        Series = [new("Pareto rule", [1, 10, 100], [[0.1, 0.5, 0.9], [0.2, 0.6, 0.8]]), new("single", [1, 10], (IReadOnlyList<double>)[0.3, 0.4]), new("nothing", [], (IReadOnlyList<double>)[])],
        References = [new("paper", 0.85)],
    };

    public static ScatterData Predicted { get; } = ScatterData.PredictedVersusMeasured("latency", "ms", [1, 3, 2, 4], [1.1, 2.8, 2.1, 4], ["a", "b", "c", "d"]);

    public static ScatterData Budget { get; } = ScatterData.CostVersusBudget("latency", "ms", new ScatterSeries("PNAG", [new(1, 0.9), new(2, 2.2)]), new ScatterSeries("Mnas", [new(1, 1.4)]));

    public static CriticalDifferenceData Ranks { get; } = new()
    {
        Title = "Ranks of eight methods",
        Names = ["random search", "aging evolution P=10 S=3", "aging evolution P=100 S=25", "local search", "SPOS evolution", "REINFORCE lr 0.01", "TPE (BOHB, one budget)", "NA-RS"],
        Test = new(NasKit.Statistics.FriedmanTest.FromAverageRanks(40, 7.1, 4.2, 4.0, 2.1, 2.4, 6.9, 4.8, 4.5)),
        Blocks = "seeds",
    };

    public static ParallelCoordinatesData Parallel { get; } = new()
    {
        Title = "Decisions and objectives",
        Axes = [new("first", ["skip", "conv 1×1", "conv 3×3"]), new("second", ["skip", "conv 1×1", "conv 3×3"]), new("kernel", ["3", "5", "7"]), new("accuracy", null, "%"), new("latency", null, "ms")],
        Series = [new("dominated", [new([0, 1, 0, 80, 3]), new([2, 2, 2, 85, 9]), new([1, 1, 1, 70, 2.5])], Muted: true), new("front", [new([2, 1, 0, 93, 5], "a"), new([0, 0, 1, 60, 1], "b")])],
    };

    /// <summary>Probabilities of seven blocks of four options over ten epochs, as a search that freezes one block after another has them.</summary>
    public static HeatMapData Epochs { get; } = Frozen();

    public static HeatMapData Credits { get; } = new()
    {
        Title = "Credits of the options",
        Value = new("credit", "10⁻³"),
        Centre = 0,
        Columns = ["k3", "k5", "k7", "xception"],
        RowTitle = "block",
        Rows = [.. Enumerable.Range(0, 7).Select(block => new HeatMapRow($"block {block + 1}", [0.4 * block, -1.5 + (0.3 * block), block == 3 ? null : 0.05 * block, block == 5 ? double.NaN : -0.2]))],
        Marks = [new("chosen", [(0, 3), (1, 0), (6, 0)], HeatMapLook.Dot), new("frozen <late>", [(1, 0), (1, 1)])],
        Seeds = 3,
    };

    public static IReadOnlyDictionary<string, Figure> All { get; } = new Dictionary<string, Figure>
    {
        ["pareto"] = Plot.Pareto(Pareto),
        ["pareto of an error over log cost"] = Plot.Pareto(Pareto with { QualityDirection = Direction.Minimise, Cost = Latency with { Log = true } }),
        ["pareto without data"] = Plot.Pareto("", Latency, new("accuracy"), new ParetoSeries("PNAG", [])),
        ["bars"] = Plot.Bars(Bars),
        ["bars without data"] = Plot.Bars(new() { Title = "What nothing costs", Value = Latency, Bars = [], Parts = [] }),
        ["histograms"] = Plot.Histograms(Histograms),
        ["histograms without data"] = Plot.Histograms(new() { Value = Latency, Panels = [new([new("PNAG", [])])] }),
        ["curves"] = Plot.Curves(Curves),
        ["curves without data"] = Plot.Curves(new() { X = new("x"), Y = new("y") }),
        ["ranks"] = Plot.CriticalDifference(Ranks),
        ["parallel coordinates"] = Plot.ParallelCoordinates(Parallel),
        ["parallel coordinates without data"] = Plot.ParallelCoordinates(Parallel with { Series = [] }),
        ["heat map of epochs"] = Plot.HeatMap(Epochs),
        ["heat map of credits"] = Plot.HeatMap(Credits),
        ["heat map without data"] = Plot.HeatMap(new() { Value = new("p"), Columns = [], Rows = [], ColumnTitle = "epoch", RowTitle = "block" }),
        ["cell"] = Plot.Architecture(NasKit.Spaces.NasBench201Space.Cifar10.Parse("|nor_conv_3x3~0|+|none~0|avg_pool_3x3~1|+|skip_connect~0|nor_conv_1x1~1|none~2|"), "A cell"),
        ["cells of darts"] = Plot.Architecture(NasKit.Spaces.DartsSpace.Laptop.Parse(NasKit.Spaces.DartsSpace.V2), "Two cells"),
        ["chain"] = Plot.Architecture(NasKit.Spaces.NasBenchMacroSpace.Cifar10.Parse("22012210"), "A chain"),
        ["wirings"] = Plot.Wirings("Two wirings", WiringDrawing.Of("convolutional", NasKit.Spaces.ShrinkCnn.ReleasedCell), WiringDrawing.Of("recurrent", NasKit.Spaces.RecurrentCell.Released)),
        ["predicted"] = Plot.PredictedVersusMeasured(Predicted),
        ["order"] = Plot.Ranks(new() { X = new("one-shot accuracy"), Y = new("multiply-accumulates", "million"), Series = [new("cells", ScatterData.Pair([0.61, 0.64, 0.7], [120, 310, 250]))] }),
        ["predicted without data"] = Plot.PredictedVersusMeasured(ScatterData.PredictedVersusMeasured("latency", "ms", [], [])),
        ["budget"] = Plot.CostVersusBudget(Budget),
    };

    private static HeatMapData Frozen()
    {
        var options = new[] { "k3", "k5", "k7", "xception" };
        var rng = new Rng(5);
        var scores = Enumerable.Range(0, 28).Select(_ => rng.NextDouble()).ToArray();
        var map = new HeatMapData
        {
            Title = "Probabilities over the search",
            Value = new("probability"),
            Range = (0, 1),
            ColumnTitle = "epoch",
            Columns = [.. Enumerable.Range(1, 10).Select(epoch => $"{epoch}")],
            Rows = [.. Enumerable.Range(0, 28).Select(row => new HeatMapRow(options[row % 4], [.. Enumerable.Range(0, 10).Select(epoch => (double?)Probability(row, epoch))], $"block {(row / 4) + 1}"))],
        };
        return map with { Marks = [new("frozen", [.. Enumerable.Range(0, 70).Select(i => (Best(i / 10), i % 10)).Where(cell => cell.Item2 >= 3 + (cell.Item1 / 4))])] };

        int Best(int block) => Enumerable.Range(4 * block, 4).MaxBy(row => scores[row]);
        double Probability(int row, int epoch)
            => Math.Exp(scores[row] * epoch) / Enumerable.Range(row / 4 * 4, 4).Sum(other => Math.Exp(scores[other] * epoch));
    }
}
