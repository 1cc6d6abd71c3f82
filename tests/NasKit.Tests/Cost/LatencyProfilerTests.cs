using NasKit.Cost;
using NasKit.Tests.Training;
using static TorchSharp.torch;

namespace NasKit.Tests.Cost;

public sealed class LatencyProfilerTests
{
    [Fact]
    public void A_measurement_leaves_the_threads_arithmetic_as_it_was()
    {
        // 1e-40 is below the smallest normal float32: with such numbers flushed, a run that measured would differ from one that reads its table.
        static float Product()
        {
            using var scope = NewDisposeScope();
            return (tensor(new[] { 1e-20f }) * 1e-20f).item<float>();
        }

        Assert.NotEqual(0, Product());
        var table = LatencyProfiler.Measure(
            Stripes.Space, new() { Rounds = 10, CalibrationNetworks = 3, CheckNetworks = 3, RequiredSpearman = 0, Retries = 10, Batch = 2 }, new Seeds(1));
        Assert.Equal(Stripes.Space.Graph.DistinctOperators().Count(), table.Operators.Count);
        Assert.NotEqual(0, Product());
    }
}
