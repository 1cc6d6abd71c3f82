using NasKit.Relaxations;
using NasKit.Spaces;
using NasKit.Supernets;
using TorchSharp;
using static TorchSharp.torch;

namespace NasKit.Tests.Supernets;

/// <summary>Runs alone, as the switch is the whole process's.</summary>
[Collection("default generator")]
public sealed class FusedSupernetTests
{
    public static TheoryData<string> Spaces => ["darts", "nas-bench-201", "shuffle", "mobile"];

    [Theory]
    [MemberData(nameof(Spaces))]
    public void Fused_kernels_change_neither_scores_nor_gradients_of_a_supernet(string name)
    {
        var space = name switch
        {
            "darts" => DartsSpace.Laptop,
            "nas-bench-201" => NasBench201Space.Laptop,
            "shuffle" => ShuffleNetSpace.Laptop,
            _ => ProxylessNasSpace.Laptop,
        };
        var before = Backend.Fused;
        try
        {
            var (exact, plain, fused) = (Step(space, false, ScalarType.Float64), Step(space, false, ScalarType.Float32), Step(space, true, ScalarType.Float32));
            Assert.Equal(plain.Length, fused.Length);

            // Rounding grows through tens of normalisations and turns a rectifier here and there, so the plain operators say how far off a correct step may be.
            var (mine, others) = (Distance(exact, fused), Distance(exact, plain));
            Assert.True(mine <= (3 * others) + 1e-5, $"{name}: fused kernels are {mine:G3} off in double precision's view, plain operators {others:G3}");
        }
        finally
        {
            Backend.Fused = before;
        }
    }

    // The mean over all tensors of the difference's length relative to the tensor's.
    private static double Distance(double[][] exact, double[][] found) => exact.Zip(found, (a, b) =>
        Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum() / Math.Max(1e-12, a.Sum(x => x * x)))).Average();

    // Scores, the loss, and the gradients of all weights that have one.
    private static double[][] Step(SearchSpace space, bool fused, ScalarType type)
    {
        using var scope = NewDisposeScope();
        Backend.Fused = fused;
        manual_seed(3);
        using var supernet = new MixtureSupernet(space, 1, normEpsilon: 1e-2);
        supernet.to(type);
        supernet.train();
        var policy = new ArchitectureDistribution(space, 0, 0.1, new Rng(1));
        using var logits = policy.ToTensor();
        var (x, y) = (randn(16, space.Task.Input.Channels, space.Task.Input.Height, space.Task.Input.Width).to(type), randint(space.Task.Classes, [16]));
        double[] scores = [];
        var estimate = new SoftmaxRelaxation().Estimate(logits, mixture =>
        {
            var result = supernet.call(x, mixture);
            scores = Values(result);
            return nn.functional.cross_entropy(result, y);
        }, new Rng(1));
        return [scores, [estimate.Loss], .. supernet.parameters().Select(Backend.Gradient).OfType<Tensor>().Select(Values)];
    }

    private static double[] Values(Tensor tensor) => tensor.detach().to(ScalarType.Float64).contiguous().data<double>().ToArray();
}
