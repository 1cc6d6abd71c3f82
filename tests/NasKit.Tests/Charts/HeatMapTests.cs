using System.Text.Json.Nodes;
using NasKit.Charts;
using NasKit.Spaces;

namespace NasKit.Tests.Charts;

public class HeatMapTests
{
    private static readonly ChartAxis Share = new("probability");

    private static JsonObject[] Traces(HeatMapData data) => [.. JsonNode.Parse(Plot.HeatMap(data).PlotlyJson)!["data"]!.AsArray().Select(trace => trace!.AsObject())];

    private static double?[] Numbers(JsonNode? list) => [.. list!.AsArray().Select(number => (double?)number)];

    private static HeatMapData Small(params double?[][] rows)
        => new() { Value = Share, Columns = [.. rows[0].Select((_, column) => $"c{column}")], Rows = [.. rows.Select((row, r) => new HeatMapRow($"r{r}", row))] };

    [Fact]
    public void Lightness_falls_evenly_with_the_number_and_is_the_same_on_both_sides_of_a_centre()
    {
        var one = Enumerable.Range(0, 21).Select(i => ColourScale.Lightness(ColourScale.Sequential(i / 20.0))).ToArray();
        var steps = one.Zip(one.Skip(1), (before, after) => before - after).ToArray();
        // A colour has 256 steps a part, so that even ones differ a little.
        Assert.All(steps, step => Assert.InRange(step, steps.Average() - 0.01, steps.Average() + 0.01));
        foreach (var i in Enumerable.Range(0, 21))
        {
            Assert.Equal(ColourScale.Lightness(ColourScale.Diverging(i / 20.0)), ColourScale.Lightness(ColourScale.Diverging(-i / 20.0)), 0.02);
        }
    }

