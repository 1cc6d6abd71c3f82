using NasKit.Benchmarks;
using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Statistics;

namespace NasKit.Tests.Benchmarks;

/// <summary>Known tables, and the numbers that the read-me of the reference data and published papers state about them.</summary>
public sealed class KnownTableTests
{
    private const string Macro = "nas-bench-macro.csv.gz";
    private const string Cells = "nas-bench-201.csv.gz";
    private const string Latency = "nas-bench-201-latency.csv.gz";
    private const string Training = "nas-bench-201-training.csv.gz";
    private static readonly Lazy<BenchmarkTable> Macros = new(() => KnownTables.Load("nas-bench-macro", SharedData.Folder));
    private static readonly Lazy<BenchmarkTable> Topology = new(() => KnownTables.Load("nas-bench-201", SharedData.Folder));

    [FactWithSharedData(Macro)]
    public void A_table_is_located_in_the_named_folder_or_not_at_all()
    {
        Assert.Equal(SharedData.Folder, KnownTables.Locate("nas-bench-macro", SharedData.Folder));
        var elsewhere = Path.GetTempPath();
        Assert.Contains("is not in", Assert.Throws<NasKitException>(() => KnownTables.Locate("nas-bench-macro", elsewhere)).Message);
        Assert.Throws<ArgumentException>(() => KnownTables.Locate("nas-bench-9"));
    }

    [FactWithSharedData(Macro)]
    public void NAS_Bench_Macro_has_the_stated_extremes_and_agreement_of_its_runs()
    {
        var table = Macros.Value;
        Assert.Equal(6561, table.Count);
        var mean = table.Column("acc").CompleteValues.ToArray();
        Assert.Equal(("%", 50.0), (table.Column("acc").Unit, table.Column("acc").Epochs));
        Assert.Equal(93.1267, mean.Max(), 5e-5);
        Assert.Equal(["22212202", "22212220"], Enumerable.Range(0, table.Count).Where(row => mean[row] == mean.Max()).Select(row => table.Architecture(row).ToString()).Order());
        Assert.Equal("00000000", table.Architecture(Array.IndexOf(mean, mean.Min())).ToString());
        Assert.Equal((45.36, 90.247, 90.990), (Math.Round(mean.Min(), 2), Math.Round(mean.Average(), 3), Math.Round(mean.Order().ElementAt(3280), 3)));
        Assert.Equal(0.8820, Tau(table, "acc1", "acc2"), 5e-5);
        Assert.Equal(0.556, Tau(table, "acc", "flops"), 5e-4);
        Assert.Equal(0.218, Tau(table, "acc", "params"), 5e-4);
    }

    [FactWithSharedData(Cells)]
    public void NAS_Bench_201_has_the_stated_extremes_and_distribution()
    {
        var table = Topology.Value;
        var test = table.Column("c10_test_200").CompleteValues.ToArray();
        Assert.Equal(15_625, table.Count);
        Assert.Equal(94.373, test.Max());
        // Another extract of the benchmark, whose means are over other seeds, has a median of 90.707 and a mean of 87.042.
        Assert.Equal((90.745, 87.063), (Math.Round(test.Order().ElementAt(7812), 3), Math.Round(test.Average(), 3)));
        var best = table.Space.Parse("|nor_conv_3x3~0|+|nor_conv_3x3~0|nor_conv_3x3~1|+|skip_connect~0|nor_conv_3x3~1|nor_conv_1x1~2|");
        Assert.Equal((6111, 94.373), (table.Value(best, "index"), table.Value(best, "c10_test_200")));
        Assert.Equal((1835, 54.297), (table.Value(table.Space.Parse("111111"), "index"), table.Value(table.Space.Parse("111111"), "c10_test_200")));
        Assert.Equal((1462, 93.76), (table.Value(table.Space.Parse("333333"), "index"), table.Value(table.Space.Parse("333333"), "c10_test_200")));
        Assert.Equal((1651, 10.0), (table.Value(table.Space.Parse("000000"), "index"), table.Value(table.Space.Parse("000000"), "c10_test_200")));
        Assert.Equal((73.513, 47.311), (table.Column("c100_test_200").CompleteValues.ToArray().Max(), table.Column("in16_test_200").CompleteValues.ToArray().Max()));
        Assert.Equal(6466, table.Column("unique").CompleteValues.ToArray().Distinct().Count());
    }

    [TheoryWithSharedData(Cells)]
    [InlineData("c10_val_12", "c10_test_200", 0.5945, 0.772)]
    [InlineData("c10_test_12", "c10_test_200", 0.699, 0.870)]
    [InlineData("c100_val_12", "c10_test_200", 0.638, 0.821)]
    [InlineData("in16_val_12", "c10_test_200", 0.585, 0.751)]
    [InlineData("c100_val_12", "c100_test_200", 0.6451, null)]
    public void Twelve_epochs_rank_cells_as_stated(string shortTraining, string longTraining, double tau, double? spearman)
    {
        // Four digits are of this table, three of another extract whose 200-epoch means are over other seeds.
        Assert.Equal(tau, Tau(Topology.Value, shortTraining, longTraining), tau is 0.5945 or 0.6451 ? 5e-5 : 1.5e-3);
        if (spearman is { } expected)
        {
            var (first, second) = (Topology.Value.Column(shortTraining).Values.ToArray(), Topology.Value.Column(longTraining).Values.ToArray());
            Assert.Equal(expected, RankCorrelation.Spearman(first, second)!.Value, 1.5e-3);
        }
    }

