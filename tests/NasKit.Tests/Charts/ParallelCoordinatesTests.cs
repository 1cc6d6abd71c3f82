using System.Text.Json.Nodes;
using NasKit.Charts;
using NasKit.Evaluation;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Studies;

namespace NasKit.Tests.Charts;

public class ParallelCoordinatesTests
{
    [Fact]
    public void A_search_gives_decisions_then_objectives_each_architecture_once_with_its_front_in_colour()
    {
        var space = DigitsSpace.Parse("digits:3,2");
        Trial Made(string digits, double accuracy, double cost) => new(new(0, space.Parse(digits)), [accuracy, cost]);
        var search = new SearchResult
        {
            Seed = 1, Objectives = [Objective.Maximise("accuracy", "%"), Objective.Minimise("cost")], Seconds = 0, Incumbents = [0, 0, 0, 0],
            Trials = [Made("00", 90, 5), Made("21", 80, 1), Made("00", 90, 5), Made("10", 70, 6), new(new(0, space.Parse("11")), [], null, "failed")],
        };
        var data = ParallelCoordinatesData.Of(search);
        data.Validate();
        Assert.Equal(["accuracy (%)", "cost"], data.Axes.Skip(2).Select(axis => axis.Label));
        Assert.Equal([1, 2], data.Series.Select(series => series.Lines.Count));
        Assert.Equal([1, 0, 70, 6], data.Series[0].Lines[0].Values);
        Assert.Equal((70.0, 90.0), data.Range(2));
        Assert.Equal((-0.5, 2.5), data.Range(0));
        Assert.Contains("dominated: n = 1; front: n = 2", data.Caption);
        Assert.Equal(2, Plot.ParallelCoordinates(data).Table.Rows.Count);
    }

    [Fact]
    public void Numbers_run_from_the_bottom_to_the_top_and_labels_stay_in_their_bands()
    {
        var data = Samples.Parallel;
        var front = JsonNode.Parse(Plot.ParallelCoordinates(data).PlotlyJson)!["data"]!.AsArray().Last()!;
        var lines = front["y"]!.AsArray().Select(value => (double?)value).Chunk(data.Axes.Count + 1).ToArray();
        Assert.Equal([0.5, 0.0], lines.Select(line => line[^2]!.Value)); // 5 and 1 of 1…9
        foreach (var (line, given) in lines.Zip(data.Series[1].Lines))
        {
            Assert.Null(line[^1]);
            Assert.InRange(line[0]!.Value, given.Values[0] / 3, (given.Values[0] + 1) / 3);
        }
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once()
    {
        var wrong = new ParallelCoordinatesData { Axes = [new("a", ["x", "y"]), new("a")], Series = [new("s", [new([2, double.NaN]), new([0])])] };
        var error = Assert.Throws<ArgumentException>(() => Plot.ParallelCoordinates(wrong));
        Assert.Contains("'a' occurs twice", error.Message);
        Assert.Contains("line 0 has 2 on 'a', which has labels 0…1", error.Message);
        Assert.Contains("line 1 has 1 values for 2 axes", error.Message);
        Assert.Contains("finite", error.Message);
    }
}
