using System.Collections.Concurrent;
using System.Globalization;
using NasKit.Pareto;

namespace NasKit.Tests.Pareto;

/// <summary>Fronts of published tables, with the numbers stated in the read-me of the reference data.</summary>
public class ReferenceFrontTests
{
    private const string Macro = "nas-bench-macro.csv.gz";
    private const string Cells = "nas-bench-201.csv.gz";
    private const string Latency = "nas-bench-201-latency.csv.gz";
    private static readonly ConcurrentDictionary<string, IReadOnlyList<string>> Tables = new();

    [FactWithSharedData(Macro)]
    public void Nas_bench_macro_accuracy_and_macs()
    {
        var (codes, accuracy, _, macs) = ReadMacro();
        var points = PointSet.FromColumns((macs, Direction.Minimise), (accuracy, Direction.Maximise));
        var front = ParetoFront.Indexes(points);
        Assert.Equal(35, front.Length);
        Assert.Equal("00000000", codes[front[0]]);
        Assert.Contains(codes[front[^1]], new[] { "22212220", "22212202" });
        Assert.Equal(4979.303, Hypervolume.Of(points, ReferencePoint.FromValues((110, Direction.Minimise), (40, Direction.Maximise))), 5e-4);
    }

    // The read-me counts 40: means of doubles, two equal ones of which differ in the last bit. Whole hundredths give 39.
    [FactWithSharedData(Macro)]
    public void Nas_bench_macro_accuracy_and_parameters()
    {
        var (_, accuracy, parameters, _) = ReadMacro();
        Assert.Equal(39, ParetoFront.Indexes(PointSet.FromColumns((parameters, Direction.Minimise), (accuracy, Direction.Maximise))).Length);
    }

    [TheoryWithSharedData(Cells)]
    [InlineData("c10_test_200", 14, 4384, 6111)]
    [InlineData("c100_test_200", 13, 15620, 9930)]
    [InlineData("in16_test_200", 13, 7187, 857)]
    public void Nas_bench_201_accuracy_and_macs(string accuracy, int count, int cheapest, int best) =>
        AssertFront(Column(Cells, "flops"), Column(Cells, accuracy), count, cheapest, best);

    [TheoryWithSharedData(Cells, Latency)]
    [InlineData("fpga", 13)]
    [InlineData("eyeriss", 16)]
    public void Nas_bench_201_accuracy_and_latency(string device, int count) =>
        AssertFront(Column(Latency, device), Column(Cells, "c10_test_200"), count, 4384, 6111);

    [FactWithSharedData(Cells)]
    public void The_first_front_of_a_whole_table_is_rank_zero_in_three_objectives()
    {
        var points = PointSet.FromColumns(
            (Column(Cells, "flops"), Direction.Minimise), (Column(Cells, "c10_test_200"), Direction.Maximise), (Column(Cells, "in16_test_200"), Direction.Maximise));
        var ranks = NonDominatedSort.Ranks(points);
        var front = ParetoFront.Indexes(points, EqualPoints.KeepAll);
        Assert.Equal(Enumerable.Range(0, points.Count).Where(i => ranks[i] == 0), front.Order());
        var corner = ReferencePoint.Beyond(points);
        var whole = Hypervolume.Of(points, corner);
        Assert.Equal(whole, Hypervolume.Of(points.Select(front), corner), 1e-12 * whole);
    }

    private static void AssertFront(double[] cost, double[] accuracy, int count, int cheapest, int best)
    {
        var front = ParetoFront.Indexes(PointSet.FromColumns((cost, Direction.Minimise), (accuracy, Direction.Maximise)));
        Assert.Equal((count, cheapest, best), (front.Length, front[0], front[^1]));
    }

    private static (string[] Codes, double[] Accuracy, double[] Parameters, double[] MegaMacs) ReadMacro()
    {
        // The table has two decimals, so the sum is whole in hundredths and equal means are equal numbers.
        var accuracy = Column(Macro, "acc1").Zip(Column(Macro, "acc2"), Column(Macro, "acc3")).Select(a => Math.Round(100 * (a.First + a.Second + a.Third)) / 300);
        return (Texts(Macro, "arch"), [.. accuracy], Column(Macro, "params"), Array.ConvertAll(Column(Macro, "flops"), macs => macs / 1e6));
    }

    private static double[] Column(string file, string name) => Array.ConvertAll(Texts(file, name), text => double.Parse(text, CultureInfo.InvariantCulture));

    private static string[] Texts(string file, string name)
    {
        var lines = Tables.GetOrAdd(file, SharedData.Lines);
        var at = Array.IndexOf(lines[0].Split(','), name);
        return [.. lines.Skip(1).Select(line => line.Split(',')[at])];
    }
}
