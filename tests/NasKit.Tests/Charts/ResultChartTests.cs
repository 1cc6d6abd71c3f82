using NasKit.Charts;
using NasKit.Cost;
using NasKit.Evaluation;
using NasKit.Generators;
using NasKit.Spaces;

namespace NasKit.Tests.Charts;

/// <summary>Charts straight from what the library computes.</summary>
public class ResultChartTests
{
    private static readonly SearchSpace Space = MobileNetV3Space.Laptop;
    private static readonly AdditiveCost Macs = AdditiveCost.Macs(Space);
    private static readonly Architecture[] Drawn = [.. ArchitectureTable.Draw(Space, 12, new Rng(1))];

    private static Frontier Made(string method, double budget)
        => new(method, [.. Drawn.Take(3).Select(drawn => new Generated(budget, drawn, Macs.Cost(drawn), 0))], [0.7, 0.8, 0.9]);

    [Fact]
    public void Pareto_chart_of_a_table_and_frontiers_has_a_series_each_and_their_budgets()
    {
        var table = new ArchitectureTable(Macs, Drawn.Select((drawn, i) => (drawn, 0.5 + (i / 100.0))));
        var data = ParetoChartData.Of(table, Made("PNAG", 1e9), Made("random search", 1));
        data.Validate();
        Assert.Equal(["sampled architectures", "PNAG", "random search"], data.Series.Select(series => series.Name));
        Assert.Equal([1, 1e9], data.Budgets);
        Assert.Equal("MACs", data.Cost.Label);
        Assert.Equal(Drawn[0].ToString(), data.Series[0].Points[0].Label);
        Assert.All(data.Series[1].Points, point => Assert.True(point.Feasible));
        Assert.All(data.Series[2].Points, point => Assert.False(point.Feasible));
        Assert.Contains("PNAG: n = 3", Plot.Pareto(table, Made("PNAG", 1e9)).Caption);
    }

    [Fact]
    public void Costs_of_generated_architectures_stand_over_their_budget_and_in_histograms()
    {
        var made = Made("PNAG", 5).Members;
        Assert.All(ScatterSeries.Of("PNAG", made).Points, point => Assert.Equal(5, point.X));
        Assert.Equal(made.Select(one => one.Cost), HistogramSeries.Of("PNAG", made).Values);
    }

    [Fact]
    public void Check_of_a_latency_table_is_predicted_over_measured_with_its_own_spearman()
    {
        var device = new DeviceInfo("here", "a processor", 1, 1, "libtorch");
        var table = new LatencyTable(
            1, Space.Name, device, DateTime.UnixEpoch, new Dictionary<string, Timing>(), new(1, 0, 4),
            [new("a", 1.1, 1), new("b", 1.9, 2), new("c", 3.3, 3)], 0, 0);
        var data = ScatterData.Of(table);
        Assert.Equal((1, 1.1), (data.Series[0].Points[0].X, data.Series[0].Points[0].Y));
        Assert.Equal(table.Metrics.Spearman, ScatterData.Agreement(data.Series[0]).Spearman);
        Assert.Contains("Spearman 1", Plot.PredictedVersusMeasured(data).Caption);
    }

    [Theory]
    [InlineData("latencyMs", "ms", "latency (ms)")]
    [InlineData("energyMilliJoules", "mJ", "energy (mJ)")]
    [InlineData("parameters", "parameters", "parameters")]
    [InlineData("score", "", "score")]
    public void Axis_of_a_cost_names_it_in_words_with_its_unit(string name, string unit, string label)
        => Assert.Equal(label, ChartAxis.Of(new AdditiveCost(Space, name, unit, "any", spec => spec.Macs)).Label);
}
