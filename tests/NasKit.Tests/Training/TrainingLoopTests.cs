using NasKit.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace NasKit.Tests.Training;

public sealed class TrainingLoopTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Steps_follow_the_gradient_of_the_loss()
    {
        // d/dw of (w − 3)² is 2 (w − 3): from 0 with rate 0.25, w becomes 1.5, 2.25, 2.625.
        var point = new Point();
        var loop = Loop(point);
        loop.Run(3, LearningRate.Constant(0.25), _ => point.Loss(), NoCheckpoint.Instance, 100);
        Assert.Equal([9, 2.25, 0.5625], loop.Losses);
        Assert.Equal(2.625f, point.At.item<float>());
        Assert.False(point.training);
    }

    [Fact]
    public void A_gradient_is_clipped_to_the_largest_norm()
    {
        var point = new Point();
        Loop(point).Run(1, LearningRate.Constant(1), _ => point.Loss(), NoCheckpoint.Instance, 100, clipNorm: 0.5);
        Assert.Equal(0.5f, point.At.item<float>(), 5);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_loss_that_is_no_number_ends_the_training_with_step_and_advice(double factor)
    {
        var point = new Point();
        var error = Assert.Throws<NasKitException>(() =>
            Loop(point).Run(5, LearningRate.Constant(0.1), step => point.Loss() * (step == 2 ? (float)factor : 1), NoCheckpoint.Instance, 100));
        Assert.Contains("The loss of step 3 is", error.Message);
        Assert.Contains("diverged", error.Message);
        Assert.Contains("at the learning rate 0.1:", error.Message);
        Assert.Contains("Lower the learning rate", error.Hint);
        Assert.DoesNotContain("checkpoint", error.Message); // there is none
    }

    [Fact]
    public void A_diverged_step_is_not_saved_and_the_checkpoint_before_it_is_named()
    {
        var (point, checkpoint) = (new Point(), new MemoryCheckpoint());
        var error = Assert.Throws<NasKitException>(() => Loop(point).Run(2, LearningRate.Constant(0.1), step => point.Loss() * (step == 1 ? float.NaN : 1), checkpoint, 1));
        Assert.Equal(1, checkpoint.Saves);
        Assert.True(checkpoint.TryLoad(out var kept));
        Assert.True(float.IsFinite(kept.Tensors["weights/At"].item<float>()));
        Assert.Contains("The checkpoint of step 1, the last that is finite, is kept.", error.Hint);
    }

    [Theory]
    [InlineData(0.5, "gradient's norm")]
    [InlineData(null, "largest weight")]
    public void Weights_that_a_finite_loss_spoils_are_not_saved(double? clipNorm, string what)
    {
        var (point, checkpoint) = (new Point(), new MemoryCheckpoint());
        // √x at 0 is 0 with an infinite slope.
        var error = Assert.Throws<NasKitException>(() => Loop(point).Run(
            3, LearningRate.Constant(0.1), step => step == 1 ? (point.At - point.At.detach()).sum().sqrt() : point.Loss(), checkpoint, 1, clipNorm: clipNorm));
        Assert.Contains($"The {what} of step 2 is", error.Message);
        Assert.Equal(1, checkpoint.Saves);
        Assert.True(checkpoint.TryLoad(out var kept));
        Assert.True(float.IsFinite(kept.Tensors["weights/At"].item<float>()));
    }

    [Fact]
    public void A_finished_training_is_read_and_not_repeated()
    {
        var checkpoint = new MemoryCheckpoint();
        var first = Trained(checkpoint, "a", out var steps);
        Assert.Equal(10, steps);
        Assert.Equal(first, Trained(checkpoint, "a", out steps));
        Assert.Equal(0, steps);
    }

    [Fact]
    public void A_checkpoint_of_another_configuration_is_not_continued()
    {
        var checkpoint = new MemoryCheckpoint();
        Trained(checkpoint, "a", out _);
        Trained(checkpoint, "b", out var steps);
        Assert.Equal(10, steps);
    }

    [Fact]
    public void A_training_continued_after_a_kill_ends_the_same_with_its_generator_and_momentum()
    {
        var whole = Trained(new MemoryCheckpoint(), "a", out _);
        var killed = new MemoryCheckpoint { FailAt = 3 };
        Assert.Throws<OperationCanceledException>(() => Trained(killed, "a", out _));
        Assert.Equal(whole, Trained(killed, "a", out var steps));
        Assert.Equal(4, steps); // saved after 3 and 6 of 10
    }

    [Fact]
    public void Progress_tells_every_step()
    {
        var told = new List<Progress>();
        var point = new Point();
        Loop(point).Run(3, LearningRate.Constant(0.1), _ => point.Loss(), NoCheckpoint.Instance, 100, new Told(told));
        Assert.Equal([1, 2, 3], told.Select(progress => progress.Done));
        Assert.All(told, progress => Assert.Equal(3, progress.Total));
        Assert.Equal("loss 9.0000", told[0].Message);
    }

    private static double[] Trained(MemoryCheckpoint checkpoint, string config, out int steps)
    {
        using var inner = NewDisposeScope();
        var (point, rng, counted) = (new Point(), new Rng(5), 0);
        var loop = new TrainingLoop(config, point, optim.SGD(point.parameters(), 0.1, momentum: 0.9), new Dictionary<string, Rng> { ["noise"] = rng });
        loop.Run(10, LearningRate.Cosine(0.1, 10), _ => { counted++; return point.Loss() * (float)rng.NextDouble(); }, checkpoint, 3);
        steps = counted;
        return [.. loop.Losses, point.At.item<float>(), rng.NextDouble()];
    }

    private static TrainingLoop Loop(Point point) => new("test", point, optim.SGD(point.parameters(), 1));

    private sealed class Point : nn.Module
    {
        public readonly Parameter At = Weights.Zeros(1);

        public Point() : base("Point") => RegisterComponents();

        public Tensor Loss() => (At - 3).pow(2).sum();
    }

    private sealed class Told(List<Progress> told) : IProgress<Progress>
    {
        public void Report(Progress value) => told.Add(value);
    }
}
