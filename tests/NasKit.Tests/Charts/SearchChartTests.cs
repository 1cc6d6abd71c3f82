using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NasKit.Charts;
using NasKit.Evaluation;
using NasKit.Pareto;
using NasKit.Spaces;
using NasKit.Strategies;
using NasKit.Strategies.RandomSearch;
using NasKit.Studies;

namespace NasKit.Tests.Charts;

/// <summary>Charts of what searches found.</summary>
public class SearchChartTests
{
    private static readonly SearchSpace Space = DigitsSpace.Parse("digits:10,10");
    private static readonly ImmutableArray<Objective> Objectives = [Objective.Maximise("accuracy", "%"), Objective.Minimise("latency", "ms")];

    private static double Accuracy(Architecture architecture) => architecture.Choices[0];

    /// <summary>A search whose trials are pairs of digits: accuracy and latency; −1 for one that failed. An evaluation takes ten seconds.</summary>
    private static SearchResult Search(long seed, params (int Accuracy, int Latency)[] trials)
    {
        var made = trials.Select((trial, i) => trial.Accuracy < 0
            ? new Trial(new(i, Space.Create([0, 0]), null), [], null, "failed")
            : new Trial(new(i, Space.Create([trial.Accuracy, trial.Latency]), null), [trial.Accuracy, trial.Latency], 10)).ToImmutableArray();
        var incumbents = new List<int>();
        for (var i = 0; i < made.Length; i++)
        {
            var best = incumbents.Count == 0 ? -1 : incumbents[^1];
            incumbents.Add(made[i].Failed ? best : best < 0 || made[i].Values[0] > made[best].Values[0] ? i : best);
        }
        return new() { Seed = seed, Objectives = Objectives, Trials = made, Incumbents = [.. incumbents], Seconds = 0 };
    }

    private static StudyResult Result(string label, params SearchResult[] searches) => new(new RandomSearchConfig(), [.. searches]) { Label = label };

    private static readonly StudyResult First = Result("first", Search(1, (1, 1), (3, 9), (2, 5)), Search(2, (5, 5), (4, 1), (7, 7)));

    [Fact]
    public void Regret_is_what_the_incumbent_lacks_to_the_best()
    {
        var curve = Assert.Single(CurveData.Regret([First], Accuracy, best: 9).Series);
        Assert.Equal("first", curve.Name);
        Assert.Equal([1, 2, 3], curve.X);
        Assert.Equal([[8, 6, 6], [4, 4, 2]], curve.Runs);
    }

    [Fact]
    public void A_curve_starts_where_every_seed_has_an_incumbent_and_holds_the_last_one()
    {
        var result = Result("uneven", Search(1, (-1, 0), (4, 1), (5, 1), (6, 1)), Search(2, (2, 2), (3, 3)), Search(3, (-1, 0)));
        var curve = Assert.Single(CurveData.Incumbent([result], new("accuracy", "%")).Series);
        Assert.Equal([2, 3, 4], curve.X);
        Assert.Equal([[4, 5, 6], [3, 3, 3]], curve.Runs); // the third seed has none
    }

    [Fact]
    public void Hypervolume_counts_every_trial_so_far_and_the_true_front_is_a_line()
    {
        ReferencePoint reference = ReferencePoint.FromValues((0, Direction.Maximise), (10, Direction.Minimise));
        var data = CurveData.Hypervolume([First], reference, trueFront: 81);
        // Seed 1: 1·9; + (3, 9): 9 + 2·1; + (2, 5): 9 + 5·1 + 1·1. Seed 2: 5·5; + (4, 1): 4·9 + 1·5; + (7, 7): 36 + 5 + 2·3.
        Assert.Equal([[9, 11, 15], [25, 41, 47]], data.Series[0].Runs);
        Assert.Equal(81, Assert.Single(data.References).Value);
        var shares = CurveData.Hypervolume([First], reference, 81, relative: true);
        Assert.Equal(15 / 81.0, shares.Series[0].Runs[0][2], 12);
        Assert.Equal(1, shares.References[0].Value);
        Assert.Throws<ArgumentException>(() => CurveData.Hypervolume([First], reference, null, relative: true));
    }

