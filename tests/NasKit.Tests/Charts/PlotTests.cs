using System.Text.Json.Nodes;
using NasKit.Charts;
using NasKit.Pareto;

namespace NasKit.Tests.Charts;

public class PlotTests
{
    private static JsonObject[] Traces(Figure figure) => [.. JsonNode.Parse(figure.PlotlyJson)!["data"]!.AsArray().Select(trace => trace!.AsObject())];

    private static JsonObject Layout(Figure figure) => JsonNode.Parse(figure.PlotlyJson)!["layout"]!.AsObject();

    private static JsonObject Named(Figure figure, string name) => Traces(figure).First(trace => ((string)trace["name"]!).StartsWith(name, StringComparison.Ordinal));

    private static double?[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (double?)number)];

    [Fact]
    public void Front_is_joined_level_first_for_both_directions_of_quality()
    {
        foreach (var maximise in new[] { true, false })
        {
            var front = Named(Plot.Pareto(Samples.Pareto with { QualityDirection = maximise ? Direction.Maximise : Direction.Minimise }), "PNAG");
            Assert.Equal("hv", (string)front["line"]!["shape"]!);
            Assert.Equal(maximise ? [1, 2] : [1], Numbers(front["x"]));
        }
    }

    [Fact]
    public void Dominated_points_are_grey_and_infeasible_ones_hollow()
    {
        var figure = Plot.Pareto(Samples.Pareto);
        var grey = Named(figure, "dominated");
        Assert.Equal("#bdbdbd", (string)grey["marker"]!["color"]!);
        Assert.Equal([3], Numbers(grey["x"]));
        var hollow = Named(figure, "infeasible");
        Assert.EndsWith("-open", (string)hollow["marker"]!["symbol"]!);
        Assert.Equal([90], Numbers(hollow["y"]));
    }

    [Fact]
    public void A_trajectory_joins_its_points_in_their_order_by_arrows()
    {
        var way = Named(Plot.Pareto(Samples.Pareto), "way &lt;of&gt; a search (3 points)");
        Assert.Equal([1.1, 1.8, 1.6], Numbers(way["x"]));
        var arrows = Layout(Plot.Pareto(Samples.Pareto with { Cost = new("latency", "ms") { Log = true }, Trajectories = [new("way", [new(0.1, 78), new(10, 82), new(1, 83)])] }))["annotations"]!.AsArray().Where(note => (bool?)note!["showarrow"] == true).ToArray();
        Assert.Equal([(-1, 78, 1, 82), (1, 82, 0, 83)], arrows.Select(a => ((double)a!["ax"]!, (double)a["ay"]!, (double)a["x"]!, (double)a["y"]!)));
        Assert.Contains("way <of> a search: 3 points", Samples.Pareto.Caption);
        Assert.Equal("no way (no data)", (string)Named(Plot.Pareto(Samples.Pareto), "no way")["name"]!);
    }

    [Fact]
    public void Bars_are_put_together_of_their_parts_and_say_how_long_they_are()
    {
        var figure = Plot.Bars(Samples.Bars);
        Assert.Equal("stack", (string)Layout(figure)["barmode"]!);
        Assert.Equal([null, 250, null], Numbers(Named(figure, "supernet")["x"]));
        Assert.Equal([420.0, 634, null], Samples.Bars.Totals);
        Assert.Equal(["420", "634", "no data"], Layout(figure)["annotations"]!.AsArray().Select(note => (string)note!["text"]!));
        Assert.Equal("&lt;nothing&gt;", (string)Layout(figure)["yaxis"]!["categoryarray"]![0]!);
        Assert.EndsWith("DSNAS: 420 h; SPOS: 634 h; <nothing>: no data.", Samples.Bars.Caption);
    }

    [Fact]
    public void Bars_with_wrong_numbers_are_told_of_all_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => Plot.Bars(new() { Value = new("time") { Log = true }, Bars = ["a", "a"], Parts = [new("p", [-1, double.NaN]), new("q", [1])] }));
        foreach (var problem in new[] { "5 problems", "logarithmic", "'a' occurs twice", "(it is -1)", "(it is NaN)", "each of the 2 bars (it has 1)" }) Assert.Contains(problem, error.Message);
    }

    [Fact]
    public void Budgets_are_vertical_lines_at_their_cost()
        => Assert.Equal([1.5, 2.5], Layout(Plot.Pareto(Samples.Pareto))["shapes"]!.AsArray().Select(shape => (double)shape!["x0"]!));

    [Fact]
    public void Series_without_data_stays_in_the_legend_and_says_so()
    {
        var nothing = Named(Plot.Pareto(Samples.Pareto), "nothing");
        Assert.Equal("nothing (no data)", (string)nothing["name"]!);
        Assert.Equal([null], Numbers(nothing["x"]));
    }

    [Fact]
    public void Axes_carry_their_units_and_texts_are_escaped()
    {
        var figure = Plot.Pareto(Samples.Pareto);
        Assert.Equal("latency (ms)", (string)Layout(figure)["xaxis"]!["title"]!["text"]!);
        Assert.Contains(Traces(figure), trace => (string)trace["name"]! == "random &lt;search&gt; (n = 3)");
    }

    [Fact]
    public void Histogram_outline_starts_and_ends_at_zero_and_adds_up_to_one()
    {
        var trace = Traces(Plot.Histograms(Samples.Histograms))[1];
        var heights = Numbers(trace["y"]);
        Assert.Equal(0, heights[0]);
        Assert.Equal(0, heights[^1]);
        Assert.Equal(1, heights.Sum()!.Value, 6);
        Assert.Equal(heights.Length, Numbers(trace["x"]).Length);
    }

    [Fact]
    public void Histogram_panels_share_range_and_have_their_own_budget()
    {
        var layout = Layout(Plot.Histograms(Samples.Histograms));
        Assert.Equal(Numbers(layout["xaxis"]!["range"]), Numbers(layout["xaxis2"]!["range"]));
        Assert.Equal(["x", "x2"], layout["shapes"]!.AsArray().Select(shape => (string)shape!["xref"]!));
    }

    [Fact]
    public void Curve_is_the_mean_and_its_band_goes_around_it()
    {
        var figure = Plot.Curves(Samples.Curves);
        Assert.Equal([0.15, 0.55, 0.85], Numbers(Named(figure, "Pareto rule (n")["y"]));
        var band = Numbers(Named(figure, "Pareto rule, ± sd")["y"]);
        Assert.Equal(6, band.Length);
        Assert.All(Enumerable.Range(0, 3), i => Assert.True(band[i] > band[5 - i]));
        Assert.Equal("log", (string)Layout(figure)["xaxis"]!["type"]!);
    }

    [Fact]
    public void Cost_above_its_budget_is_hollow()
    {
        var over = Named(Plot.CostVersusBudget(Samples.Budget), "PNAG, over budget");
        Assert.Equal([2.2], Numbers(over["y"]));
        Assert.EndsWith("-open", (string)over["marker"]!["symbol"]!);
    }

    [Fact]
    public void Methods_that_share_budgets_stand_apart_and_keep_their_true_budget()
    {
        var figure = Plot.CostVersusBudget(Samples.Budget);
        var (first, second) = (Named(figure, "PNAG"), Named(figure, "Mnas"));
        Assert.True(Numbers(first["x"])[0] < 1 && Numbers(second["x"]) is [null] or [> 1]);
        Assert.Equal([1], Numbers(first["customdata"]));
        Assert.Contains("%{customdata", (string)first["hovertemplate"]!);
    }

    [Theory]
    [InlineData(1, 30, "2")]
    [InlineData(0.7, 4, "0.5")]
    [InlineData(1e6, 5e7, "10M")]
    public void Short_logarithmic_axis_names_its_ticks_in_full(double low, double high, string tick)
    {
        var figure = Plot.Curves(new() { X = new("K") { Log = true }, Y = new("y"), Series = [new("a", [low, high], (IReadOnlyList<double>)[1, 2])] });
        Assert.Contains(tick, Layout(figure)["xaxis"]!["ticktext"]!.AsArray().Select(text => (string)text!));
    }

    [Fact]
    public void Figure_without_data_says_so_and_has_no_numbers_on_its_axes()
    {
        foreach (var (kind, figure) in Samples.All.Where(pair => pair.Key.EndsWith("without data", StringComparison.Ordinal)))
        {
            Assert.True(Layout(figure)["annotations"]!.AsArray().Any(note => (string)note!["text"]! == "no data"), kind);
            Assert.False((bool)Layout(figure)["yaxis"]!["showticklabels"]!, kind);
        }
    }

    [Fact]
    public void Figure_carries_key_caption_and_size()
    {
        var figure = Plot.Pareto(Samples.Pareto);
        Assert.Equal("fronts-of-two-runs", figure.Key);
        Assert.Equal("fronts-of-two-runs", (string)Layout(figure)["meta"]!["key"]!);
        Assert.Equal(Samples.Pareto.Caption, (string)Layout(figure)["meta"]!["caption"]!);
        Assert.Equal(720, figure.Width);
        Assert.Equal(figure.Height, (int)Layout(figure)["height"]!);
    }

    [Fact]
    public void Invalid_data_makes_no_figure()
    {
        Assert.Throws<ArgumentException>(() => Plot.Pareto(Samples.Pareto with { Budgets = [double.NaN] }));
        Assert.Throws<ArgumentNullException>(() => Plot.Curves(null!));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"layout":{}}""")]
    [InlineData("""{"data":[],"layout":{"width":"wide"}}""")]
    [InlineData("""{"data":[],"layout":{"width":1e9}}""")]
    public void Foreign_json_that_is_no_figure_is_refused(string json)
        => Assert.Throws<ArgumentException>(() => Figure.FromPlotly(json, "caption"));
}
