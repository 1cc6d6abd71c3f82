using NasKit.Statistics;

namespace NasKit.Tests.Statistics;

public class MeanEstimateTests
{
    [Fact]
    public void Standard_error_is_the_deviation_over_the_root_of_n()
    {
        var estimate = MeanEstimate.Of(1, 3, 5, 7);
        Assert.Equal((4, 4.0), (estimate.Count, estimate.Mean));
        Assert.Equal(Math.Sqrt(20.0 / 3), estimate.StandardDeviation!.Value, 12);
        Assert.Equal(Math.Sqrt(20.0 / 12), estimate.StandardError!.Value, 12);
        Assert.Equal("4.000 ± 1.291", estimate.ToString());
        Assert.True(estimate.IsWithin(4 + (2.9 * 1.291)));
        Assert.False(estimate.IsWithin(4 + (3.1 * 1.291)));
    }

    [Fact]
    public void One_value_has_no_error_and_none_is_no_sample()
    {
        var one = MeanEstimate.Of(2.5);
        Assert.Null(one.StandardError);
        Assert.Equal("2.500", one.ToString());
        Assert.False(one.IsWithin(2.6));
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of());
        Assert.Throws<ArgumentException>(() => MeanEstimate.Of(1, double.PositiveInfinity));
    }
}
