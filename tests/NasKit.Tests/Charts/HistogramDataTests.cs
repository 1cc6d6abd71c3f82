using NasKit.Charts;

namespace NasKit.Tests.Charts;

public class HistogramDataTests
{
    private static HistogramData Of(params double[] values)
        => new() { Value = new("latency", "ms"), Panels = [new([new("PNAG", values)], Budget: 2)] };

    [Fact]
    public void Bins_hold_their_lower_edge_and_not_their_upper()
    {
        var data = Of(0, 0.5, 1, 2.5) with { BinWidth = 1 };
        Assert.Equal([0, 1, 2, 3], data.Edges());
        Assert.Equal([0.5, 0.25, 0.25], data.Shares([0, 0.5, 1, 2.5]));
    }

    [Theory]
    [InlineData(80, 200)]
    [InlineData(-3, -1)]
    [InlineData(1e-6, 2e-6)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void Chosen_bins_cover_all_values_with_at_most_fifty_bins(double low, double high)
    {
        var data = Of(low, (low + high) / 2, high);
        var edges = data.Edges();
        Assert.True(edges[0] <= low && high <= edges[^1], $"{edges[0]}…{edges[^1]}");
        Assert.InRange(edges.Count, 2, 51);
        Assert.Equal(1, data.Shares([low, (low + high) / 2, high]).Sum(), 12);
    }

    [Fact]
    public void Summary_counts_a_value_at_the_budget_as_within()
    {
        var panel = Of(1, 2, 3, 4).Panels[0];
        Assert.Equal(new HistogramSummary(4, 2.5, 2.5, 0.5), HistogramData.Summary(panel, panel.Series[0]));
    }

    [Fact]
    public void Empty_series_has_no_bins_and_unknown_statistics()
    {
        var data = Of();
        data.Validate();
        Assert.Empty(data.Edges());
        Assert.Equal(new HistogramSummary(0, null, null, null), HistogramData.Summary(data.Panels[0], data.Panels[0].Series[0]));
        Assert.Contains("PNAG: no data", data.Caption);
    }

    [Fact]
    public void Validate_names_the_panel_and_value_that_are_wrong()
    {
        var error = Assert.Throws<ArgumentException>(Of(1, double.NaN).Validate);
        Assert.Contains("panel 0, series 'PNAG', value 1 must be a finite number", error.Message);
        Assert.Throws<ArgumentException>((Of(1) with { Panels = [] }).Validate);
        Assert.Throws<ArgumentException>((Of(1, 1e9) with { BinWidth = 1e-3 }).Validate);
    }
}