    [TheoryWithSharedData(Cells, Latency)]
    [InlineData("c10_test_200", "flops", 14, 4384, 6111)]
    [InlineData("c100_test_200", "flops", 13, 15620, 9930)]
    [InlineData("in16_test_200", "flops", 13, 7187, 857)]
    [InlineData("c10_test_200", "fpga", 13, 4384, 6111)]
    [InlineData("c10_test_200", "eyeriss", 16, 4384, 6111)]
    public void Fronts_of_the_joined_table_are_the_stated_ones(string accuracy, string cost, int points, int cheapest, int best)
    {
        var (table, front) = (Topology.Value, Front(Topology.Value, accuracy, cost));
        Assert.Equal((points, cheapest, best), (front.Length, table.Column("index").Values[front[0]], table.Column("index").Values[front[^1]]));
        Assert.Equal(cost == "flops" ? "MACs" : "ms", table.Column(cost).Unit);
    }

    // The read-me counts 40 for parameters: means of doubles, two equal ones of which differ in the last bit.
    [FactWithSharedData(Macro)]
    public void Fronts_of_NAS_Bench_Macro_are_the_stated_ones()
    {
        Assert.Equal(35, Front(Macros.Value, "acc", "flops").Length);
        Assert.Equal(39, Front(Macros.Value, "acc", "params").Length);
    }

    [FactWithSharedData(Cells, Training)]
    public void Training_facts_join_the_first_thousand_cells()
    {
        var table = Topology.Value;
        var seconds = table.Column("cifar_s_per_epoch");
        Assert.Equal((14.4422, "s"), (seconds.Values[0], seconds.Unit));
        Assert.Equal(1000, seconds.Values.ToArray().Count(double.IsFinite));
        Assert.Contains("nas-bench-201-training.csv.gz has no row for index 1000, column cifar_s_per_epoch",
            Assert.Throws<NasKitException>(() => table.Column("cifar_s_per_epoch").CompleteValues.Length).Message);
        var time = NasBench201TrainingTime.Load(SharedData.Folder);
        var errors = Enumerable.Range(0, 1000).Select(row => Math.Abs(time.SecondsPerEpoch(table.Architecture(row)) / seconds.Values[row] - 1)).ToArray();
        Assert.Equal(0.01338, errors.Average(), 5e-5); // as the file itself says
    }

    [FactWithSharedData(Cells, "nas-bench-201-zero-cost.csv.gz")]
    public void Zero_cost_proxies_join_the_cells_by_data_set()
    {
        var table = Topology.Value;
        Assert.Equal((88.34, "%", 200.0), (table.Column("c10_val_200").Values[117], table.Column("c10_val_200").Unit, table.Column("c10_val_200").Epochs));
        Assert.Equal(90.2376, table.Column("c10_synflow").Values[117]);
        foreach (var (set, cells, correlation) in new[] { ("c10", 725, 0.989), ("c100", 725, 0.999), ("in16", 724, 0.998) })
        {
            var (validation, test) = (table.Column($"{set}_val_200").Values.ToArray(), table.Column($"{set}_test_200").Values.ToArray());
            var rows = Enumerable.Range(0, table.Count).Where(row => double.IsFinite(validation[row])).ToArray();
            Assert.Equal(cells, rows.Length);
            Assert.Equal(correlation, Pearson([.. rows.Select(row => validation[row])], [.. rows.Select(row => test[row])]), 5e-4);
        }

        static double Pearson(double[] x, double[] y)
        {
            var (mx, my) = (x.Average(), y.Average());
            return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
        }
    }

