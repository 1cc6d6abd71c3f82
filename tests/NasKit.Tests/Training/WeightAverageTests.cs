using NasKit.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Tests.Training;

public sealed class WeightAverageTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_average_of_unchanged_weights_is_exactly_these()
    {
        using var init = new Generator(1);
        var module = new Values(Weights.Normal([50], 1, init));
        var before = Floats(module.At);
        using var average = new WeightAverage(module, 0.9);
        for (var step = 0; step < 100; step++)
        {
            average.Update(step);
        }

        average.Apply();
        Assert.Equal(before, Floats(module.At));
    }

    [Fact]
    public void The_average_is_the_plain_mean_first_and_decays_then()
    {
        var module = new Values(Weights.Zeros(1));
        using var average = new WeightAverage(module, 0.6);
        float[] means = [.. new float[] { 1, 3, 5, 7 }.Select((value, step) =>
        {
            using var inference = no_grad();
            module.At.fill_(value);
            average.Update(step);
            var snapshot = new Snapshot();
            average.Save(snapshot);
            return snapshot.Tensors["average/At"].item<float>();
        })];
        Assert.Equal([1, 2, 3.2, 4.72], means.Select(mean => Math.Round(mean, 5))); // shares 1, 1/2, 0.4, 0.4
        average.Apply();
        Assert.Equal(4.72f, module.At.item<float>(), 5);
    }

    private static float[] Floats(Tensor tensor) => tensor.detach().data<float>().ToArray();

    private sealed class Values : nn.Module
    {
        public readonly Parameter At;

        public Values(Parameter at) : base("Values")
        {
            At = at;
            RegisterComponents();
        }
    }
}