    [Fact]
    public void Texts_stand_out_from_every_colour_by_the_ratio_that_readers_need()
    {
        static double Light(string colour) => Enumerable.Range(0, 3).Sum(part =>
        {
            var share = Convert.ToInt32(colour.Substring(1 + (2 * part), 2), 16) / 255.0;
            return new[] { 0.2126, 0.7152, 0.0722 }[part] * (share <= 0.03928 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4));
        });
        foreach (var colour in Enumerable.Range(-20, 41).SelectMany(i => new[] { ColourScale.Diverging(i / 20.0), ColourScale.Sequential(Math.Abs(i) / 20.0) }))
        {
            var (ground, ink) = (Light(colour), Light(ColourScale.InkOn(colour)));
            // WCAG 2.1 asks for 4.5 for small texts; the darkest ink on a middle tone reaches a little less.
            Assert.InRange((Math.Max(ground, ink) + 0.05) / (Math.Min(ground, ink) + 0.05), 3.5, 21);
        }
    }

    [Fact]
    public void Colours_run_over_the_data_or_over_the_range_or_both_ways_from_the_centre()
    {
        var data = Small([-1, 0.5], [3, null]);
        Assert.Equal((-1, 3), data.Ends());
        Assert.Equal(ColourScale.Sequential(0.5), data.Colour(1));
        Assert.Equal((-3, 3), (data with { Centre = 0 }).Ends());
        Assert.Equal(ColourScale.Diverging(-1 / 3.0), (data with { Centre = 0 }).Colour(-1));
        Assert.Equal((-5, 5), (data with { Range = (-5, 5) }).Ends());
        Assert.Equal(ColourScale.Diverging(0), (data with { Centre = 2, Range = (-5, 5) }).Colour(2));
        var same = Small([2, 2]).Ends();
        Assert.Equal(2, (same.Low + same.High) / 2, 12);
        Assert.True(same.Low < same.High);
    }

    [Fact]
    public void Every_known_cell_is_a_bar_of_its_colour_and_the_others_are_hollow()
    {
        var data = Samples.Credits;
        var traces = Traces(data);
        Assert.Equal(26, traces[0]["x"]!.AsArray().Count);
        Assert.Equal(data.Rows.SelectMany(row => row.Values).Where(value => value is { } known && !double.IsNaN(known)).Select(value => data.Colour(value!.Value)), traces[0]["marker"]!["color"]!.AsArray().Select(colour => (string)colour!));
        Assert.Contains(traces, trace => (string)trace["name"]! == "NA (2)" && (bool)trace["showlegend"]!);
        Assert.Contains("n = 26 cells, each a mean over n = 3 seeds, -1.5 10⁻³ to 2.4 10⁻³; blue is below and orange above 0 10⁻³. 2 cells are not known (NA, hollow). Chosen (dot): 3 cells.", data.Caption);
        Assert.Equal(["block 4", "1.2", "-0.6", "NA", "-0.2", "–", "–"], Plot.HeatMap(data).Table.Rows[3]);
    }

    [Fact]
    public void Few_short_numbers_stand_in_their_cells_and_many_do_not()
    {
        var texts = Traces(Samples.Credits).Single(trace => (string)trace["mode"]! is "text" && trace["text"] is not null);
        Assert.Equal(["0.0", "-1.5", "0.0", "-0.2"], texts["text"]!.AsArray().Take(4).Select(text => (string)text!));
        Assert.Equal(2, texts["text"]!.AsArray().Count(text => (string)text! == "NA"));
        Assert.DoesNotContain(Traces(Samples.Epochs), trace => (string?)trace["mode"] == "text");
        Assert.DoesNotContain(Traces(Samples.Credits with { Written = false }), trace => (string?)trace["mode"] == "text");
        Assert.Contains(Traces(Samples.Epochs with { Written = true }), trace => (string?)trace["mode"] == "text");
    }

    [Fact]
    public void Cells_that_are_frozen_side_by_side_share_a_frame_and_the_table_names_their_columns()
    {
        var data = Samples.Epochs;
        var frame = Traces(data).Last(trace => (string?)trace["mode"] == "lines");
        // Seven frames of six points and what parts them.
        Assert.Equal((7 * 7) - 1, frame["x"]!.AsArray().Count);
        Assert.InRange(Numbers(frame["x"]).Max()!.Value, 9.4, 9.5);
        Assert.InRange(Numbers(frame["x"]).Min()!.Value, 2.5, 2.6);
        var marked = Plot.HeatMap(data).Table.Rows.Select(row => row[^1]).Where(cell => cell != "–").ToArray();
        Assert.Equal(["4…10", "5…10", "6…10", "7…10", "8…10", "9…10", "10"], marked);
        Assert.Contains("Frozen (frame): 28 cells.", data.Caption);
        Assert.Equal([(1, 2), (4, 4)], HeatMapDrawing.Runs(new("m", [(0, 4), (0, 1), (0, 2), (0, 2), (1, 3)]), 0));
    }

    [Fact]
    public void Names_of_groups_stand_above_their_rows()
    {
        var axis = JsonNode.Parse(Plot.HeatMap(Samples.Epochs).PlotlyJson)!["layout"]!["yaxis"]!;
        Assert.Equal(["<b>block 1</b>", "k3", "k5", "k7", "xception", "<b>block 2</b>"], axis["ticktext"]!.AsArray().Take(6).Select(text => (string)text!));
        Assert.Equal(35, axis["tickvals"]!.AsArray().Count);
        Assert.Equal(5, Samples.Epochs.RowOf("block 2", "k5"));
        Assert.Throws<ArgumentException>(() => Samples.Epochs.RowOf("block 2", "k9"));
        Assert.Throws<ArgumentException>(() => Samples.Epochs.RowOf(null, "k5"));
    }

    [Fact]
    public void A_spaces_decisions_give_rows()
    {
        var space = SearchSpaces.Named("digits:3,2");
        var over = HeatMapData.OverChoices(Share, space, ["1", "2"], [[[0.1, 0.2, 0.7], [0.5, 0.5]], [[0, double.NaN, 1], [1, 0]]]);
        over.Validate();
        Assert.Equal(5, over.Rows.Count);
        Assert.Equal([0.2, null], over.Rows[1].Values);
        Assert.Equal([0.5, 0], over.Rows[over.RowOf(space.Decisions[1].Name, space.Decisions[1].Labels[1])].Values);
        Assert.Contains("other choices", Assert.Throws<ArgumentException>(() => HeatMapData.OfDecisions(Share, space, [[0.1, 0.2, 0.7], [0.5, 0.5]])).Message);
        Assert.Contains("3 choices", Assert.Throws<ArgumentException>(() => HeatMapData.OverChoices(Share, space, ["1"], [[[0.1], [0.5, 0.5]]])).Message);

        var darts = HeatMapData.OfDecisions(Share, DartsSpace.Laptop, [.. Enumerable.Range(0, 28).Select(edge => Enumerable.Range(0, 8).Select(one => (edge + one) / 40.0).ToArray())]);
        darts.Validate();
        Assert.Equal(DartsSpace.OperatorNames, darts.Columns);
        Assert.Equal([("normal", 14), ("reduce", 14)], darts.Groups.Select(group => (group.Name!, group.Count)));
        Assert.Equal("edge0>2", darts.Rows[0].Label);
        var plain = HeatMapData.Matrix(Share, ["a", "b"], ["x"], [[1], [double.NaN]]);
        Assert.Null(plain.At(1, 0));
        Assert.Throws<ArgumentException>(() => HeatMapData.Matrix(Share, ["a"], ["x"], [[1], [2]]));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var wrong = Small([1, double.PositiveInfinity], [2]) with { Centre = 9, Range = (0, 1.5), Seeds = 0, Marks = [new("m", [(5, 0)])] };
        var message = Assert.Throws<ArgumentException>(() => Plot.HeatMap(wrong)).Message;
        foreach (var said in new[] { "Centre 9 must lie in Range", "Seeds must be at least 1", "row 'r0', column 'c1' must be a finite number", "row 'r1' has 1 values for 2 columns", "no cell (5, 0) among 2 rows and 2 columns" }) Assert.Contains(said, message);
        Assert.Contains("outside Range 0 to 1", Assert.Throws<ArgumentException>(() => Plot.HeatMap(Small([2]) with { Range = (0, 1) })).Message);
        var torn = new HeatMapData { Value = Share, Columns = ["c"], Rows = [new("a", [1], "g"), new("b", [1], "h"), new("c", [1], "g")] };
        Assert.Contains("of group 'g' must follow one another", Assert.Throws<ArgumentException>(() => Plot.HeatMap(torn)).Message);
        Assert.Contains("more than 10000 cells", Assert.Throws<ArgumentException>(() => Plot.HeatMap(Small([.. Enumerable.Repeat(new double?[200], 51)]))).Message);
        Assert.Contains("must be a list", Assert.Throws<ArgumentException>(() => Plot.HeatMap(Small([1]) with { Columns = null! })).Message);
    }

    [Fact]
    public void Cells_none_of_which_is_known_are_drawn_hollow()
    {
        var figure = Plot.HeatMap(Small([null, double.NaN]));
        Assert.EndsWith("No data.", figure.Caption);
        Assert.Contains("NA (2)", figure.Svg());
    }
}