    [FactWithSharedData("ofa-latency.csv.gz")]
    public void Once_for_all_latencies_are_read_for_their_space()
    {
        var table = KnownTables.Load("ofa-latency", SharedData.Folder);
        Assert.Equal((5000, "ofa-latency"), (table.Count, table.Name));
        Assert.Equal("2,2,2,2,3:7,5,0,0,7,7,0,0,5,7,0,0,5,3,0,0,5,3,5,0:6,4,0,0,6,3,0,0,3,6,0,0,3,6,0,0,6,4,3,0", table.Architecture(0).ToString().Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal((204, "px"), ((int)table.Column("resolution").Values[0], table.Column("resolution").Unit));
        Assert.Equal((12.0819, "ms"), (table.Column("2080ti_1").CompleteValues[0], table.Column("2080ti_1").Unit));
    }

    [FactWithSharedData("fbnet-latency.csv.gz", "fbnet-latency-table.json")]
    public void FBNet_latencies_are_sums_over_blocks()
    {
        var table = KnownTables.Load("fbnet-latency", SharedData.Folder);
        Assert.Equal(5000, table.Count);
        foreach (var device in new[] { "raspi4", "pixel3", "eyeriss", "fpga" })
        {
            var cost = PublishedLatency.FbNet(SharedData.Path("fbnet-latency-table.json"), device, table.Space);
            var measured = table.Column(device).CompleteValues;
            for (var row = 0; row < table.Count; row++)
            {
                Assert.Equal(1, cost.Cost(table.Architecture(row)) / measured[row], 1e-5); // the table has six digits
            }
        }

        Assert.Contains("has no device 'gpu'. It has: raspi4", Assert.Throws<NasKitException>(() => PublishedLatency.FbNet(SharedData.Path("fbnet-latency-table.json"), "gpu")).Message);
        Assert.Contains("no latency table of FBNet", Assert.Throws<NasKitException>(() => PublishedLatency.FbNet(SharedData.Path("published-architectures.json"), "fpga")).Message);
    }

    [FactWithSharedData("proxylessnas-pixel-latency.csv")]
    public void The_Pixel_table_has_every_operator_of_ProxylessNAS()
    {
        var cost = PublishedLatency.ProxylessPixel(SharedData.Path("proxylessnas-pixel-latency.csv"));
        var space = cost.Space;
        var all33 = space.Create(new int[21]);
        // The rows of the table added up by hand; leaving the second block out saves its row.
        Assert.Equal(72.46242409999999, cost.Cost(all33), 1e-9);
        Assert.Equal(4.132448, cost.Cost(all33) - cost.Cost(space.Create([0, 6, .. new int[19]])), 1e-9);
        Assert.True(cost.Cost(cost.Cheapest) < cost.Cost(all33) && cost.Cost(all33) < cost.Cost(cost.Dearest));
        Assert.Contains("has no row for", Assert.Throws<NasKitException>(
            () => PublishedLatency.ProxylessPixel(SharedData.Path("proxylessnas-pixel-latency.csv"), ProxylessNasSpace.Laptop)).Message);
        Assert.Contains("has no column 'op'", Assert.Throws<NasKitException>(() => PublishedLatency.ProxylessPixel(SharedData.Path(Macro))).Message);
    }

    [Fact]
    public void A_missing_table_says_where_to_get_it_and_which_columns_it_must_have()
    {
        using var folder = new TemporaryFolder();
        var message = Assert.Throws<NasKitException>(() => KnownTables.Load("nas-bench-macro", folder.Path)).Message;
        Assert.Contains(folder.Path, message);
        Assert.Contains("github.com/xiusu/NAS-Bench-Macro", message);
        Assert.Contains("arch, acc1, acc2, acc3, params, flops", message);
        Assert.Contains("There are: nas-bench-201, nas-bench-macro", Assert.Throws<ArgumentException>(() => KnownTables.Load("nasbench", folder.Path)).Message);
    }

    [FactWithSharedData(Cells)]
    public void A_column_of_a_missing_part_says_where_the_part_is_to_be_had()
    {
        using var folder = new TemporaryFolder();
        File.Copy(SharedData.Path(Cells), folder[Cells]);
        var table = KnownTables.Load("nas-bench-201", folder.Path);
        Assert.Equal(13, table.Columns.Count);
        var message = Assert.Throws<NasKitException>(() => table.Column("eyeriss")).Message;
        Assert.Contains("'eyeriss' is in nas-bench-201-latency.csv.gz", message);
        Assert.Contains("github.com/HayeonLee/HELP", message);
    }

    [FactWithSharedData(Macro)]
    public void A_changed_table_is_refused_and_an_unpacked_one_is_not()
    {
        using var folder = new TemporaryFolder();
        var lines = SharedData.Lines(Macro).ToArray();
        File.WriteAllText(folder["nas-bench-macro.csv"], string.Join('\n', lines) + "\n");
        Assert.Equal(6561, KnownTables.Load("nas-bench-macro", folder.Path).Count);
        lines[5] = lines[5].Replace('4', '5');
        File.WriteAllText(folder["nas-bench-macro.csv"], string.Join('\n', lines) + "\n");
        var message = Assert.Throws<NasKitException>(() => KnownTables.Load("nas-bench-macro", folder.Path)).Message;
        Assert.Contains("is not the known table", message);
        Assert.Contains("expected cd91b41b", message);
    }

    private static double Tau(BenchmarkTable table, string first, string second) =>
        RankCorrelation.KendallTauB(table.Column(first).CompleteValues.ToArray(), table.Column(second).CompleteValues.ToArray())!.Value;

    private static int[] Front(BenchmarkTable table, string accuracy, string cost) => ParetoFront.Indexes(PointSet.FromColumns(
        (table.Column(cost).CompleteValues.ToArray(), Direction.Minimise), (table.Column(accuracy).CompleteValues.ToArray(), Direction.Maximise)));
}
