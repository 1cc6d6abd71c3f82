using NasKit.Charts;

namespace NasKit.Tests.Charts;

public class CurveDataTests
{
    private static readonly CurveData Empty = new() { X = new("epoch"), Y = new("loss") };

    [Fact]
    public void Mean_and_deviation_are_over_seeds_with_n_minus_one()
    {
        var series = new CurveSeries("a", [1, 2], [[1, 10], [3, 10], [5, 10]]);
        Assert.Equal([3, 10], series.Mean);
        Assert.Equal([2, 0], series.StandardDeviation!);
        var band = Empty.Band(series)!.Value;
        Assert.Equal([1, 10], band.Lower);
        Assert.Equal([5, 10], band.Upper);
    }

    [Fact]
    public void One_seed_has_no_deviation_and_no_band()
    {
        var series = new CurveSeries("a", [1, 2], (IReadOnlyList<double>)[1, 2]);
        Assert.Null(series.StandardDeviation);
        Assert.Null(Empty.Band(series));
        Assert.Equal("Loss over epoch. a: n = 1 seed.", (Empty with { Series = [series] }).Caption);
    }

    [Fact]
    public void Band_stays_above_zero_on_a_logarithmic_axis()
    {
        var series = new CurveSeries("a", [1], [[0.1], [10]]);
        var band = (Empty with { Y = new("loss") { Log = true } }).Band(series)!.Value;
        Assert.Equal([0.1], band.Lower);
    }

    [Fact]
    public void Validate_finds_unequal_lengths_and_x_that_does_not_rise()
    {
        var wrong = Empty with { Series = [new("a", [1, 2], [[1, 2], [1]]), new("b", [2, 2], (IReadOnlyList<double>)[0, 0])] };
        var error = Assert.Throws<ArgumentException>(wrong.Validate);
        Assert.Contains("run 1 has 1 values for 2 x", error.Message);
        Assert.Contains("series 'b': x must rise (x 1 is 2 after 2)", error.Message);
    }

    [Fact]
    public void Series_without_runs_is_no_data()
    {
        var data = Empty with { Series = [new("a", [1, 2], (IReadOnlyList<IReadOnlyList<double>>)[])] };
        data.Validate();
        Assert.Empty(data.Series[0].Mean);
        Assert.Contains("a: no data", data.Caption);
    }
}