    [Fact]
    public void Simulated_seconds_stand_on_the_axis_where_they_are_known()
    {
        var data = CurveData.Regret([First], Accuracy, 9, clock: SearchClock.SimulatedSeconds);
        Assert.Equal("simulated training (s)", data.X.Label);
        Assert.Equal((10.0, 30.0), (data.Series[0].X[0], data.Series[0].X[^1]));
        Assert.Equal([6, 2], data.Series[0].Runs.Select(run => run[^1]));
        var unknown = First with { Searches = [First.Searches[0] with { Trials = [.. First.Searches[0].Trials.Select(trial => trial with { Seconds = null })] }] };
        Assert.Throws<NasKitException>(() => CurveData.Regret([unknown], Accuracy, 9, clock: SearchClock.SimulatedSeconds));
    }

    [Fact]
    public void Bands_are_the_standard_error_or_the_quartiles()
    {
        var data = new CurveData { X = new("x"), Y = new("y"), Series = [new("a", [1], [[1], [2], [3], [10]])] };
        var sd = Math.Sqrt(50.0 / 3);
        Assert.Equal(4 + sd, data.Band(data.Series[0])!.Value.Upper[0], 12);
        Assert.Equal(4 + (sd / 2), (data with { Bands = CurveBand.StandardError }).Band(data.Series[0])!.Value.Upper[0], 12);
        var quartiles = data with { Bands = CurveBand.Quartiles };
        Assert.Equal([2.5], quartiles.Line(data.Series[0]));
        Assert.Equal((1.75, 4.75), (quartiles.Band(data.Series[0])!.Value.Lower[0], quartiles.Band(data.Series[0])!.Value.Upper[0]));
        Assert.Equal(["series", "x", "y, median", "lower quartile", "upper quartile", "n"], Plot.Curves(quartiles).Table.Columns);
    }

    [Fact]
    public void No_regret_at_all_is_drawn_at_the_floor()
    {
        var figure = Plot.Regret("Regret of one who finds it", [Result("lucky", Search(1, (9, 1), (9, 2)), Search(2, (8, 1), (9, 2)))], Accuracy, 9);
        var line = JsonNode.Parse(figure.PlotlyJson)!["data"]!.AsArray().Last()!;
        Assert.Equal([0.5, 0.01], line["y"]!.AsArray().Select(value => (double)value!));
        Assert.Contains("below 0.01 points", figure.Caption);
        Assert.Equal("0", figure.Table.Rows[1][2]); // the table keeps the number
        Assert.Throws<ArgumentException>(() => Plot.Curves(CurveData.Regret([First], Accuracy, 9) with { Floor = 0 }));
    }

    [Fact]
    public void Strategies_are_ranked_within_each_seed()
    {
        var better = Result("better", Search(1, (4, 1)), Search(2, (7, 1)));
        var data = CriticalDifferenceData.Of([First, better], Accuracy);
        Assert.Equal([1.75, 1.25], data.Test.Friedman.AverageRanks);
        Assert.Equal(("first", "seeds"), (data.Names[0], data.Blocks));
        Assert.Equal([2, 1], CriticalDifferenceData.Of([First, better], Accuracy, evaluations: 1).Test.Friedman.AverageRanks); // 1 and 5 against 4 and 7
        Assert.Throws<ArgumentException>(() => CriticalDifferenceData.Of([First, Result("other seeds", Search(3, (1, 1)), Search(4, (1, 1)))], Accuracy));
    }

    [Fact]
    public void Critical_difference_diagram_joins_what_does_not_differ_and_lists_ranks()
    {
        var data = new CriticalDifferenceData { Names = ["C4.5", "C4.5+m", "C4.5+cf", "C4.5+m+cf"], Test = new(NasKit.Statistics.FriedmanTest.FromAverageRanks(14, 3.143, 2.000, 2.893, 1.964)), Blocks = "data sets" };
        var figure = Plot.CriticalDifference(data);
        var bars = JsonNode.Parse(figure.PlotlyJson)!["data"]!.AsArray().Where(trace => trace!["line"]?["width"]?.ToJsonString() == "4").ToArray();
        Assert.Equal([1.964, 3.143], Assert.Single(bars)!["x"]!.AsArray().Select(x => (double)x!));
        Assert.Equal(["C4.5+m+cf", "C4.5+m", "C4.5+cf", "C4.5"], figure.Table.Rows.Select(row => row[0]));
        Assert.Contains("χ² = 9.28", figure.Caption);
        Assert.Contains("critical difference 1.25", figure.Caption);
        Assert.Contains("14 data sets", figure.Caption);
        Assert.Throws<ArgumentException>(() => Plot.CriticalDifference(data with { Names = ["one", "one"] }));
    }

    [Fact]
    public void Lines_of_many_strategies_stay_apart()
        => Assert.Equal(21, Enumerable.Range(0, 21).Select(series => (Palette.Colour(series), Palette.Dash(series))).Distinct().Count());
}
