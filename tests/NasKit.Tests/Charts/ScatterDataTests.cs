using NasKit.Charts;

namespace NasKit.Tests.Charts;

public class ScatterDataTests
{
    [Fact]
    public void Agreement_of_hand_computed_points()
    {
        // Ranks 1 2 3 4 against 1 3 2 4: Spearman = 1 - 6·2/(4·15) = 0.8. Errors 0, 50, 33.3, 0 %.
        var series = new ScatterSeries("a", ScatterData.Pair([1, 2, 3, 4], [1, 3, 2, 4]));
        var agreement = ScatterData.Agreement(series);
        Assert.Equal(4, agreement.Count);
        Assert.Equal(0.8, agreement.Spearman!.Value, 12);
        Assert.Equal(4.0 / 6, agreement.Kendall!.Value, 12);
        Assert.Equal(50, agreement.MaximumErrorPercent!.Value, 12);
        Assert.Equal(100.0 / 6, agreement.MedianErrorPercent!.Value, 12);
        Assert.Equal(0.75, agreement.ShareAtMost);
        Assert.Equal(0.5, ScatterData.ShareWithin(series, 10));
    }

    [Fact]
    public void What_cannot_be_computed_is_unknown()
    {
        Assert.Equal(new ScatterAgreement(0, null, null, null, null, null), ScatterData.Agreement(new("a", [])));
        var same = ScatterData.Agreement(new("a", [new(0, 1), new(0, 2)]));
        Assert.Null(same.Spearman);
        Assert.Null(same.MedianErrorPercent);
    }

    [Fact]
    public void Caption_of_predictions_holds_n_and_spearman()
    {
        var data = ScatterData.PredictedVersusMeasured("latency", "ms", [1, 3, 2, 4], [1, 2, 3, 4]);
        Assert.Contains("n = 4, Spearman 0.8, median error 16.7 %", data.Caption);
        Assert.Contains("±5 % and ±10 %", data.Caption);
        Assert.Equal("measured latency (ms)", data.X.Label);
    }

    [Fact]
    public void Where_only_orders_count_each_axis_has_its_own_range_and_there_is_no_identity()
    {
        var data = new ScatterData { X = new("fitness"), Y = new("accuracy"), Series = [new("cells", ScatterData.Pair([100, 200, 300], [0.1, 0.3, 0.2]))] };
        var figure = Plot.Ranks(data);
        Assert.EndsWith("cells: n = 3, Kendall 0.333, Spearman 0.5.", figure.Caption);
        var traces = System.Text.Json.Nodes.JsonNode.Parse(figure.PlotlyJson)!["data"]!.AsArray();
        Assert.Equal("markers", (string)Assert.Single(traces)!["mode"]!);
        Assert.Throws<ArgumentException>(() => Plot.Ranks(data with { BandsPercent = [5] }));
    }

    [Fact]
    public void Lists_of_unequal_length_are_refused_with_both_lengths()
    {
        var error = Assert.Throws<ArgumentException>(() => ScatterData.PredictedVersusMeasured("latency", "ms", [1, 2], [1]));
        Assert.Contains("1 and 2 values", error.Message);
        Assert.Throws<ArgumentException>(() => ScatterData.Pair([1], [1], []));
    }

    [Fact]
    public void Validate_refuses_numbers_that_are_not_finite()
        => Assert.Throws<ArgumentException>(ScatterData.CostVersusBudget("latency", "ms", new ScatterSeries("a", [new(1, double.PositiveInfinity)])).Validate);
}
